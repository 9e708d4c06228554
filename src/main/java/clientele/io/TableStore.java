package clientele.io;

import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Layer;
import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.error.Errors;
import io.delta.tables.DeltaTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The Delta tables of a warehouse: the only place that reads and writes them.
 *
 * <p>One protocol for every write: column names are compared with the catalogue, the rows are
 * shaped to it, the lease is checked, one commit replaces the slice, and the written slice passes
 * the {@link QualityGate}. A failure whose outcome is not known is resolved by looking for the
 * commit.
 */
public final class TableStore {
  private final SparkSession spark;
  private final Storage storage;
  private final Duration retention;

  public TableStore(SparkSession spark, Storage storage, Duration retention) {
    this.spark = spark;
    this.storage = storage;
    this.retention = retention;
  }

  public SparkSession spark() {
    return spark;
  }

  /** Number of the newest commit; -1 where the table does not exist. */
  public long version(Table table) {
    return new CommitLog(storage, table).version();
  }

  /** The rows of a table as they stand; none where it does not exist. */
  public Dataset<Row> read(Table table) {
    if (version(table) == CommitLog.NONE) {
      return spark.createDataFrame(List.of(), table.schema());
    }
    return spark.read().format("delta").load(path(table));
  }

  /** The rows of a table at a version. */
  public Dataset<Row> read(Table table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path(table));
  }

  /**
   * Paths of the data files of a table below its folder: they change exactly when its content does.
   */
  public List<String> files(Table table) {
    String folder = table.folder() + "/";
    return Arrays.stream(read(table).inputFiles())
        .map(file -> file.substring(file.indexOf(folder) + folder.length()))
        .toList();
  }

  public String path(Table table) {
    return storage.path(table.folder());
  }

  /** Replaces a slice, and says what was written. */
  Written write(Table table, Dataset<Row> rows, Part part, CommitNote note, Runnable leaseCheck) {
    Dataset<Row> given = Faults.rows(note.job(), table, rows);
    Dataset<Row> shaped = shape(table, stamp(table, given, note));
    create(table);
    CommitLog log = new CommitLog(storage, table);
    long before = log.version();
    String metadata = Json.line(note);
    DataFrameWriter<Row> writer =
        sized(table, shaped).write().format("delta").option("userMetadata", metadata);
    leaseCheck.run();
    Faults.at(note.job(), table, "before-write");
    try {
      part.configure(writer).save(path(table));
    } catch (Exception e) { // SparkException is no RuntimeException, though Scala throws it so.
      if (log.landed(before, metadata).isEmpty()) {
        throw Errors.writeFailed(table.fullName(), note.asOf(), e);
      }
    }
    Faults.at(note.job(), table, "after-commit");
    // Of a write that changes nothing there may be no commit.
    long version = log.landed(before, metadata).orElse(before);
    long count = version == before ? 0 : log.rowsWritten(version);
    if (isExamined(table) && count > 0) {
      QualityGate.check(table, part.of(read(table, version)), note.asOf());
    }
    return new Written(table, version, count);
  }

  /**
   * Source rows were examined one by one when they were read; a log says what happened, whatever it
   * was.
   */
  private static boolean isExamined(Table table) {
    return table.slice() != Slice.LOG && !(table.layer() == Layer.SILVER && table.key().isEmpty());
  }

  /** Takes a table back to a version; what came after it is as if never written. */
  void restore(Table table, long version, Runnable leaseCheck) {
    if (version(table) <= Math.max(version, 0)) {
      return; // Nothing since, or nothing but the empty table.
    }
    leaseCheck.run();
    // A table that was not published yet goes back to its creation, when it was empty.
    DeltaTable.forPath(spark, path(table)).restoreToVersion(Math.max(version, 0));
  }

  /**
   * Creates the table, empty, as commit 0: the schema with comments, the properties, the protocol
   * that every reader knows.
   *
   * <p>Written as the Delta protocol has it, because a new warehouse has some thirty tables and a
   * second of Spark for each is half a minute of somebody's first impression.
   */
  private void create(Table table) {
    if (version(table) != CommitLog.NONE) {
      return;
    }
    StructType schema = new StructType();
    for (StructField field : table.schema().fields()) {
      boolean nullable = !table.notNull().contains(field.name());
      schema =
          schema.add(new StructField(field.name(), field.dataType(), nullable, field.metadata()));
    }
    Map<String, String> properties =
        Map.of(
            "delta.logRetentionDuration", interval(),
            "delta.deletedFileRetentionDuration", interval(),
            "delta.dataSkippingStatsColumns", skippable(table));
    List<String> partitions = table.partitions().stream().map(TableColumn::name).toList();
    CommitLog.create(storage, table, schema.json(), partitions, properties);
  }

  /** Statistics keep real values in the log, so only columns that name nobody get them. */
  private static String skippable(Table table) {
    return table.columns().stream()
        .filter(column -> !table.partitions().contains(column))
        .filter(column -> column.type().typeName().matches("date|timestamp|long|integer"))
        .map(TableColumn::name)
        .collect(Collectors.joining(","));
  }

  private String interval() {
    return "interval " + Math.max(1, retention.toHours()) + " hours";
  }

  private static Dataset<Row> stamp(Table table, Dataset<Row> rows, CommitNote note) {
    Dataset<Row> withRun =
        table.columnNames().contains("run_id") && !Arrays.asList(rows.columns()).contains("run_id")
            ? rows.withColumn("run_id", lit(note.runId()))
            : rows;
    return table.slice() == Slice.AS_OF ? withRun.withColumn("as_of", lit(note.asOf())) : withRun;
  }

  private static Dataset<Row> shape(Table table, Dataset<Row> rows) {
    var expected = new TreeSet<>(table.columnNames());
    var actual = new TreeSet<>(Arrays.asList(rows.columns()));
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          table + " should have the columns " + expected + " but its job gave " + actual);
    }
    return rows.select(table.select()).to(table.schema());
  }

  /** As many files as the data fills, not one per shuffle partition. */
  private static Dataset<Row> sized(Table table, Dataset<Row> rows) {
    if (table.slice() == Slice.MONTH) {
      Object[] by = table.partitions().stream().map(column -> column.col()).toArray(Object[]::new);
      return rows.hint("rebalance", by);
    }
    return rows.hint("rebalance");
  }

  /**
   * What a write did.
   *
   * @param version commit after which the rows stand
   */
  record Written(Table table, long version, long rows) {}

  /** The part of a table that a write replaces. */
  record Part(
      Optional<Column> condition, Function<DataFrameWriter<Row>, DataFrameWriter<Row>> how) {
    static Part whole() {
      return new Part(Optional.empty(), writer -> writer.mode("overwrite"));
    }

    static Part added(CommitNote note) {
      Column mine = org.apache.spark.sql.functions.col("run_id").equalTo(note.runId());
      return new Part(Optional.of(mine), writer -> writer.mode("append"));
    }

    static Part asOf(LocalDate date) {
      return where("as_of = DATE'" + date + "'");
    }

    static Part months(List<LocalDate> months) {
      String list =
          months.stream().map(month -> "DATE'" + month + "'").collect(Collectors.joining(", "));
      return where(list.isEmpty() ? "false" : "month in (" + list + ")");
    }

    private static Part where(String condition) {
      return new Part(
          Optional.of(org.apache.spark.sql.functions.expr(condition)),
          writer -> writer.mode("overwrite").option("replaceWhere", condition));
    }

    DataFrameWriter<Row> configure(DataFrameWriter<Row> writer) {
      return how.apply(writer);
    }

    Dataset<Row> of(Dataset<Row> rows) {
      return condition.map(rows::where).orElse(rows);
    }
  }
}
