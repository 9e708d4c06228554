package clientele.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The real data sets that some tests read. */
public final class DataFolder {
  private DataFolder() {}

  /**
   * The folder that the environment variable CLIENTELE_DATA names; the test that asks is skipped
   * where there is none.
   */
  public static Path path() {
    String folder = System.getenv("CLIENTELE_DATA");
    assumeTrue(folder != null, "CLIENTELE_DATA does not name the folder of the real data sets");
    return Path.of(folder);
  }
}
