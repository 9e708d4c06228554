package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.job.Jobs;
import clientele.oracle.Oracle;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A generated company with two currencies, refunds and answers, against the oracle. */
@ExtendWith(SparkExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class GeneratedTest implements MrrLaws {
  private static final long CUSTOMERS = 800;
  private static final String MID_MONTH = "2025-09-17";

  private static Path data;
  private static Pipeline pipeline;

  /** What {@link MrrLaws} look at: the tables of the last date. */
  private static Oracle tables;

  @BeforeAll
  static void generate(SparkSession spark, @Warehouse Path folder) {
    data = folder.resolve("data");
    Company.generate(SparkExtension.compiling(spark), CUSTOMERS, data);
    pipeline = Pipeline.of(spark, Company.conf(data), folder);
  }

  @AfterAll
  static void close() {
    if (tables != null) {
      tables.close();
    }
  }

  @Test
  @Order(1)
  void everyCellOfAMidMonthDateIsThatOfTheOracle() {
    // The models of customers' value have oracles of their own, and take longest.
    List<String> valued = List.of("clv", "nps-outcome", "profit");
    pipeline.run(MID_MONTH, Jobs.ALL.stream().filter(job -> !valued.contains(job.name())).toList());

    assertSameCells(MID_MONTH, Compared.ALL);
  }

  @Test
  @Order(2)
  void everyCellOfAMonthEndIsThatOfTheOracle() {
    pipeline.run(Company.UNTIL);
    tables = pipeline.show(Company.UNTIL);

    assertSameCells(
        Company.UNTIL,
        Stream.concat(
                Compared.ALL.stream(), Stream.of(Compared.NPS_OUTCOME, Compared.CUSTOMER_PROFIT))
            .toList());
  }

  @Test
  @Order(3)
  void theBooksAddUp() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.RECONCILIATION, Company.UNTIL)
                .selectExpr("sum(abs(difference)) AS difference", "sum(money_quarantined) AS bad"))
        .hasRows(
            """
            difference | bad
            0.00       | 0.00
            """);
    assertThat(pipeline.table(Tables.ORDERS_TABLE).where("currency = 'EUR'").count()).isPositive();
  }

  @Override
  public Oracle tables() {
    return tables;
  }

  private static void assertSameCells(String date, List<Compared> all) {
    try (Oracle oracle = Oracle.open()) {
      oracle.variable("data", "'" + data + "'");
      oracle.variable("d", "DATE '" + date + "'");
      oracle.variable("zone", "'Europe/London'");
      oracle.variable("currency", "'GBP'");
      oracle.variable("grace_days", "5");
      oracle.variable("nps_weight_by", "'income_band'");
      oracle.variable("subscriptions_start_on", "DATE '" + Company.SUBSCRIPTIONS_START_ON + "'");
      oracle.variable("dimensions", "['" + String.join("', '", Company.DIMENSIONS) + "']");
      oracle.run("settings.sql");
      oracle.run("generated.sql");
      oracle.run("generated_orders.sql");
      oracle.run("generated_contacts.sql");
      if (all.contains(Compared.CUSTOMER_PROFIT)) {
        oracle.parquet("values", pipeline.files(Tables.CUSTOMER_CLV));
        oracle.load(
            "clv",
            "SELECT customer_id, clv, status FROM \"values\" WHERE as_of = DATE '%s'"
                .formatted(date));
      }
      oracle.compute();
      SoftAssertions tables = new SoftAssertions();
      for (Compared compared : all) {
        assertThat(oracle.query("SELECT count(*) > 0 FROM " + compared.relation()))
            .containsExactly(List.of("true"));
        tables.check(() -> pipeline.assertSameCells(oracle, compared, date));
      }
      tables.assertAll();
    }
  }
}
