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

/** The grocery log: two years of days on which customers bought, without money. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class GroceryTest {
  /** The last day of the log; its month is not over. */
  private static final String DATE = "2007-12-30";

  static final List<Compared> TABLES = Compared.ORDERS;

  private static Pipeline pipeline;
  private static Oracle oracle;

  @BeforeAll
  static void run(SparkSession spark, @Warehouse Path folder) {
    Path data = DataFolder.path();
    oracle = Oracle.open();
    RealData.grocery(oracle);
    oracle.variable("d", "DATE '" + DATE + "'");
    oracle.variable("w", "180");
    oracle.compute();
    String conf =
        """
        currency = EUR
        churn.inactive-after-days = 180
        sources.orders {
          path = "%s/grocery_elog/transactions.csv"
          format = csv
          columns { customer_id = "customer_id", ordered_at = "date", amount = "0" }
        }
        """
            .formatted(data);
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
  void purchasesWithoutMoneyAreOccasions() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.CUSTOMER_MONTH)
                .selectExpr(
                    "sum(orders) AS orders",
                    "count(DISTINCT customer_id) AS customers",
                    "sum(bit_count(order_days)) AS occasions"))
        .hasRows(
            """
            orders | customers | occasions
            10483  | 1525      | 10483
            """);
    TableAssert.assertThat(
            pipeline.table(Tables.CHURN_MONTHLY, DATE).selectExpr("sum(gained) AS gained"))
        .hasRows(
            """
            gained
            1525
            """);
  }
}
