package clientele.io;

import clientele.error.ClienteleException;
import clientele.error.Errors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a run: the settings that correctness needs, those that help, and the user's.
 */
public final class SparkSessions {
  private static final String SPARK_VERSION = "4.1.";
  private static final String MASTER = "spark.master";

  private SparkSessions() {}

  /**
   * Starts a session.
   *
   * @param master of a cluster; empty: what spark-submit says, else this machine's cores
   * @param timeZone business time zone: an instant without a zone is read in it
   * @param own the user's settings; they win
   * @throws clientele.error.ClienteleException.ConfigException if Spark or Delta are of a version
   *     that was not tried, or Spark refuses a setting
   * @throws clientele.error.ClienteleException.UsageException if Spark does not know the master
   */
  public static SparkSession start(
      Optional<String> master, String timeZone, Map<String, String> own) {
    checkVersions(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        () -> io.delta.package$.MODULE$.VERSION());
    SparkSession.Builder builder = SparkSession.builder().appName("clientele");
    boolean submitted = System.getProperty(MASTER) != null;
    if (master.isPresent()) {
      builder.master(master.get());
    } else if (!submitted) {
      builder.master("local[*]");
    }
    String where = master.orElse(System.getProperty(MASTER, "local"));
    builder
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", timeZone)
        .config("spark.sql.ansi.enabled", true)
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", false)
        .config("spark.sql.files.ignoreCorruptFiles", false)
        .config("spark.sql.files.ignoreMissingFiles", false)
        // A flipped bit in a page is an error, not another number.
        .config("spark.hadoop.parquet.page.write-checksum.enabled", true)
        .config("spark.hadoop.parquet.page.verify-checksum.enabled", true)
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.adaptive.advisoryPartitionSizeInBytes", "128m")
        .config("spark.sql.autoBroadcastJoinThreshold", "32m")
        // Delta distrusts its own checksums where partitions are timestamps, and computes the state
        // of
        // a table again with every commit unless the zone is UTC. Partitions here are dates.
        .config(
            "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled", false)
        // Where in our code a column was made is for authors of notebooks, and costs a stack walk
        // each.
        .config("spark.sql.dataFrameQueryContext.enabled", false)
        .config("spark.ui.showConsoleProgress", false);
    if (where.startsWith("local")) {
      local()
          .forEach(
              (key, value) -> {
                if (System.getProperty(key) == null) { // Else spark-submit was told otherwise.
                  builder.config(key, value);
                }
              });
    }
    own.forEach(builder::config);
    try {
      SparkSession session = builder.getOrCreate();
      session.conf().get("spark.sql.ansi.enabled"); // Only now are those of SQL looked at.
      return session;
    } catch (Exception e) { // SparkException is no RuntimeException, though Scala throws it so.
      Optional<ClienteleException> refused = refused(e, master, own);
      if (refused.isPresent()) {
        throw refused.get();
      }
      throw e;
    }
  }

  /**
   * What to tell who gave a master or a setting that Spark does not start with; empty: it is
   * neither.
   */
  static Optional<ClienteleException> refused(
      Exception failure, Optional<String> master, Map<String, String> own) {
    String said =
        Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .map(cause -> String.valueOf(cause.getMessage()))
            .collect(Collectors.joining("\n"));
    List<String> named =
        own.keySet().stream()
            .filter(
                key -> said.contains(key) || (key.equals(MASTER) && said.contains(own.get(key))))
            .sorted()
            .toList();
    if (!named.isEmpty()) {
      return Optional.of(Errors.settingsRefusedBySpark(named, failure));
    }
    return master.filter(said::contains).map(given -> Errors.masterRefusedBySpark(given, failure));
  }

  /** What suits one machine. */
  private static Map<String, String> local() {
    int cores = Runtime.getRuntime().availableProcessors();
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"), System.getProperty("user.name"));
    return Map.of(
        "spark.ui.enabled", "false",
        "spark.driver.bindAddress", "127.0.0.1",
        "spark.driver.host", "localhost",
        "spark.sql.shuffle.partitions", String.valueOf(Math.max(4, 2 * cores)),
        "spark.databricks.delta.snapshotPartitions", "1",
        "spark.hadoop.fs.file.impl", LocalFiles.class.getName(),
        "spark.hadoop.fs.AbstractFileSystem.file.impl", LocalFiles.Context.class.getName(),
        "spark.sql.sources.parallelPartitionDiscovery.parallelism", "8",
        // Views of a query need a folder that Spark would else make where the user stands.
        "spark.sql.warehouse.dir", scratch.resolve("clientele-views").toString());
  }

  /** Delta's version is looked up here, because its very absence has to be told. */
  static void checkVersions(String spark, Supplier<String> delta) {
    String found;
    try {
      found = delta.get();
    } catch (LinkageError e) {
      throw Errors.wrongVersions(spark, "none");
    }
    if (!spark.startsWith(SPARK_VERSION) || !isAtLeast(found, 4, 4)) {
      throw Errors.wrongVersions(spark, found);
    }
  }

  private static boolean isAtLeast(String version, int major, int minor) {
    String[] parts = version.split("\\D+", -1);
    int first = Integer.parseInt(parts[0]);
    return first > major || (first == major && Integer.parseInt(parts[1]) >= minor);
  }
}
