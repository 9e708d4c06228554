package clientele.cli;

import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Configuration (default: conf/clientele.conf).")
  private Path conf = Path.of("conf/clientele.conf");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master, such as spark://host:7077 (default: this machine's cores).")
  private String master;

  @Option(names = "--verbose", description = "Show Spark's own log, and stack traces.")
  private boolean verbose;

  Settings settings() {
    return settings(conf);
  }

  Settings settings(Path file) {
    return SettingsLoader.load(file, overrides, System.getenv());
  }

  Map<String, String> overrides() {
    return overrides;
  }

  boolean verbose() {
    return verbose;
  }

  SparkSession spark(Settings settings) {
    return Sessions.start(Optional.ofNullable(master), settings, verbose);
  }

  /** A session without a configuration, for data that has none yet. */
  SparkSession spark() {
    return Sessions.start(Optional.ofNullable(master), "UTC", Map.of(), verbose);
  }
}
