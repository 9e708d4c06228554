package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.insight.orientation.Ingredient;
import clientele.job.Job;
import clientele.job.Jobs;
import clientele.oracle.CellDiff;
import clientele.oracle.Oracle;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    pipeline.run(MID_MONTH, jobs(job -> !List.of("clv", "insights").contains(job.name())));
    // Not published, as its value of customers is missing.
    pipeline.run(MID_MONTH, jobs(job -> job.name().equals("insights")));

    assertSameCells(MID_MONTH);
  }

  @Test
  @Order(2)
  void everyCellOfAMonthEndIsThatOfTheOracle() {
    pipeline.run(Company.UNTIL);
    tables = pipeline.show(Company.UNTIL);

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

  /** Of the indexes themselves there is another test, by brute force. */
  private static void assertSameIngredients(Oracle oracle, String date) {
    List<String> ingredients = Stream.of(Ingredient.values()).map(Ingredient::label).toList();
    List<String> columns = new ArrayList<>(List.of("n", "churned_share", "nps", "mean_profit"));
    columns.addAll(ingredients);
    oracle.parquet("files", pipeline.files(Tables.ORIENTATION));
    oracle.define(
        "actual",
        ingredients.stream()
            .map(name -> "ingredients['" + name + "'] AS " + name)
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT dimension, value, subject, n, churned_share, nps, mean_profit, ",
                    " FROM files WHERE subject = 'unit' AND as_of = DATE '" + date + "'")));
    CellDiff.compare(
            oracle, "orientation", "actual", List.of("dimension", "value", "subject"), columns)
        .assertSame();
  }

  private static List<Job> jobs(Predicate<Job> which) {
    return Jobs.ALL.stream().filter(which).toList();
  }

  @Override
  public Oracle tables() {
    return tables;
  }

  private static void assertSameCells(String date) {
    try (Oracle oracle = Oracle.open()) {
      oracle.variable("data", "'" + data + "'");
      oracle.variable("d", "DATE '" + date + "'");
      oracle.variable("zone", "'Europe/London'");
      oracle.variable("currency", "'GBP'");
      oracle.variable("grace_days", "5");
      oracle.variable("subscriptions_start_on", "DATE '" + Company.SUBSCRIPTIONS_START_ON + "'");
      oracle.variable("dimensions", "['" + String.join("', '", Company.DIMENSIONS) + "']");
      oracle.run("settings.sql");
      oracle.run("generated.sql");
      oracle.run("generated_orders.sql");
      oracle.run("generated_contacts.sql");
      oracle.compute();
      SoftAssertions tables = new SoftAssertions();
      for (Compared compared : Compared.ALL) {
        assertThat(oracle.query("SELECT count(*) > 0 FROM " + compared.relation()))
            .containsExactly(List.of("true"));
        tables.check(() -> pipeline.assertSameCells(oracle, compared, date));
      }
      tables.check(() -> assertSameIngredients(oracle, date));
      tables.assertAll();
    }
  }
}
