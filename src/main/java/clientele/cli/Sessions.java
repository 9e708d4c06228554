package clientele.cli;

import clientele.io.SparkSessions;
import clientele.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;

/** Starts Spark for a command, as loud as asked for. */
final class Sessions {
  private Sessions() {}

  static SparkSession start(Optional<String> master, Settings settings, boolean verbose) {
    return start(master, settings.timeZone().getId(), settings.spark(), verbose);
  }

  static SparkSession start(
      Optional<String> master, String timeZone, Map<String, String> own, boolean verbose) {
    if (verbose) {
      Configurator.setAllLevels("", Level.INFO);
    } else {
      // The launcher's own configuration says so too; that of spark-submit does not.
      Configurator.setRootLevel(Level.WARN);
    }
    return SparkSessions.start(master, timeZone, own);
  }
}
