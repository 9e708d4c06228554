package clientele.cli;

import clientele.error.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the demo: data, warehouse, and a configuration that ties them together. */
final class DemoFolder {
  private DemoFolder() {}

  /** Writes {@code clientele.conf}: the generated one, with the warehouse beside the data. */
  static Path configuration(Path folder) {
    Path conf = folder.resolve("clientele.conf");
    try {
      String generated = Files.readString(folder.resolve("data/clientele.conf"));
      // Paths are relative to the file they stand in.
      Files.writeString(conf, generated.replace("  path = \"", "  path = \"data/"));
    } catch (IOException e) {
      throw Errors.cannotWrite(conf.toString(), e);
    }
    return conf;
  }
}
