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
    String text =
        """
        # The demo company: the generated sources, with the warehouse beside them.
        include file("data/clientele.conf")
        warehouse = "warehouse"
        """;
    try {
      Files.writeString(conf, text);
    } catch (IOException e) {
      throw Errors.cannotWrite(conf.toString(), e);
    }
    return conf;
  }
}
