package clientele.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Expected tables kept as text files under {@code src/test/resources/golden}. A run of the tests
 * with {@code -Dgolden.update=true} writes them anew; the change is then reviewed as a diff.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private final Path folder;
  private final boolean updating;

  private Golden(Path folder, boolean updating) {
    this.folder = folder;
    this.updating = updating;
  }

  /** The golden files of the project, rewritten if the system property golden.update is set. */
  public static Golden files() {
    String update = System.getProperty("golden.update", "false");
    return of(FOLDER, update.isEmpty() || Boolean.parseBoolean(update));
  }

  static Golden of(Path folder, boolean updating) {
    return new Golden(folder, updating);
  }

  /**
   * The dataset is what {@code <name>.txt} holds: the same columns in the same order, the same rows
   * in any order, doubles to 1e-9 of their size. Select away what changes from run to run first.
   *
   * @param name the file without its ending; may name folders, as in cohort/retention
   */
  public void check(String name, Dataset<Row> actual) {
    Path file = folder.resolve(name + ".txt");
    List<String> columns = Arrays.asList(actual.columns());
    if (updating) {
      write(file, TableDiff.table(columns, TableDiff.sorted(TableAssert.rows(actual, columns))));
      return;
    }
    if (!Files.exists(file)) {
      throw new AssertionError(
          "There is no golden file " + file + ": run this test with -Dgolden.update=true");
    }
    String text = read(file);
    String first = text.lines().findFirst().orElse("");
    if (!Cell.split(first).equals(columns)) {
      throw new AssertionError(
          "The columns of golden file %s differ.\nExpected: %s\nActual:   %s"
              .formatted(file, first, String.join(" | ", columns)));
    }
    TableAssert.assertThat(actual).within(Tolerance.SAME_CONTENT).hasRows(text);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
