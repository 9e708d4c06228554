package clientele.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.generate.Generator;
import clientele.generate.GeneratorOptions;
import clientele.io.RunLogEntry.Counts;
import clientele.settings.SettingsLoader;
import clientele.settings.SourceName;
import clientele.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A generated company with broken rows: each ends as the ledger of the breaks says. */
@ExtendWith(SparkExtension.class)
final class DirtyDataTest {
  @TempDir static Path folder;
  private static SparkSession spark;
  private static IngestTrial trial;

  /**
   * How the key of a row is told.
   *
   * @param tables where the accepted rows stand
   * @param inSilver per table, in the order of the tables
   * @param inRow in a quarantined row
   */
  private record Told(List<Table> tables, List<String> inSilver, String inRow) {}

  private static final Map<SourceName, Told> KEYS =
      Map.of(
          SourceName.ORDERS,
          new Told(
              List.of(Tables.ORDERS_TABLE, Tables.REFUNDS_TABLE),
              List.of("order_id", "refund_id"),
              "row:order_id"),
          SourceName.ORDER_LINES,
          told(Tables.ORDER_LINES_TABLE, "order_id", "line_no"),
          SourceName.SUBSCRIPTIONS,
          told(Tables.SUBSCRIPTIONS_TABLE, "subscription_id", "started_on"),
          SourceName.NPS_RESPONSES,
          told(Tables.NPS_RESPONSES_TABLE, "response_id"),
          SourceName.CUSTOMERS,
          told(Tables.CUSTOMERS_TABLE, "customer_id"),
          SourceName.SERVICE_CONTACTS,
          told(Tables.SERVICE_CONTACTS_TABLE, "contact_id"));

  private static Told told(Table table, String... columns) {
    return new Told(List.of(table), List.of(String.join(", '|', ", columns)), rowKey(columns));
  }

  private static String rowKey(String... columns) {
    return "row:" + String.join(", '|', row:", columns);
  }

  @BeforeAll
  static void takeIn(SparkSession session) {
    spark = SparkExtension.compiling(session);
    GeneratorOptions options =
        GeneratorOptions.of(300, 11, folder.toString())
            .withDirtyShare(0.05)
            .withMonths(24)
            .withFiles(2);
    Generator.generate(spark, options, line -> {});
    trial = new IngestTrial(spark, folder);
    trial.run(
        options.until().toString(),
        SettingsLoader.load(folder.resolve("clientele.conf"), Map.of(), Map.of()));
  }

  private static Dataset<Row> ledger(SourceName source, String fate) {
    return spark
        .read()
        .parquet(folder.resolve("truth/dirty").toString())
        .where(col("source").equalTo(source.key()).and(col("fate").equalTo(fate)));
  }

  /** Breaks whose row still has the key that the ledger names. */
  private static Dataset<Row> withKey(Dataset<Row> ledger, SourceName source) {
    String keys = String.join("|", clientele.settings.SourceContract.of(source).key());
    return ledger.where(
        "kind NOT RLIKE '^(null|blank)_(%s)$' AND kind <> 'unparsable_date'".formatted(keys));
  }

  private static Dataset<Row> silverKeys(SourceName source) {
    Told told = KEYS.get(source);
    Dataset<Row> all = null;
    for (int i = 0; i < told.tables().size(); i++) {
      Dataset<Row> part =
          trial.table(told.tables().get(i), "concat(" + told.inSilver().get(i) + ") AS key");
      all = all == null ? part : all.union(part);
    }
    return all;
  }

  private static Dataset<Row> quarantinedKeys(SourceName source) {
    String key =
        KEYS.get(source).inRow().replaceAll("row:(\\w+)", "get_json_object(row, '\\$.$1')");
    return trial
        .quarantine()
        .where(col("source").equalTo(source.key()))
        .select(expr("concat(" + key + ")").as("key"), col("reasons"));
  }

  @ParameterizedTest
  @EnumSource(
      value = SourceName.class,
      names = {
        "ORDERS",
        "ORDER_LINES",
        "SUBSCRIPTIONS",
        "NPS_RESPONSES",
        "CUSTOMERS",
        "SERVICE_CONTACTS"
      })
  void everyBrokenRowEndsAsTheLedgerSays(SourceName source) {
    Counts counts = trial.counts(source);
    Dataset<Row> silver = silverKeys(source).groupBy("key").agg(count(lit(1)).as("standing"));
    Dataset<Row> bad = quarantinedKeys(source).groupBy("key").agg(count(lit(1)).as("refused"));

    for (String fate : List.of("accepted", "duplicate", "replaced")) {
      Dataset<Row> lost =
          withKey(ledger(source, fate), source)
              .join(silver, "key", "left")
              .where("coalesce(standing, 0) <> 1")
              .select("kind", "key", "standing");
      assertThat(lost.collectAsList()).as(fate).isEmpty();
    }
    Dataset<Row> escaped =
        withKey(ledger(source, "quarantined"), source)
            .join(silver, "key", "left")
            .join(bad, "key", "left")
            .where("standing IS NOT NULL OR coalesce(refused, 0) <> rows")
            .select("kind", "key", "rows", "standing", "refused");
    assertThat(escaped.collectAsList()).as("quarantined").isEmpty();

    // An order of nothing that is corrected to twice as much says nothing new.
    long duplicate = ledger(source, "duplicate").count();
    long replaced = ledger(source, "replaced").count();
    assertThat(counts.duplicate()).isBetween(duplicate, duplicate + replaced);
    assertThat(counts.duplicate() + counts.replaced()).isEqualTo(duplicate + replaced);
    long refused = ledger(source, "quarantined").selectExpr("sum(rows)").first().getLong(0);
    long open = ledger(source, "open").count();
    assertThat(counts.quarantined()).isBetween(refused, refused + open);
  }

  @ParameterizedTest
  @EnumSource(value = SourceName.class)
  void everyRowIsAccountedFor(SourceName source) {
    Counts counts = trial.counts(source);
    long read = spark.read().parquet(folder.resolve(source.key()).toString()).count();
    long standing =
        SilverSource.of(source).targets().keySet().stream().mapToLong(trial::rows).sum();
    assertThat(counts.read()).isEqualTo(read);
    assertThat(IngestTrial.addsUp(counts, 0, standing)).isTrue();
    assertThat(trial.quarantine().where(col("source").equalTo(source.key())).count())
        .isEqualTo(counts.quarantined());
    assertThat(
            trial
                .table(Tables.INGEST_ACCOUNT, "source", "rows")
                .where(col("source").equalTo(source.key()))
                .selectExpr("sum(rows)")
                .first()
                .getLong(0))
        .isEqualTo(read);
  }
}
