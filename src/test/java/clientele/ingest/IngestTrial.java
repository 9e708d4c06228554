package clientele.ingest;

import static org.apache.spark.sql.functions.col;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.io.RunLogEntry.Counts;
import clientele.job.RunContext;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.settings.SourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A company of a few files, and the ingest job on them, as often as a test likes. */
final class IngestTrial {
  private final SparkSession spark;
  private final Path folder;
  private final MemoryWorkspace workspace;
  private String sources = "";

  IngestTrial(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.workspace = new MemoryWorkspace(spark);
  }

  /** Replaces the configuration of the sources, HOCON; paths are relative to the folder. */
  IngestTrial sources(String hocon) {
    sources = hocon;
    return this;
  }

  /** Runs the ingest job for a date. */
  IngestTrial run(String date) {
    return run(date, settings());
  }

  IngestTrial run(String date, Settings settings) {
    RunContext context =
        new RunContext(
            LocalDate.parse(date),
            "run-of-" + date,
            settings,
            Clock.fixed(Instant.parse("2024-06-01T00:00:00Z"), ZoneOffset.UTC),
            line -> {});
    new IngestJob().run(workspace, context);
    return this;
  }

  Settings settings() {
    write(
        "clientele.conf",
        "warehouse = warehouse\ntime-zone = UTC\ncurrency = GBP\n" + sources + "\n");
    return SettingsLoader.load(folder.resolve("clientele.conf"), Map.of(), Map.of());
  }

  Counts counts(SourceName source) {
    return workspace.counts(source);
  }

  /** Columns of a table of the warehouse. */
  Dataset<Row> table(Table table, String... columns) {
    return workspace.whole(table).selectExpr(columns);
  }

  long rows(Table table) {
    return workspace.whole(table).count();
  }

  /** Bad rows: those columns that say why. */
  Dataset<Row> quarantine() {
    return workspace.whole(Tables.QUARANTINE).orderBy(col("source"), col("row"));
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** A text file. */
  IngestTrial write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IngestTrial gzip(String name, String text) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes.toByteArray());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows as one Parquet file, with checksums of its pages and none beside it. */
  IngestTrial parquet(String name, Dataset<Row> rows) {
    Path file = folder.resolve(name);
    Path aside = folder.resolve("_aside");
    rows.coalesce(1)
        .write()
        .mode("overwrite")
        .option("parquet.page.write-checksum.enabled", true)
        .option("compression", "uncompressed")
        .parquet(aside.toString());
    try (Stream<Path> written = Files.list(aside)) {
      Path part =
          written.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.createDirectories(file.getParent());
      Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of one SQL query as one Parquet file. */
  IngestTrial parquet(String name, String query) {
    return parquet(name, spark.sql(query));
  }

  /** Whether the accounts of a source add up, given the rows that stood before and stand now. */
  static boolean addsUp(Counts counts, long before, long after) {
    return after == before + counts.accepted() - counts.superseded() - counts.removed();
  }

  List<String> reasons() {
    return workspace.whole(Tables.QUARANTINE).collectAsList().stream()
        .map(row -> String.join(",", row.<String>getList(row.fieldIndex("reasons"))))
        .sorted()
        .toList();
  }

  static String lines(String... lines) {
    return String.join("\n", Arrays.asList(lines)) + "\n";
  }
}
