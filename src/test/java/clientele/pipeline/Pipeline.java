package clientele.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Layer;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.io.RunName;
import clientele.io.RunSession;
import clientele.job.Job;
import clientele.job.JobRunner;
import clientele.job.Jobs;
import clientele.job.RunContext;
import clientele.oracle.CellDiff;
import clientele.oracle.Oracle;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A warehouse with its configuration: runs business dates in this process and shows the tables. */
final class Pipeline {
  /** Columns that say how a row came here, not what it is. */
  private static final List<String> PROVENANCE =
      List.of("run_id", "ingest_no", "source_file", "row_order", "fingerprint");

  /** Silver tables that gold ones are held against. */
  private static final List<Table> HELD_AGAINST =
      List.of(
          Tables.CUSTOMER_MONTH,
          Tables.SUBSCRIPTION_MONTH,
          Tables.ORDERS_TABLE,
          Tables.SERVICE_CONTACTS_TABLE,
          Tables.CAMPAIGN_CONTACTS_TABLE,
          Tables.CUSTOMERS_TABLE);

  private final SparkSession spark;
  private final Settings settings;

  private Pipeline(SparkSession spark, Settings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * A pipeline over a configuration file.
   *
   * @param overrides settings that win over the file, the warehouse excepted
   */
  static Pipeline of(SparkSession spark, Path conf, Path warehouse, Map<String, String> overrides) {
    Map<String, String> all = new TreeMap<>(overrides);
    all.put("warehouse", warehouse.toString());
    Settings settings = SettingsLoader.load(conf, all, System.getenv());
    // A session apart: the zone is that of the settings, and the shared session keeps its own.
    SparkSession own = SparkExtension.compiling(spark);
    own.conf().set("spark.sql.session.timeZone", settings.timeZone().getId());
    settings.spark().forEach((key, value) -> own.conf().set(key, value));
    return new Pipeline(own, settings);
  }

  /** A pipeline over a configuration as text, with its warehouse in the folder. */
  static Pipeline of(SparkSession spark, String conf, Path folder) {
    try {
      Path file = Files.writeString(Files.createDirectories(folder).resolve("my.conf"), conf);
      return of(spark, file, folder.resolve("warehouse"), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Settings settings() {
    return settings;
  }

  /** Runs all jobs of a business date. */
  void run(String date) {
    run(date, Jobs.ALL);
  }

  /** Runs some jobs of a business date. */
  void run(String date, List<Job> jobs) {
    RunName name = RunName.of(LocalDate.parse(date));
    Clock clock = Clock.systemUTC();
    try (RunSession session =
        RunSession.open(spark, settings, name, RunSession.Start.ANEW, clock, line -> {})) {
      RunContext context =
          new RunContext(name.asOf(), session.runId(), settings, clock, line -> {});
      JobRunner.run(session, context, jobs);
    }
  }

  /** The rows of a table as they stand. */
  Dataset<Row> table(Table table) {
    return spark.read().format("delta").load(path(table));
  }

  /** The rows of a gold table at a business date. */
  Dataset<Row> table(Table table, String date) {
    return table(table).where(col("as_of").equalTo(lit(LocalDate.parse(date))));
  }

  /** The live Parquet files of a table. */
  List<Path> files(Table table) {
    return Arrays.stream(table(table).inputFiles()).map(file -> Path.of(URI.create(file))).toList();
  }

  private boolean exists(Table table) {
    return Files.isDirectory(Path.of(path(table)));
  }

  private String path(Table table) {
    return Path.of(settings.warehouse()).resolve(table.folder()).toString();
  }

  /**
   * Fails unless all gold tables of a date have the content that they have in another pipeline; but
   * for what tells of earlier publications, which the other may not have had.
   */
  void assertSameGold(Pipeline other, String date) {
    for (Table table : Tables.ALL) {
      boolean isGold = table.layer() == Layer.GOLD && !table.equals(Tables.RESTATEMENT);
      if (isGold && (exists(table) || other.exists(table))) {
        assertSame(table, table(table, date), other.table(table, date));
      }
    }
  }

  /** Fails unless all gold and silver tables, the months included, have equal content. */
  void assertSameContent(Pipeline other, String date) {
    assertSameGold(other, date);
    for (Table table : Tables.ALL) {
      if (table.layer() == Layer.SILVER && exists(table)) {
        assertSame(table, table(table), other.table(table));
      }
    }
  }

  private static void assertSame(Table table, Dataset<Row> actual, Dataset<Row> expected) {
    try {
      TableAssert.assertThat(actual).hasSameContentAs(expected, PROVENANCE.toArray(String[]::new));
    } catch (AssertionError e) {
      throw new AssertionError(table + ": " + e.getMessage(), e);
    }
  }

  /** An oracle with a view of each gold table of a date, and of silver ones as they stand. */
  Oracle show(String date) {
    Oracle oracle = Oracle.open();
    for (Table table : Tables.ALL) {
      boolean isGold = table.layer() == Layer.GOLD;
      if (isGold || HELD_AGAINST.contains(table)) {
        List<Path> files = exists(table) ? files(table) : List.of();
        if (files.isEmpty()) {
          oracle.define(table.name(), withoutRows(table));
        } else {
          oracle.parquet(table.name() + "_files", files);
          String where = isGold ? " WHERE as_of = DATE '" + date + "'" : "";
          oracle.define(table.name(), "FROM " + table.name() + "_files" + where);
        }
      }
    }
    return oracle;
  }

  /** Of a job that was not run, or had nothing to write. */
  private static String withoutRows(Table table) {
    return table.columns().stream()
        .map(
            column -> {
              String type = column.type().sql();
              boolean isNested = type.contains("<");
              return "CAST(NULL AS %s) AS \"%s\""
                  .formatted(isNested ? "VARCHAR" : type, column.name());
            })
        .collect(Collectors.joining(", ", "FROM (SELECT ", ") WHERE false"));
  }

  /** Fails unless a table has the cells that the oracle has computed. */
  void assertSameCells(Oracle oracle, Compared compared, String date) {
    oracle.parquet("files", files(compared.table()));
    String where =
        compared.table().layer() == Layer.GOLD ? " WHERE as_of = DATE '" + date + "'" : "";
    oracle.define("actual", "FROM files" + where);
    CellDiff.compare(oracle, compared.relation(), "actual", compared.key(), compared.columns())
        .assertSame();
  }
}
