package clientele.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.testing.SparkExtension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class GeneratorTest {
  private static final long CUSTOMERS = 2_000;
  private static final GeneratorOptions OPTIONS = GeneratorOptions.of(CUSTOMERS, 7, "unset");

  @TempDir static Path root;
  private static SparkSession spark;

  @BeforeAll
  static void generateACompany(SparkSession session) {
    spark = SparkExtension.compiling(session);
    Generator.generate(spark, into("one", OPTIONS.withFiles(1)), line -> {});
  }

  @Test
  void contentDoesNotDependOnPartitions() {
    Generator.generate(spark, into("seven", OPTIONS.withFiles(7)), line -> {});

    for (String source : sources()) {
      Dataset<Row> one = read("one", source);
      Dataset<Row> seven = read("seven", source);
      assertThat(one.exceptAll(seven).count()).as("rows only in one: %s", source).isZero();
      assertThat(seven.exceptAll(one).count()).as("rows only in seven: %s", source).isZero();
    }
  }

  @Test
  void customersOrderAboutTwentyTimes() {
    long orders = read("one", "orders").where("amount >= 0").count();

    assertThat((double) orders / CUSTOMERS).isBetween(14.0, 26.0);
  }

  @Test
  void ordersAreTheSumsOfTheirLines() {
    Dataset<Row> lines =
        read("one", "order_lines")
            .groupBy("order_id")
            .agg(
                sum("amount").as("line_amount"),
                sum("cost").as("line_cost"),
                sum("discount").as("line_discount"));
    Dataset<Row> orders = read("one", "orders").where("amount >= 0");

    Dataset<Row> joined = orders.join(lines, "order_id");
    assertThat(joined.count()).isEqualTo(orders.count()).isEqualTo(lines.count());
    assertThat(
            joined
                .where("amount <> line_amount OR cost <> line_cost OR discount <> line_discount")
                .count())
        .isZero();
  }

  @Test
  void keysAreUnique() {
    assertThat(repeated("orders", "order_id")).isZero();
    assertThat(repeated("order_lines", "order_id", "line_no")).isZero();
    assertThat(repeated("subscriptions", "subscription_id", "started_on")).isZero();
    assertThat(repeated("nps_responses", "response_id")).isZero();
    assertThat(repeated("customers", "customer_id")).isZero();
    assertThat(repeated("service_contacts", "contact_id")).isZero();
    assertThat(repeated("campaign_contacts", "campaign_id", "customer_id", "contacted_at"))
        .isZero();
    assertThat(repeated("fx_rates", "currency", "on_date")).isZero();
    assertThat(repeated("features", "customer_id", "as_of")).isZero();
  }

  @Test
  void refundsAreLinkedUnlinkedLateAndTooLarge() {
    Dataset<Row> refunds = read("one", "orders").where("amount < 0");
    Dataset<Row> ordered =
        read("one", "orders")
            .where("amount >= 0")
            .select(
                col("order_id").as("refund_of"),
                col("customer_id").as("owner"),
                col("amount").as("order_amount"),
                col("ordered_at").as("first_at"));
    Dataset<Row> linked = refunds.join(ordered, "refund_of");

    assertThat(refunds.where("refund_of IS NULL").count()).isPositive();
    assertThat(linked.count()).isEqualTo(refunds.where("refund_of IS NOT NULL").count());
    assertThat(linked.where("customer_id <> owner OR ordered_at < first_at").count()).isZero();
    assertThat(linked.where("-amount > order_amount").count()).isPositive();
    assertThat(linked.where("-amount < order_amount").count()).isPositive();
    assertThat(linked.where("datediff(ordered_at, first_at) > 30").count()).isPositive();
    assertThat(linked.groupBy("refund_of").agg(count(lit(1)).as("n")).where(col("n").gt(1)).count())
        .isPositive();
  }

  @Test
  void nothingIsDatedAfterTheLastDay() {
    String end = "TIMESTAMP'2026-01-01 00:00:00'";

    assertThat(read("one", "orders").where("ordered_at >= " + end).count()).isZero();
    assertThat(read("one", "nps_responses").where("responded_at >= " + end).count()).isZero();
    assertThat(read("one", "service_contacts").where("opened_at >= " + end).count()).isZero();
    assertThat(read("one", "service_contacts").where("resolved_at >= " + end).count()).isZero();
    assertThat(read("one", "campaign_contacts").where("contacted_at >= " + end).count()).isZero();
    assertThat(read("one", "subscriptions").where("started_on >= " + end).count()).isZero();
  }

  @Test
  void subscriptionsAreOfEveryKind() {
    Dataset<Row> terms = read("one", "subscriptions");

    assertThat(values(terms, "billing_period"))
        .containsExactlyInAnyOrder("week", "month", "P4W", "quarter", "year");
    assertThat(values(terms.where("end_reason IS NOT NULL"), "end_reason"))
        .containsExactlyInAnyOrder("cancelled", "not_renewed", "payment_failed");
    assertThat(terms.where("ended_on <= trial_until").count()).isPositive();
    assertThat(terms.where("ended_on > DATE'2025-12-31'").count()).isPositive();
    assertThat(terms.where("ended_on <= started_on").count()).isZero();
    assertThat(terms.where(col("price").equalTo(BigDecimal.ZERO)).count()).isPositive();
    Dataset<Row> other =
        terms.selectExpr(
            "customer_id", "subscription_id AS other_id", "started_on AS s", "ended_on AS e");
    assertThat(
            terms
                .join(other, "customer_id")
                .where("subscription_id < other_id AND s < coalesce(ended_on, DATE'2026-01-01')")
                .count())
        .as("overlaps")
        .isPositive();
  }

  @Test
  void everyCustomerHasATruth() {
    Dataset<Row> truth = read("one", "truth/customer");

    assertThat(truth.count()).isEqualTo(CUSTOMERS);
    assertThat(truth.where("NOT p_latent BETWEEN 0 AND 1").count()).isZero();
    assertThat(truth.where("NOT p_given_history BETWEEN 0 AND 1").count()).isZero();
    assertThat(truth.where("occasions > 0 AND p_given_history IS NULL").count()).isZero();
  }

  @Test
  void campaignsDoWhatTheyWereMadeToDo() {
    Dataset<Row> effects = read("one", "truth/campaign").where("outcome = 'retention'");

    assertThat(effects.where("campaign_id LIKE '%newsletter' AND true_effect <> 0").count())
        .isZero();
    assertThat(
            effects
                .where("campaign_id LIKE '%free-delivery' AND outcome_days = 30")
                .head()
                .<Double>getAs("true_effect"))
        .isBetween(0.01, 0.08);
  }

  @Test
  void insightsHaveTruths() {
    assertThat(values(read("one", "truth/insight"), "insight"))
        .contains(
            "acquire_vs_retain_cost",
            "category_breadth",
            "discount_acquired",
            "lock_in",
            "loyal_vs_first",
            "profit_per_contact",
            "satisfied_buy_more",
            "satisfied_buy_more_often",
            "satisfied_pay_more",
            "satisfied_recommend",
            "stopped_after_poor_service",
            "subsidised_delivery",
            "top_service_level");
  }

  @Test
  void configurationMapsEveryColumn() {
    Config sources =
        ConfigFactory.parseFile(root.resolve("one/clientele.conf").toFile()).getConfig("sources");

    assertThat(sources.root().keySet()).containsExactlyInAnyOrderElementsOf(sources());
    for (String source : sources()) {
      Config mapped = sources.getConfig(source);
      assertThat(mapped.getString("path")).isEqualTo(source);
      assertThat(mapped.getConfig("columns").root().keySet())
          .containsExactlyInAnyOrder(read("one", source).columns());
    }
  }

  private static GeneratorOptions into(String name, GeneratorOptions options) {
    return GeneratorOptions.of(options.customers(), options.seed(), root.resolve(name).toString())
        .withFiles(options.files());
  }

  private static List<String> sources() {
    return List.of(
        "orders",
        "order_lines",
        "subscriptions",
        "nps_responses",
        "customers",
        "service_contacts",
        "campaign_contacts",
        "fx_rates",
        "features");
  }

  private static Dataset<Row> read(String company, String source) {
    return spark.read().parquet(root.resolve(company).resolve(source).toString());
  }

  private static long repeated(String source, String... key) {
    Dataset<Row> rows = read("one", source);
    return rows.count()
        - rows.select(key[0], Arrays.copyOfRange(key, 1, key.length)).distinct().count();
  }

  private static List<String> values(Dataset<Row> rows, String column) {
    return rows.select(column).distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
