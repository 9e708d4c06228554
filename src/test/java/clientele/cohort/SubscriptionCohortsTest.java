package clientele.cohort;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.PaidSpans;
import clientele.fold.Spells;
import clientele.fold.SubscriptionMonths;
import clientele.job.AsOf;
import clientele.settings.Dimension;
import clientele.settings.SubscriptionSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who pays and who stays, at 2024-04-15; and that what users of other tools complain about cannot
 * happen here. A test names the complaints by project and number.
 */
@ExtendWith(SparkExtension.class)
final class SubscriptionCohortsTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 4, 15);

  private static final String TERMS =
      """
      customer_id | started_on | ended_on   | trial_until | price | billing_period
      trial       | 2024-01-10 | 2024-01-24 | 2024-01-24  | 10.00 | month
      overlap     | 2024-01-05 | null       | null        | 10.00 | month
      overlap     | 2024-02-01 | 2024-03-01 | null        | 20.00 | month
      short       | 2024-02-05 | 2024-02-20 | null        | 10.00 | month
      returning   | 2024-01-20 | 2024-03-10 | null        | 10.00 | month
      returning   | 2024-04-02 | null       | null        | 10.00 | month
      """;

  private static Dataset<Row> churn;
  private static Dataset<Row> retention;

  @BeforeAll
  static void compute(SparkSession spark) {
    CohortTransforms transforms = transforms(spark, AS_OF, TERMS, "customer_id", List.of());
    churn = kept(spark, transforms.churnMonthly());
    retention = kept(spark, transforms.cohortRetention());
  }

  private static CohortTransforms transforms(
      SparkSession spark,
      LocalDate asOf,
      String subscriptions,
      String customers,
      List<Dimension> dimensions) {
    Dataset<Row> terms =
        AsOf.cut(
            Tables.SUBSCRIPTIONS_TABLE,
            TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), subscriptions),
            asOf);
    SubscriptionSettings policy = SubscriptionSettings.ofGrace(0);
    Dataset<Row> months = SubscriptionMonths.of(terms, Optional.empty(), "GBP", policy, asOf);
    Dataset<Row> spells = Spells.of(PaidSpans.of(terms, asOf, policy));
    return new CohortTransforms(
        List.of(Activity.subscriptions(months, spells, Optional.empty(), asOf)),
        TextTable.of(spark, "customer_id STRING, region STRING", customers),
        dimensions,
        List.of(),
        asOf);
  }

  private static Dataset<Row> kept(SparkSession spark, Dataset<Row> rows) {
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }

  /** gumroad#986, #1922 and #1934: of whom a rate of churn is. */
  @Test
  void churnIsTheShareOfThoseWhoPaidAtTheStart() {
    assertThat(churn)
        .within(1e-6)
        .hasRows(
            """
            basis         | month      | customers_at_start | gained | churned | returned | customers_at_end | churn_rate | churn_high | revenue_at_risk | short_lived_customers | inactive_after_days | is_mature
            subscriptions | 2024-01-01 | 0                  | 2      | 0       | 0        | 2                | null       | null       | 0.00            | 0                     | null                | true
            subscriptions | 2024-02-01 | 2                  | 0      | 0       | 0        | 2                | 0          | 0.657620   | 0.00            | 1                     | null                | true
            subscriptions | 2024-03-01 | 2                  | 0      | 1       | 0        | 1                | 0.5        | 0.905469   | 10.00           | 0                     | null                | true
            subscriptions | 2024-04-01 | 1                  | 0      | 0       | 1        | 2                | null       | null       | 0.00            | 0                     | null                | false
            """);
  }

  @Test
  void retentionIsWhoPaysAtTheEndOfTheMonth() {
    assertThat(retention.where("window = 'month'"))
        .within(1e-6)
        .hasRows(
            """
            cohort     | period | is_total | is_final | cohort_size | eligible | active | active_or_later | retention | churned | hazard | revenue | cumulative_revenue | is_mature
            2024-01-01 | 0      | false    | true     | 2           | 2        | 2      | 2               | 1         | 0       | 0      | 20.00   | 20.00              | true
            2024-01-01 | 1      | false    | true     | 2           | 2        | 2      | 2               | 1         | 0       | 0      | 40.00   | 60.00              | true
            2024-01-01 | 2      | false    | true     | 2           | 2        | 1      | 2               | 0.5       | 1       | 0.5    | 10.00   | 70.00              | true
            2024-01-01 | 3      | false    | false    | 2           | 0        | 2      | 2               | null      | 0       | null   | 20.00   | 90.00              | false
            2024-02-01 | 0      | false    | true     | 1           | 1        | 0      | 0               | 0         | 0       | 0      | 0.00    | 0.00               | true
            2024-02-01 | 1      | false    | true     | 1           | 1        | 0      | 0               | 0         | 0       | 0      | 0.00    | 0.00               | true
            2024-02-01 | 2      | false    | false    | 1           | 0        | 0      | 0               | null      | 0       | null   | 0.00    | 0.00               | false
            null       | 0      | true     | true     | 3           | 3        | 2      | 2               | 0.666667  | 0       | 0      | 20.00   | 20.00              | true
            null       | 1      | true     | true     | 3           | 3        | 2      | 2               | 0.666667  | 0       | 0      | 40.00   | 60.00              | true
            null       | 2      | true     | true     | 2           | 2        | 1      | 2               | 0.5       | 1       | 0.5    | 10.00   | 70.00              | true
            """);
  }

  /** bruin#2702: nothing is left of the customer in later months, and yet the loss is counted. */
  @Test
  void whoHasNoSubscriptionLeftIsChurnedInTheMonthOfTheEnd(SparkSession spark) {
    CohortTransforms gone =
        transforms(
            spark,
            AS_OF,
            """
            customer_id | started_on | ended_on   | price | billing_period
            gone        | 2024-01-05 | 2024-02-20 | 10.00 | month
            """,
            "customer_id",
            List.of());
    assertThat(gone.churnMonthly())
        .hasRows(
            """
            month      | customers_at_start | gained | churned | customers_at_end | churn_rate | revenue_at_risk
            2024-01-01 | 0                  | 1      | 0       | 1                |            | 0.00
            2024-02-01 | 1                  | 0      | 1       | 0                | 1          | 10.00
            2024-03-01 | 0                  | 0      | 0       | 0                |            | 0.00
            2024-04-01 | 0                  | 0      | 0       | 0                |            | 0.00
            """);
    assertThat(gone.cohortRetention().where("window = 'month' AND NOT is_total"))
        .hasRows(
            """
            period | eligible | active | churned | hazard | revenue
            0      | 1        | 1      | 0       | 0      | 10.00
            1      | 1        | 0      | 1       | 1      | 0.00
            2      | 1        | 0      | 0       |        | 0.00
            3      | 0        | 0      | 0       |        | 0.00
            """);
  }

  /** PostHog#42271: the values of a breakdown are another number than the total. */
  @Test
  void theValuesOfADimensionAddUpToTheTotal(SparkSession spark) {
    CohortTransforms byRegion =
        transforms(
            spark,
            AS_OF,
            TERMS,
            """
            customer_id | region
            overlap     | north
            short       | north
            trial       | south
            """,
            List.of(new Dimension("region")));
    assertThat(byRegion.churnMonthly().where("month = '2024-03-01'"))
        .hasRows(
            """
            dimension | value   | customers_at_start | churned | customers_at_end | revenue_at_risk
            all       | all     | 2                  | 1       | 1                | 10.00
            region    | north   | 1                  | 0       | 1                | 0.00
            region    | unknown | 1                  | 1       | 0                | 10.00
            """);
    assertThat(byRegion.cohortRetention().where("window = 'month' AND period = 2 AND is_total"))
        .hasRows(
            """
            dimension | value   | cohort_size | eligible | active | churned | revenue
            all       | all     | 2           | 2        | 1      | 1       | 10.00
            region    | north   | 1           | 1        | 1      | 0       | 10.00
            region    | unknown | 1           | 1        | 0      | 1       | 0.00
            """);
  }

  /** PostHog#21152: what was said of a month that is over changes later. */
  @Test
  void whatHappensLaterChangesNoMonthThatIsOver(SparkSession spark) {
    CohortTransforms earlier =
        transforms(spark, LocalDate.of(2024, 3, 31), TERMS, "customer_id", List.of());
    // But for who comes back, and who is active, later: that is what those columns say.
    assertThat(earlier.churnMonthly())
        .hasSameContentAs(churn.where("month <= '2024-03-01'"), "returned_within_year");
    assertThat(earlier.cohortRetention().where("window = 'month' AND NOT is_total"))
        .hasSameContentAs(
            retention.where("window = 'month' AND add_months(cohort, period) <= '2024-03-01'"),
            "active_or_later");
  }

  /** buttondown#2302. */
  @Test
  void whoNeverPaidIsNotChurned() {
    assertThat(churn.selectExpr("sum(gained) AS gained", "sum(churned) AS churned"))
        .hasRows(
            """
            gained | churned
            2      | 1
            """);
    assertThat(retention.where("window = 'month' AND period = 0 AND is_total"))
        .hasRows(
            """
            cohort_size
            3
            """);
  }

  /** mrr-playbook: overlapping terms. */
  @Test
  void theEndOfOneOfTwoSubscriptionsIsNoChurn() {
    assertThat(churn.where("month = '2024-02-01' OR month = '2024-03-01'"))
        .hasRows(
            """
            month      | customers_at_start | churned
            2024-02-01 | 2                  | 0
            2024-03-01 | 2                  | 1
            """);
  }

  /** dbt_stripe_metrics#14. */
  @Test
  void threeWeeksWithinAMonthAreNeitherGainedNorLost() {
    assertThat(churn.where("month = '2024-02-01'"))
        .hasRows(
            """
            gained | churned | short_lived_customers
            0      | 0       | 1
            """);
  }

  /** PostHog#58679, #48255 and #2833. */
  @Test
  void aMonthThatIsNotOverHasNoRetentionRatherThanOneOfZero() {
    assertThat(retention.where("window = 'month' AND cohort = '2024-02-01' AND period = 2"))
        .hasRows(
            """
            eligible | active | retention | retention_high | hazard | is_mature
            0        | 0      | null      | null           | null   | false
            """);
  }

  /** PostHog#25998: 2 of 2 and 0 of 1 are two thirds, not a half. */
  @Test
  void theMeanOverCohortsIsWeightedByTheirSize() {
    assertThat(retention.where("window = 'month' AND period = 1"))
        .within(1e-6)
        .hasRows(
            """
            cohort     | eligible | active | retention
            2024-01-01 | 2        | 2      | 1
            2024-02-01 | 1        | 0      | 0
            null       | 3        | 2      | 0.666667
            """);
  }

  /** moneat#455. */
  @Test
  void cohortsThatAreTooYoungAreNotDividedBy() {
    assertThat(retention.where("window = 'month' AND period = 2 AND is_total"))
        .hasRows(
            """
            cohort_size | eligible | active | retention
            2           | 2        | 1      | 0.5
            """);
  }

  /** PostHog#13748, #2220 and #1063. */
  @Test
  void whoComesBackIsRetainedInTheUnboundedSense() {
    assertThat(retention.where("window = 'month' AND cohort = '2024-01-01' AND period = 2"))
        .hasRows(
            """
            active | active_or_later
            1      | 2
            """);
  }

  /**
   * PostHog#29958. returning pays on day 29 but not on day 59, March 19th; day 89 is still to come.
   */
  @Test
  void periodsOfThirtyDaysCountFromTheCustomersOwnFirstDay() {
    assertThat(retention.where("window = 'day30' AND cohort = '2024-01-01'"))
        .hasRows(
            """
            period | eligible | active | active_or_later | retention | is_mature
            0      | 2        | 2      | 2               | 1         | true
            1      | 2        | 1      | 1               | 0.5       | true
            2      | 1        | 1      | 1               | 1         | false
            """);
  }

  /** PostHog#46663 and #25459. */
  @Test
  void theMoneyOfACohortIsInItsRetention() {
    assertThat(retention.where("window = 'month' AND cohort = '2024-01-01'"))
        .hasRows(
            """
            period | revenue | cumulative_revenue
            0      | 20.00   | 20.00
            1      | 40.00   | 60.00
            2      | 10.00   | 70.00
            3      | 20.00   | 90.00
            """);
  }
}
