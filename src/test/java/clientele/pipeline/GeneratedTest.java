package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.oracle.Oracle;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A generated company with two currencies, refunds and answers, against the oracle. */
@ExtendWith(SparkExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class GeneratedTest {
  private static final long CUSTOMERS = 1_500;
  private static final String MID_MONTH = "2025-09-17";

  private static Path data;
  private static Pipeline pipeline;

  @BeforeAll
  static void generate(SparkSession spark, @Warehouse Path folder) {
    data = folder.resolve("data");
    Company.generate(SparkExtension.compiling(spark), CUSTOMERS, data);
    pipeline = Pipeline.of(spark, Company.conf(data), folder);
  }

  @Test
  @Order(1)
  void everyCellOfAMidMonthDateIsThatOfTheOracle() {
    pipeline.run(MID_MONTH);

    assertSameCells(MID_MONTH);
  }

  @Test
  @Order(2)
  void everyCellOfAMonthEndIsThatOfTheOracle() {
    pipeline.run(Company.UNTIL);

    assertSameCells(Company.UNTIL);
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

  private static void assertSameCells(String date) {
    try (Oracle oracle = Oracle.open()) {
      oracle.variable("data", "'" + data + "'");
      oracle.variable("d", "DATE '" + date + "'");
      oracle.variable("zone", "'Europe/London'");
      oracle.variable("currency", "'GBP'");
      oracle.variable("grace_days", "5");
      oracle.variable(
          "dimensions",
          "['region', 'income_band', 'region*income_band', 'first_channel', 'first_discounted']");
      oracle.run("settings.sql");
      oracle.run("generated.sql");
      oracle.compute();
      List<Compared> tables = new ArrayList<>(Compared.ORDERS);
      tables.add(Compared.NPS);
      tables.add(Compared.SUBSCRIPTION_MONTH);
      tables.add(Compared.MRR_MOVEMENT);
      for (Compared compared : tables) {
        assertThat(oracle.query("SELECT count(*) > 0 FROM " + compared.relation()))
            .containsExactly(List.of("true"));
        pipeline.assertSameCells(oracle, compared, date);
      }
    }
  }
}
