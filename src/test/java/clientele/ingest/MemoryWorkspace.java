package clientele.ingest;

import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.io.RunLogEntry.Counts;
import clientele.job.Workspace;
import clientele.settings.SourceName;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of a warehouse in memory, so that a test of ingest costs no commits. What a job writes
 * is shaped as the warehouse would shape it, and computed at once.
 */
final class MemoryWorkspace implements Workspace {
  private final SparkSession spark;
  private final Map<String, List<Row>> tables = new ConcurrentHashMap<>();
  private final Map<SourceName, Counts> counts = new ConcurrentHashMap<>();

  MemoryWorkspace(SparkSession spark) {
    this.spark = spark;
  }

  /** What became of the rows of a source in the newest ingest. */
  Counts counts(SourceName source) {
    return counts.get(source);
  }

  @Override
  public SparkSession spark() {
    return spark;
  }

  @Override
  public Dataset<Row> whole(Table table) {
    return spark.createDataFrame(tables.getOrDefault(table.fullName(), List.of()), table.schema());
  }

  @Override
  public Dataset<Row> table(Table table) {
    return whole(table);
  }

  @Override
  public Dataset<Row> inOwnCurrencies(Table table) {
    return whole(table);
  }

  @Override
  public Dataset<Row> comparableTerms() {
    return whole(Tables.SUBSCRIPTIONS_TABLE);
  }

  @Override
  public Dataset<Row> accepted(Table table) {
    return whole(table);
  }

  @Override
  public Dataset<Row> asOf(Table table, LocalDate date) {
    return whole(table);
  }

  @Override
  public CustomerMonths.Categories categories() {
    return CustomerMonths.Categories.SOME;
  }

  @Override
  public boolean exists(Table table) {
    return tables.containsKey(table.fullName());
  }

  @Override
  public List<String> files(Table table) {
    return List.of();
  }

  @Override
  public void replace(Table table, Dataset<Row> rows) {
    tables.put(table.fullName(), shaped(table, rows).collectAsList());
  }

  @Override
  public void replaceMonths(Table table, Dataset<Row> rows, List<LocalDate> months) {
    int month = table.columnNames().indexOf("month");
    List<Row> written = shaped(table, rows).collectAsList();
    Set<LocalDate> replaced = Set.copyOf(months);
    if (!written.stream().allMatch(row -> replaced.contains(monthOf(row, month)))) {
      throw new IllegalStateException("rows of other months than " + months);
    }
    List<Row> kept =
        tables.getOrDefault(table.fullName(), List.of()).stream()
            .filter(row -> row.isNullAt(month) || !replaced.contains(monthOf(row, month)))
            .toList();
    tables.put(table.fullName(), join(kept, written));
  }

  private static LocalDate monthOf(Row row, int month) {
    return row.<Date>getAs(month).toLocalDate();
  }

  @Override
  public void append(Table table, Dataset<Row> rows) {
    List<Row> added = shaped(table, rows).collectAsList();
    tables.merge(table.fullName(), added, MemoryWorkspace::join);
  }

  private static List<Row> join(List<Row> first, List<Row> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }

  @Override
  public void log(SourceName source, Counts newest, String message) {
    counts.put(source, newest);
  }

  @Override
  public void publish() {
    throw new UnsupportedOperationException("ingest does not publish");
  }

  private static Dataset<Row> shaped(Table table, Dataset<Row> rows) {
    Dataset<Row> stamped =
        Arrays.asList(rows.columns()).contains("run_id")
            ? rows
            : rows.withColumn("run_id", lit("test"));
    Set<String> expected = Set.copyOf(table.columnNames());
    if (!expected.equals(Set.of(stamped.columns()))) {
      throw new IllegalStateException(table + " got " + Arrays.toString(stamped.columns()));
    }
    return stamped.select(table.select()).to(table.schema());
  }
}
