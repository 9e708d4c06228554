package clientele.cohort;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.fold.PaidSpans;
import clientele.fold.Spells;
import clientele.fold.SubscriptionMonths;
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
 * happen here.
 */
@ExtendWith(SparkExtension.class)
final class SubscriptionCohortsTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 4, 15);

  private static Dataset<Row> churn;
  private static Dataset<Row> retention;

  @BeforeAll
  static void compute(SparkSession spark) {
    Dataset<Row> terms =
        TextTable.of(
            spark,
            Tables.SUBSCRIPTIONS_TABLE.schema(),
            """
            customer_id | started_on | ended_on   | trial_until | price | billing_period
            trial       | 2024-01-10 | 2024-01-24 | 2024-01-24  | 10.00 | month
            overlap     | 2024-01-05 | null       | null        | 10.00 | month
            overlap     | 2024-02-01 | 2024-03-01 | null        | 20.00 | month
            short       | 2024-02-05 | 2024-02-20 | null        | 10.00 | month
            returning   | 2024-01-20 | 2024-03-10 | null        | 10.00 | month
            returning   | 2024-04-02 | null       | null        | 10.00 | month
            """);
    Dataset<Row> months =
        SubscriptionMonths.of(
            terms, Optional.empty(), "GBP", SubscriptionSettings.ofGrace(0), AS_OF);
    Dataset<Row> spells = Spells.of(PaidSpans.of(terms, AS_OF, SubscriptionSettings.ofGrace(0)));
    CohortTransforms transforms =
        new CohortTransforms(
            List.of(Activity.subscriptions(months, spells, Optional.empty(), AS_OF)),
            TextTable.of(spark, Tables.CUSTOMERS_TABLE.schema(), "customer_id"),
            List.of(),
            List.of(),
            AS_OF);
    churn = kept(spark, transforms.churnMonthly());
    retention = kept(spark, transforms.cohortRetention());
  }

  private static Dataset<Row> kept(SparkSession spark, Dataset<Row> rows) {
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }

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

  @Test
  void threeWeeksWithinAMonthAreNeitherGainedNorLost() {
    assertThat(churn.where("month = '2024-02-01'"))
        .hasRows(
            """
            gained | churned | short_lived_customers
            0      | 0       | 1
            """);
  }

  @Test
  void aMonthThatIsNotOverHasNoRetentionRatherThanOneOfZero() {
    assertThat(retention.where("window = 'month' AND cohort = '2024-02-01' AND period = 2"))
        .hasRows(
            """
            eligible | active | retention | retention_high | hazard | is_mature
            0        | 0      | null      | null           | null   | false
            """);
  }

  /** 2 of 2 and 0 of 1 are two thirds, not a half. */
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

  @Test
  void cohortsThatAreTooYoungAreNotDividedBy() {
    assertThat(retention.where("window = 'month' AND period = 2 AND is_total"))
        .hasRows(
            """
            cohort_size | eligible | active | retention
            2           | 2        | 1      | 0.5
            """);
  }

  @Test
  void whoComesBackIsRetainedInTheUnboundedSense() {
    assertThat(retention.where("window = 'month' AND cohort = '2024-01-01' AND period = 2"))
        .hasRows(
            """
            active | active_or_later
            1      | 2
            """);
  }

  /** returning pays on day 29 but not on day 59, March 19th; day 89 is still to come. */
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
