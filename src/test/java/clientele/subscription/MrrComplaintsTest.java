package clientele.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.SubscriptionMonths;
import clientele.job.AsOf;
import clientele.settings.Dimension;
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

/**
 * What users of other tools complain about cannot happen: one small history for each. A test names
 * the complaints by project and number, or the project in whose code the fault stands.
 */
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

  /** pax8-cli#439 and #465: counted 24 and 36 times. */
  @Test
  void plansOfTwoAndThreeYearsAreOneMonthOfTheirPrice() {
    assertMovements("two-years", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
    assertMovements("three-years", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
  }

  /** dbt_stripe#68; dbt_recurly: charges by the month of their creation. */
  @Test
  void aYearIsSpreadOverItsMonthsNotBookedWhenItIsPaid() {
    assertMovements("yearly", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
    assertMovements("quarterly", "2024-03-01 new 10.00 | 2024-04-01 none 0.00");
  }

  /** TryGhost/Ghost#14447: a week taken four times. */
  @Test
  void aMonthHasMoreThanFourWeeks() {
    assertMovements("weekly", "2024-04-01 new 13.00");
    assertMovements("four-weeks", "2024-04-01 new 13.00");
  }

  /** pax8-cli#439: trials counted. */
  @Test
  void trialsAndFreePlansAreNoRevenue() {
    assertMovements("trial", "2024-04-01 new 9.00");
    assertMovements("trial-only", "");
    assertMovements("free", "");
  }

  /** mrr-playbook, dbt_stripe_metrics#14: a month is looked at on one day. */
  @Test
  void threeWeeksWithinAMonthAreSeen() {
    TableAssert.assertThat(months.where("customer_id = 'three-weeks'"))
        .hasRows(
            """
            month      | movement | short_lived | short_lived_mrr
            2024-03-01 | none     | true        | 9.00
            """);
  }

  /**
   * dbt-labs/stripe#8: no change in the month of churn; dbt_recurly: churn taken for contraction.
   */
  @Test
  void whoLeavesIsChurnedInThatMonthAndWhoReturnsIsReactivated() {
    assertMovements(
        "returns", "2024-01-01 new 9.00 | 2024-02-01 churned 9.00 | 2024-04-01 reactivation 12.00");
  }

  /** mrr-playbook#3: churn of all who are active; mrr-playbook: without an end, no customer. */
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

  /** mrr-playbook: rows repeated where terms overlap. */
  @Test
  void overlappingTermsAddUpAndTheEndOfOneIsNoChurn() {
    assertMovements("overlap", "2024-03-01 new 12.00 | 2024-04-01 contraction 7.00");
  }

  @Test
  void aChangeOfPlanIsNoChurn() {
    assertMovements("switches", "2024-03-01 new 10.00 | 2024-04-01 contraction 5.00");
  }

  /** PostHog#39439: churn a day early. */
  @Test
  void serviceUpToTheLastDayOfAMonthIsLostInTheNext() {
    assertMovements("month-end", "2024-02-01 new 4.00 | 2024-03-01 churned 4.00");
  }

  /** polar#8222: cancelled but active. */
  @Test
  void whoHasGivenNoticePaysUntilTheEnd() {
    assertMovements("gives-notice", "2024-03-01 new 4.00 | 2024-04-01 none 0.00");
  }

  /** dbt_stripe#146: months up to the end of the subscription. */
  @Test
  void monthsEndWithTheDateNotWithTheTerm() {
    TableAssert.assertThat(months.selectExpr("max(month) AS month"))
        .hasRows(
            """
            month
            2024-04-01
            """);
  }

  /** polar#8222 and TryGhost/Ghost#14470: discounts left out. */
  @Test
  void aDiscountAndItsEndAreContractionAndExpansion() {
    assertMovements(
        "discount",
        "2024-02-01 new 10.00 | 2024-03-01 contraction 4.00 | 2024-04-01 expansion 4.00");
  }

  /** TryGhost/Ghost#26533. */
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

  /** Cap-go#2993: cut off after a thousand rows. */
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

  /** dbt_recurly: no row for whoever stops. */
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
    TableAssert.assertThat(movements(states, asOf))
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

  /** bruin#2702: without a row of zero, the end of the last subscription is no churn. */
  @Test
  void whoHasNoSubscriptionLeftIsChurnedOnceAndHasNoRowAfterwards() {
    assertMovements("month-end", "2024-02-01 new 4.00 | 2024-03-01 churned 4.00");
    TableAssert.assertThat(months.where("customer_id = 'month-end' AND plans = 0"))
        .hasRows(
            """
            month      | opening_mrr | closing_mrr | movement
            2024-03-01 | 4.00        | 0.00        | churned
            """);
  }

  /** gumroad#986, #1922 and #1934: of whom a rate of churn is; pax8-cli#53: one formula for all. */
  @Test
  void ratesAreOfWhatWasThereAtTheStartSoWhoIsNewChangesNone() {
    String terms =
        """
        customer_id | started_on | ended_on   | price  | billing_period
        stays       | 2024-01-05 |            | 10.00  | month
        leaves      | 2024-01-05 | 2024-02-05 | 5.00   | month
        shrinks     | 2024-01-05 | 2024-02-20 | 5.00   | month
        shrinks     | 2024-02-20 |            | 3.00   | month
        """;
    String rates =
        """
        month      | opening_mrr | gross_churn_rate | net_churn_rate | gross_retention | net_retention
        2024-01-01 | 0.00        |                  |                |                 |
        2024-02-01 | 20.00       | 0.35             | 0.35           | 0.65            | 0.65
        """;
    LocalDate asOf = LocalDate.of(2024, 2, 29);
    TableAssert.assertThat(movements(months(spark, asOf, terms, 0), asOf)).hasRows(rates);
    String more = terms + "new         | 2024-02-10 |            | 900.00 | month\n";
    TableAssert.assertThat(movements(months(spark, asOf, more, 0), asOf)).hasRows(rates);
  }

  /** PostHog#42271: the values of a breakdown are another number than the total. */
  @Test
  void theValuesOfADimensionAddUpToTheTotal() {
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period
        a           | 2024-01-05 | 2024-02-20 | 9.00  | month
        b           | 2024-01-05 |            | 5.00  | month
        b           | 2024-02-10 |            | 2.00  | month
        c           | 2024-02-10 |            | 4.00  | month
        unlisted    | 2024-01-05 | 2024-02-20 | 3.00  | month
        """;
    LocalDate asOf = LocalDate.of(2024, 2, 29);
    Dataset<Row> customers =
        spark.sql(
            "FROM VALUES ('a', 'north'), ('b', 'south'), ('c', 'north') AS t(customer_id, region)");
    TableAssert.assertThat(
            new MrrMovement(
                    months(spark, asOf, terms, 0),
                    customers,
                    List.of(new Dimension("region")),
                    List.of(),
                    SubscriptionSettings.ofGrace(0),
                    asOf)
                .rows()
                .where("month = '2024-02-01'"))
        .hasRows(
            """
            dimension | value   | opening_mrr | new_mrr | expansion_mrr | churned_mrr | closing_mrr | opening_customers | churned_customers | closing_customers
            all       | all     | 17.00       | 4.00    | 2.00          | 12.00       | 11.00       | 3                 | 2                 | 2
            region    | north   | 9.00        | 4.00    | 0.00          | 9.00        | 4.00        | 1                 | 1                 | 1
            region    | south   | 5.00        | 0.00    | 2.00          | 0.00        | 7.00        | 1                 | 0                 | 1
            region    | unknown | 3.00        | 0.00    | 0.00          | 3.00        | 0.00        | 1                 | 1                 | 0
            """);
  }

  private Dataset<Row> movements(Dataset<Row> states, LocalDate asOf) {
    return new MrrMovement(
            states,
            spark.emptyDataset(Encoders.STRING()).toDF("customer_id"),
            List.of(),
            List.of(),
            SubscriptionSettings.ofGrace(0),
            asOf)
        .rows();
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
