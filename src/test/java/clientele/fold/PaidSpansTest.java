package clientele.fold;

import clientele.catalogue.Tables;
import clientele.settings.SubscriptionSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.TextTable;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class PaidSpansTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 6, 30);

  private final SparkSession spark;

  PaidSpansTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyBillingPeriodIsAsManyMonthsAsTheYearHas() {
    Dataset<Row> terms =
        terms(
            """
            customer_id | started_on | price  | billing_period
            weekly      | 2024-01-01 | 30.00  | week
            four-weekly | 2024-01-01 | 120.00 | P4W
            monthly     | 2024-01-01 | 19.99  | month
            two-monthly | 2024-01-01 | 19.99  | P2M
            quarterly   | 2024-01-01 | 100.00 | quarter
            yearly      | 2024-01-01 | 99.90  | year
            two-yearly  | 2024-01-01 | 240.00 | P2Y
            daily       | 2024-01-01 | 1.20   | P1D
            """);
    TableAssert.assertThat(
            PaidSpans.of(terms, AS_OF, SubscriptionSettings.ofGrace(0))
                .select("customer_id", PaidSpans.MRR))
        .hasRows(
            """
            customer_id | mrr
            weekly      | 130.0000000000
            four-weekly | 130.0000000000
            monthly     | 19.9900000000
            two-monthly | 9.9950000000
            quarterly   | 33.3333333333
            yearly      | 8.3250000000
            two-yearly  | 10.0000000000
            daily       | 36.5000000000
            """);
  }

  @Test
  void trialsAndFreeTermsAreNotPaid() {
    Dataset<Row> terms =
        terms(
            """
            customer_id | started_on | ended_on   | price | trial_until
            converted   | 2024-01-01 |            | 5.00  | 2024-01-15
            tried       | 2024-01-01 | 2024-01-15 | 5.00  | 2024-01-15
            trying      | 2024-06-20 |            | 5.00  | 2024-07-01
            free        | 2024-01-01 |            | 0.00  |
            """);
    TableAssert.assertThat(spans(terms, 0))
        .hasRows(
            """
            customer_id | paid_from  | paid_until
            converted   | 2024-01-15 |
            """);
  }

  @Test
  void aGapWithinTheGraceIsPaidAtTheEarlierPrice() {
    Dataset<Row> terms =
        terms(
            """
            customer_id | started_on | ended_on   | price | trial_until
            late        | 2024-01-01 | 2024-02-01 | 5.00  |
            late        | 2024-02-04 | 2024-03-01 | 7.00  |
            late        | 2024-03-05 |            | 8.00  |
            trial-gap   | 2024-01-01 | 2024-02-01 | 5.00  |
            trial-gap   | 2024-02-01 |            | 5.00  | 2024-02-15
            free-gap    | 2024-01-01 | 2024-02-01 | 5.00  |
            free-gap    | 2024-02-01 | 2024-02-03 | 0.00  |
            free-gap    | 2024-02-03 |            | 5.00  |
            switched    | 2024-01-01 | 2024-02-01 | 5.00  |
            switched    | 2024-02-01 | 2024-05-01 | 6.00  |
            two-ends    | 2024-01-01 | 2024-02-01 | 5.00  |
            two-ends    | 2024-01-01 | 2024-02-02 | 6.00  |
            two-ends    | 2024-02-03 |            | 6.00  |
            other       | 2024-02-02 |            | 6.00  |
            """);
    TableAssert.assertThat(spans(terms, 3))
        .hasRows(
            """
            customer_id | paid_from  | paid_until
            late        | 2024-01-01 | 2024-02-04
            late        | 2024-02-04 | 2024-03-01
            late        | 2024-03-05 |
            trial-gap   | 2024-01-01 | 2024-02-01
            trial-gap   | 2024-02-15 |
            free-gap    | 2024-01-01 | 2024-02-03
            free-gap    | 2024-02-03 |
            switched    | 2024-01-01 | 2024-02-01
            switched    | 2024-02-01 | 2024-05-01
            two-ends    | 2024-01-01 | 2024-02-03
            two-ends    | 2024-01-01 | 2024-02-03
            two-ends    | 2024-02-03 |
            other       | 2024-02-02 |
            """);
  }

  @Test
  void aStartThatIsNotKnownYetBridgesNothing() {
    Dataset<Row> terms =
        terms(
            """
            customer_id | started_on | ended_on   | price
            late        | 2024-01-01 | 2024-06-30 | 5.00
            late        | 2024-07-01 |            | 5.00
            """);
    TableAssert.assertThat(spans(terms, 3))
        .hasRows(
            """
            customer_id | paid_from  | paid_until
            late        | 2024-01-01 | 2024-06-30
            """);
  }

  private Dataset<Row> spans(Dataset<Row> terms, int graceDays) {
    return PaidSpans.of(terms, AS_OF, SubscriptionSettings.ofGrace(graceDays))
        .select("customer_id", PaidSpans.PAID_FROM, PaidSpans.PAID_UNTIL);
  }

  private Dataset<Row> terms(String rows) {
    return TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), rows);
  }
}
