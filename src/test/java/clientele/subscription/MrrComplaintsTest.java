package clientele.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.SubscriptionMonths;
import clientele.job.AsOf;
import clientele.settings.SubscriptionSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users of other tools complain about cannot happen: one small history for each. */
@ExtendWith(SparkExtension.class)
final class MrrComplaintsTest {
  private static final LocalDate APRIL_30 = LocalDate.of(2024, 4, 30);

  /** The months at {@link #APRIL_30} of a customer for each complaint. */
  private static Dataset<Row> months;

  private final SparkSession spark;

  MrrComplaintsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void fold(SparkSession spark) {
    Dataset<Row> folded =
        months(
            spark,
            APRIL_30,
            """
            customer_id  | started_on | ended_on   | price  | billing_period | trial_until | end_reason
            two-years    | 2024-03-10 |            | 240.00 | P2Y            |             |
            three-years  | 2024-03-10 |            | 360.00 | P3Y            |             |
            yearly       | 2024-03-10 | 2025-03-10 | 120.00 | year           |             |
            quarterly    | 2024-03-10 |            | 30.00  | quarter        |             |
            weekly       | 2024-04-10 |            | 3.00   | week           |             |
            four-weeks   | 2024-04-10 |            | 12.00  | P4W            |             |
            trial        | 2024-02-10 |            | 9.00   | month          | 2024-04-01  |
            trial-only   | 2024-02-10 | 2024-02-24 | 9.00   | month          | 2024-02-24  | cancelled
            free         | 2024-02-10 |            | 0.00   | month          |             |
            three-weeks  | 2024-03-04 | 2024-03-25 | 9.00   | month          |             | cancelled
            returns      | 2024-01-05 | 2024-02-20 | 9.00   | month          |             | cancelled
            returns      | 2024-04-02 |            | 12.00  | month          |             |
            overlap      | 2024-03-10 |            | 5.00   | month          |             |
            overlap      | 2024-03-20 | 2024-04-15 | 7.00   | month          |             | cancelled
            switches     | 2024-03-01 | 2024-04-10 | 10.00  | month          |             |
            switches     | 2024-04-10 |            | 60.00  | year           |             |
            month-end    | 2024-02-01 | 2024-03-01 | 4.00   | month          |             | cancelled
            gives-notice | 2024-03-01 | 2024-05-01 | 4.00   | month          |             | cancelled
            discount     | 2024-02-01 | 2024-03-01 | 10.00  | month          |             |
            discount     | 2024-03-01 | 2024-04-01 | 6.00   | month          |             |
            discount     | 2024-04-01 |            | 10.00  | month          |             |
            """,
            0);
    months = spark.createDataFrame(folded.collectAsList(), folded.schema());
  }

