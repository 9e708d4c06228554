package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.oracle.Oracle;
import clientele.oracle.RealData;
import clientele.testing.DataFolder;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Online Retail, dirty invoice lines, from the file to gold with the shipped configuration. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class OnlineRetailTest {
  private static final String DATE = "2011-12-09";
  private static final Path CONF = Path.of("conf", "examples", "online-retail.conf");

  static final List<Compared> TABLES = Compared.ORDERS;

  private static Pipeline pipeline;
  private static Oracle oracle;

  @BeforeAll
  static void run(SparkSession spark, @Warehouse Path warehouse) {
    oracle = Oracle.open();
    RealData.onlineRetail(oracle);
    oracle.variable("d", "DATE '" + DATE + "'");
    oracle.variable("history_starts_on", "DATE '2010-12-01'");
    oracle.compute();
    pipeline = Pipeline.of(spark, CONF, warehouse, Map.of());
    pipeline.run(DATE);
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
  void everyLineIsInOneOutcome() {
    Row log =
        pipeline
            .table(Tables.RUN_LOG)
            .where("job = 'ingest' AND source = 'order_lines'")
            .selectExpr(
                "rows_read",
                "rows_filtered",
                "rows_quarantined",
                "rows_accepted + rows_replaced + rows_duplicate AS others")
            .first();
    assertThat(log.getLong(0)).isEqualTo(541_909);
    assertThat(log.getLong(1)).isEqualTo(1_256);
    assertThat(log.getLong(1) + log.getLong(2) + log.getLong(3)).isEqualTo(541_909);
    assertThat(pipeline.table(Tables.ORDER_LINES_TABLE).count())
        .isEqualTo(Long.parseLong(one("SELECT count(*) FROM online_retail_line")));
  }

  @Test
  void whatIsSetAsideNamesNoCustomer() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.QUARANTINE)
                .selectExpr("explode(reasons) AS reason")
                .groupBy("reason")
                .count())
        .hasRows(
            """
            reason              | count
            missing_customer_id | %s
            """
                .formatted(linesWithoutCustomer()));
  }

  @Test
  void theBooksAddUpAndNothingIsLost() {
    TableAssert.assertThat(
            pipeline
                .table(Tables.RECONCILIATION, DATE)
                .selectExpr(
                    "sum(rows_read) AS rows",
                    "sum(abs(difference)) AS difference",
                    "sum(money_in_gold) AS gold"))
        .hasRows(
            """
            rows   | difference | gold
            541909 | 0.00       | %s
            """
                .formatted(
                    one(
                        "SELECT sum(net_revenue)::DECIMAL(28, 2) FROM monthly_revenue"
                            + " WHERE dimension = 'all'")));
  }

  private static String linesWithoutCustomer() {
    String file = DataFolder.path() + "/online_retail/transactions.csv.gz";
    return one(
        "SELECT count(*) FROM read_csv('"
            + file
            + "', all_varchar = true) WHERE StockCode <> 'POST'"
            + " AND coalesce(trim(CustomerID), '') = ''");
  }

  private static String one(String query) {
    return oracle.query(query).get(0).get(0);
  }
}
