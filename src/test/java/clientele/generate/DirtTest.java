package clientele.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.testing.SparkExtension;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class DirtTest {
  private static final long CUSTOMERS = 1_000;
  private static final double SHARE = 0.1;

  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void generateADirtyCompany(SparkSession session) {
    spark = SparkExtension.compiling(session);
    GeneratorOptions options =
        GeneratorOptions.of(CUSTOMERS, 3, folder.toString()).withDirtyShare(SHARE).withFiles(2);
    Generator.generate(spark, options, line -> {});
  }

  @Test
  void ledgerNamesTheShareThatWasAskedFor() {
    for (String source : List.of("orders", "order_lines", "features")) {
      double broken = ledger(source).count();
      double rows = read(source).count() - extraRows(source);
      double standardError = Math.sqrt(SHARE * (1 - SHARE) / rows);
      assertThat(broken / rows).as(source).isCloseTo(SHARE, within(4 * standardError));
    }
  }

  @Test
  void everyKindOfALargeSourceOccurs() {
    for (Break each : Breaks.of("orders").breaks()) {
      assertThat(broken("orders", each.kind())).as(each.kind()).isPositive();
    }
  }

  @Test
  void ledgerCountsWhatTheFilesHold() {
    Dataset<Row> orders = read("orders");

    assertThat(orders.where("isnan(amount)").count()).isEqualTo(broken("orders", "nan_amount"));
    assertThat(orders.where("amount = DOUBLE('Infinity')").count())
        .isEqualTo(broken("orders", "infinite_amount"));
    assertThat(orders.where("customer_id IS NULL").count())
        .isEqualTo(broken("orders", "null_customer_id"));
    assertThat(orders.where("ordered_at LIKE '31/02%'").count())
        .isEqualTo(broken("orders", "unparsable_date"));
    assertThat(orders.where("refund_of LIKE 'nowhere-%'").count())
        .isEqualTo(broken("orders", "orphan_refund"));
    assertThat(read("nps_responses").where("score > 10").count())
        .isEqualTo(broken("nps_responses", "score_above_10"));
    assertThat(read("subscriptions").where("ended_on < try_cast(started_on AS DATE)").count())
        .isEqualTo(broken("subscriptions", "ended_before_started"));
  }

  @Test
  void twinsStandInOneFileAndCorrectionsInALaterOne() {
    Dataset<Row> orders =
        read("orders").select(col("order_id").as("key"), input_file_name().as("file"));
    Dataset<Row> files = orders.join(ledger("orders").select("key", "kind"), "key");

    assertThat(filesPerKey(files, "conflicting_key")).isEqualTo(1);
    assertThat(filesPerKey(files, "exact_duplicate")).isEqualTo(1);
    assertThat(filesPerKey(files, "corrected_in_later_file")).isEqualTo(2);
    String last = orders.selectExpr("max(file)").head().getString(0);
    assertThat(orders.where(col("file").equalTo(last)).count())
        .isEqualTo(
            broken("orders", "corrected_in_later_file")
                + broken("orders", "duplicate_in_later_file"));
  }

  @Test
  void configurationReadsWhatBecameText() {
    String expression =
        ConfigFactory.parseFile(folder.resolve("clientele.conf").toFile())
            .getString("sources.orders.columns.ordered_at");

    long unreadable = read("orders").where(expression + " IS NULL").count();
    assertThat(unreadable)
        .isEqualTo(broken("orders", "null_date") + broken("orders", "unparsable_date"));
  }

  private static Dataset<Row> read(String source) {
    return spark.read().parquet(folder.resolve(source).toString());
  }

  private static Dataset<Row> ledger(String source) {
    return read("truth/dirty").where(col("source").equalTo(source));
  }

  private static long broken(String source, String kind) {
    return ledger(source).where(col("kind").equalTo(kind)).count();
  }

  private static long extraRows(String source) {
    return ledger(source).agg(sum(col("rows").minus(1))).head().getLong(0);
  }

  /** The number of files that each key of the kind stands in, which is the same for all. */
  private static long filesPerKey(Dataset<Row> files, String kind) {
    List<Row> counts =
        files
            .where(col("kind").equalTo(kind))
            .groupBy("key")
            .agg(countDistinct("file").as("files"))
            .select("files")
            .distinct()
            .collectAsList();
    assertThat(counts).hasSize(1);
    return counts.get(0).getLong(0);
  }
}