  @Test
  void plansOfTwoAndThreeYearsAreOneMonthOfTheirPrice() {
    assertMovements("two-years", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
    assertMovements("three-years", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
  }

  @Test
  void aYearIsSpreadOverItsMonthsNotBookedWhenItIsPaid() {
    assertMovements("yearly", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
    assertMovements("quarterly", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
  }

  @Test
  void aMonthHasMoreThanFourWeeks() {
    assertMovements("weekly", "2024-04-01 new 13.00");
    assertMovements("four-weeks", "2024-04-01 new 13.00");
  }

  @Test
  void trialsAndFreePlansAreNoRevenue() {
    assertMovements("trial", "2024-04-01 new 9.00");
    assertMovements("trial-only", "");
    assertMovements("free", "");
  }

  @Test
  void threeWeeksWithinAMonthAreSeen() {
    TableAssert.assertThat(months.where("customer_id = 'three-weeks'"))
        .hasRows(
            """
            month      | movement | short_lived | short_lived_mrr
            2024-03-01 | none     | true        | 9.00
            """);
  }

  @Test
  void whoLeavesIsChurnedInThatMonthAndWhoReturnsIsReactivated() {
    assertMovements(
        "returns", "2024-01-01 new 9.00 | 2024-02-01 churned 9.00 | 2024-04-01 reactivation 12.00");
  }

  @Test
  void whoStaysHasNoRowOfChurnAndDoesNotVanishForHavingNoEnd() {
    TableAssert.assertThat(
            months
                .where("customer_id IN ('two-years', 'overlap', 'switches', 'discount')")
                .where("month = '2024-04-01' AND plans > 0 AND movement <> 'churned'")
                .select("customer_id"))
        .hasRows(
            """
            customer_id
            two-years
            overlap
            switches
            discount
            """);
  }

  @Test
  void overlappingTermsAddUpAndTheEndOfOneIsNoChurn() {
    assertMovements("overlap", "2024-03-01 new 12.00 | 2024-04-01 contraction 7.00");
  }

  @Test
  void aChangeOfPlanIsNoChurn() {
    assertMovements("switches", "2024-03-01 new 10.00 | 2024-04-01 contraction 5.00");
  }

  @Test
  void serviceUpToTheLastDayOfAMonthIsLostInTheNext() {
    assertMovements("month-end", "2024-02-01 new 4.00 | 2024-03-01 churned 4.00");
  }

  @Test
  void whoHasGivenNoticePaysUntilTheEnd() {
    assertMovements("gives-notice", "2024-03-01 new 4.00 | 2024-04-01 none 0.00");
  }

  @Test
  void monthsEndWithTheDateNotWithTheTerm() {
    TableAssert.assertThat(months.selectExpr("max(month) AS month"))
        .hasRows(
            """
            month
            2024-04-01
            """);
  }

  @Test
  void aDiscountAndItsEndAreContractionAndExpansion() {
    assertMovements(
        "discount",
        "2024-02-01 new 10.00 | 2024-03-01 contraction 4.00 | 2024-04-01 expansion 4.00");
  }

  @Test
  void aFreeMonthWithinTheGraceIsNoChurn() {
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period
        a           | 2024-01-05 | 2024-02-05 | 9.00  | month
        a           | 2024-02-05 | 2024-03-05 | 0.00  | month
        a           | 2024-03-05 |            | 9.00  | month
        """;
    assertMovements(
        months(spark, LocalDate.of(2024, 3, 31), terms, 31),
        "2024-01-01 new 9.00 | 2024-02-01 none 0.00 | 2024-03-01 none 0.00");
  }

  @Test
  void aLateRenewalWithinTheGraceIsNoChurn() {
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period
        late        | 2024-01-05 | 2024-02-28 | 9.00  | month
        late        | 2024-03-04 |            | 9.00  | month
        """;
    assertMovements(
        months(spark, LocalDate.of(2024, 3, 31), terms, 5),
        "2024-01-01 new 9.00 | 2024-02-01 none 0.00 | 2024-03-01 none 0.00");
    // Nobody knows of the renewal yet.
    assertMovements(
        months(spark, LocalDate.of(2024, 2, 29), terms, 5),
        "2024-01-01 new 9.00 | 2024-02-01 churned 9.00");
  }

  @Test
  void moreThanAThousandSubscribersAreAllCounted() {
    String terms =
        IntStream.rangeClosed(1, 1_500)
            .mapToObj(n -> "c" + n + " | 2024-01-05 | 1.00 | month")
            .collect(
                Collectors.joining(
                    "\n", "customer_id | started_on | price | billing_period\n", ""));
    TableAssert.assertThat(
            months(spark, LocalDate.of(2024, 1, 31), terms, 0)
                .selectExpr("count(*) AS customers", "sum(closing_mrr) AS mrr"))
        .hasRows(
            """
            customers | mrr
            1500      | 1500.00
            """);
  }

  @Test
  void monthsHaveNoHolesAndOpenOnesNoRates() {
    LocalDate asOf = LocalDate.of(2024, 5, 15);
    Dataset<Row> states =
        months(
            spark,
            asOf,
            """
            customer_id | started_on | ended_on   | price | billing_period
            a           | 2024-01-05 | 2024-02-20 | 9.00  | month
            b           | 2024-05-02 |            | 4.00  | month
            """,
            0);
    MrrMovement movement =
        new MrrMovement(
            states,
            spark.emptyDataset(Encoders.STRING()).toDF("customer_id"),
            List.of(),
            List.of(),
            SubscriptionSettings.ofGrace(0),
            asOf);
    TableAssert.assertThat(movement.rows())
        .hasRows(
            """
            month      | opening_mrr | new_mrr | churned_mrr | closing_mrr | gross_churn_rate | net_retention | quick_ratio | is_mature
            2024-01-01 | 0.00        | 9.00    | 0.00        | 9.00        |                  |               |             | true
            2024-02-01 | 9.00        | 0.00    | 9.00        | 0.00        | 1.0              | 0.0           | 0.0         | true
            2024-03-01 | 0.00        | 0.00    | 0.00        | 0.00        |                  |               |             | true
            2024-04-01 | 0.00        | 0.00    | 0.00        | 0.00        |                  |               |             | true
            2024-05-01 | 0.00        | 4.00    | 0.00        | 4.00        |                  |               |             | false
            """);
  }

  private static void assertMovements(String customer, String expected) {
    assertMovements(months.where("customer_id = '" + customer + "'"), expected);
  }

  /** The month, movement and size of each row, rows separated by a bar. */
  private static void assertMovements(Dataset<Row> rows, String expected) {
    String movements =
        rows
            .orderBy("month")
            .selectExpr("concat_ws(' ', month, movement, movement_mrr) AS text")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining(" | "));
    assertThat(movements).isEqualTo(expected);
  }

  private static Dataset<Row> months(
      SparkSession spark, LocalDate asOf, String terms, int graceDays) {
    Dataset<Row> rows = TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), terms);
    return SubscriptionMonths.of(
        AsOf.cut(Tables.SUBSCRIPTIONS_TABLE, rows, asOf),
        Optional.empty(),
        "GBP",
        SubscriptionSettings.ofGrace(graceDays),
        asOf);
  }
}
