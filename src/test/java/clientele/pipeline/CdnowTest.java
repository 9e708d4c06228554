package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.oracle.Oracle;
import clientele.oracle.RealData;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** CDNOW, from the file to gold, with the configuration that is shipped. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class CdnowTest {
  private static final String DATE = "1998-06-30";
  private static final Path CONF = Path.of("conf", "examples", "cdnow.conf");

  static final List<Compared> TABLES = Compared.ORDERS;

  private static Pipeline pipeline;
  private static Oracle oracle;

  @BeforeAll
  static void run(SparkSession spark, @Warehouse Path warehouse) {
    oracle = Oracle.open();
    RealData.cdnow(oracle);
    pipeline = Pipeline.of(spark, CONF, warehouse, Map.of());
    pipeline.run(DATE);
    int inactiveAfter = pipeline.settings().churn().inactiveAfterDays();
    oracle.variable("d", "DATE '" + DATE + "'");
    oracle.variable("w", String.valueOf(inactiveAfter));
    oracle.compute();
  }

  @AfterAll
  static void close() {
    if (oracle != null) {
      oracle.close();
    }
  }

  @ParameterizedTest
  @FieldSource("TABLES")
  void everyCellIsThatOfTheOracle(Compared compared) {
    pipeline.assertSameCells(oracle, compared, DATE);
  }

  @Test
  void everyRowIsAnOrderIdenticalOnesIncluded() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.ORDERS_TABLE)
                .selectExpr("count(*) AS rows", "sum(amount) AS amount", "count_if(amount = 0) z"))
        .hasRows(
            """
            rows  | amount     | z
            69659 | 2500315.63 | 80
            """);
    TableAssert.assertThat(
            pipeline
                .table(Tables.CUSTOMER_MONTH)
                .selectExpr("sum(orders) AS orders", "sum(bit_count(order_days)) AS occasions"))
        .hasRows(
            """
            orders | occasions
            69659  | 67591
            """);
  }

  @Test
  void anOrderOfZeroIsAnOccasion() {
    // The 80 orders of zero that are alone on their day leave a day of value 0.
    assertThat(
            pipeline
                .table(Tables.CUSTOMER_MONTH)
                .where("order_days <> 0 AND occasion_revenue = 0")
                .count())
        .isPositive();
    assertThat(pipeline.table(Tables.CUSTOMER, DATE).where("first_order_on IS NULL").count())
        .isZero();
  }

  @Test
  void cohortsHaveTheirPublishedSizes() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.COHORT_RETENTION, DATE)
                .where("dimension = 'all' AND window = 'month' AND period = 0 AND NOT is_total")
                .select("cohort", "cohort_size"))
        .hasRows(
            """
            cohort     | cohort_size
            1997-01-01 | 7846
            1997-02-01 | 8476
            1997-03-01 | 7248
            """);
  }

  @Test
  void everyCustomerHasAValue() {
    assertThat(pipeline.table(Tables.CUSTOMER_CLV, DATE).where("status = 'scored'").count())
        .isEqualTo(23_570);
    TableAssert.assertThat(
            pipeline
                .table(Tables.CLV_MODEL, DATE)
                .where("segment = 'all'")
                .select("model", "converged", "customers"))
        .hasRows(
            """
            model       | converged | customers
            mbg-nbd     | true      | 23570
            pareto-nbd  | true      | 23570
            bg-nbd      | true      | 23570
            gamma-gamma | true      | 11515
            seasonality | false     | 23570
            """);
  }

  @Test
  void revenueByMonthIsThatOfTheOracle() {
    pipeline
        .table(Tables.COHORT_RETENTION, DATE)
        .where("dimension = 'all' AND window = 'month' AND NOT is_total")
        .createOrReplaceTempView("cells");
    String booked = "SELECT sum(net_revenue)::VARCHAR FROM monthly_revenue";
    assertThat(oracle.query(booked)).containsExactly(List.of("2500315.63"));
    List<List<String>> months =
        oracle.query(
            "SELECT month::VARCHAR, net_revenue::VARCHAR FROM monthly_revenue ORDER BY month");
    List<List<String>> cohorts =
        pipeline
            .table(Tables.COHORT_RETENTION, DATE)
            .where("dimension = 'all' AND window = 'month' AND NOT is_total")
            .groupBy(org.apache.spark.sql.functions.expr("add_months(cohort, period) AS month"))
            .agg(org.apache.spark.sql.functions.expr("sum(revenue) AS revenue"))
            .orderBy("month")
            .selectExpr("string(month)", "string(revenue)")
            .collectAsList()
            .stream()
            .map(row -> List.of(row.getString(0), row.getString(1)))
            .toList();
    assertThat(cohorts).isEqualTo(months);
  }

  @Test
  void everyRowReadIsInOneOutcome() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.RUN_LOG)
                .where("job = 'ingest' AND source = 'orders'")
                .selectExpr(
                    "rows_read",
                    "rows_accepted",
                    "rows_replaced + rows_duplicate + rows_quarantined + rows_filtered AS others",
                    "rows_superseded + rows_removed AS gone"))
        .hasRows(
            """
            rows_read | rows_accepted | others | gone
            69659     | 69659         | 0      | 0
            """);
  }
}
