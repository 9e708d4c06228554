package clientele.pipeline;

import clientele.catalogue.Tables;
import clientele.job.Jobs;
import clientele.oracle.Oracle;
import clientele.oracle.RealData;
import clientele.testing.DataFolder;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The Complete Journey: a year of baskets of households who were customers before it began, by what
 * is known of some of them.
 */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class CompleteJourneyTest {
  private static final String DATE = "2017-12-31";
  private static final String START = "2017-01-01";

  static final List<Compared> TABLES = Compared.ORDERS;

  private static Pipeline pipeline;
  private static Oracle oracle;

  @BeforeAll
  static void run(SparkSession spark, @Warehouse Path folder) {
    Path data = DataFolder.path();
    oracle = Oracle.open();
    RealData.completeJourney(oracle);
    oracle.variable("d", "DATE '" + DATE + "'");
    oracle.variable("history_starts_on", "DATE '" + START + "'");
    oracle.variable(
        "dimensions", "['income', 'household_size', 'income*household_size', 'first_discounted']");
    oracle.compute();
    String conf =
        """
        time-zone = "America/New_York"
        currency = USD
        dimensions = [
          income, household_size, "income*household_size", first_discounted
        ]
        sources.orders {
          path = "%1$s/completejourney/orders.csv.gz"
          format = csv
          history-starts-on = %2$s
          columns {
            order_id = "basket_id"
            customer_id = "household_id"
            ordered_at = "cast(concat(ordered_at, 'Z') as timestamp)"
            amount = "sales_value"
            discount = "double(retail_disc) + double(coupon_match_disc)"
          }
        }
        sources.customers {
          path = "%1$s/completejourney/demographics.csv"
          format = csv
          mode = snapshot
          columns {
            customer_id = "household_id"
            income = "income"
            household_size = "household_size"
          }
        }
        """
            .formatted(data, START);
    pipeline = Pipeline.of(spark, conf, folder);
    pipeline.run(DATE, Jobs.named(List.of("ingest", "months", "customers", "cohorts", "publish")));
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
  void theSumsAreThePublishedOnes() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.CUSTOMER_MONTH)
                .selectExpr(
                    "sum(orders) AS orders",
                    "count(DISTINCT customer_id) AS customers",
                    "sum(revenue) AS revenue",
                    "sum(discount) AS discount"))
        .hasRows(
            """
            orders | customers | revenue    | discount
            155848 | 2469      | 4596039.58 | 796193.29
            """);
    TableAssert.assertThat(
            pipeline
                .table(Tables.COHORT_RETENTION, DATE)
                .where("dimension = 'household_size' AND window = 'month' AND NOT is_total")
                .selectExpr("sum(revenue) AS revenue"))
        .hasRows(
            """
            revenue
            4596039.58
            """);
  }
}
