package clientele.subscription;

import clientele.catalogue.Tables;
import clientele.fold.SubscriptionMonths;
import clientele.job.AsOf;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users of other tools complain about cannot happen: one small history for each. */
@ExtendWith(SparkExtension.class)
final class MrrComplaintsTest {
  private final SparkSession spark;

  MrrComplaintsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyHistoryHasItsMovementInEveryMonth() {
    // two-year: not 24 times too much. trial, free: no revenue. free-month: neither churn nor loss.
    // three-weeks: short-lived, not lost. back: return is no expansion, leaving no contraction.
    // overlap: terms add up, once each. switched: a change of plan is no churn. month-end: service
    // up to the last day of a month churns in the next. open: a null end is no churn, nor a row
    // too many. leaves-later: an end after the date has not happened.
    Dataset<Row> months =
        months(
            "2024-04-30",
            """
            customer_id  | started_on | ended_on   | price  | billing_period | trial_until
            two-year     | 2024-02-10 |            | 240.00 | P2Y            |
            weekly       | 2024-02-10 |            | 3.00   | week           |
            trial        | 2024-02-10 |            | 9.00   | month          | 2024-04-01
            free         | 2024-02-10 |            | 0.00   | month          |
            three-weeks  | 2024-03-04 | 2024-03-25 | 9.00   | month          |
            back         | 2024-01-05 | 2024-02-20 | 9.00   | month          |
            back         | 2024-04-02 |            | 12.00  | month          |
            overlap      | 2024-03-10 |            | 5.00   | month          |
            overlap      | 2024-03-20 | 2024-04-15 | 7.00   | month          |
            switched     | 2024-03-01 | 2024-04-10 | 10.00  | month          |
            switched     | 2024-04-10 |            | 60.00  | year           |
            month-end    | 2024-02-01 | 2024-03-01 | 4.00   | month          |
            leaves-later | 2024-04-01 | 2024-05-01 | 4.00   | month          |
            """,
            0);
    TableAssert.assertThat(
            months.select(
                "customer_id",
                "month",
                "opening_mrr",
                "closing_mrr",
                "movement",
                "movement_mrr",
                "short_lived_mrr"))
        .hasRows(
            """
            customer_id  | month      | opening_mrr | closing_mrr | movement     | movement_mrr | short_lived_mrr
            two-year     | 2024-02-01 | 0.00        | 10.00       | new          | 10.00        | 0.00
            two-year     | 2024-03-01 | 10.00       | 10.00       | none         | 0.00         | 0.00
            two-year     | 2024-04-01 | 10.00       | 10.00       | none         | 0.00         | 0.00
            weekly       | 2024-02-01 | 0.00        | 13.00       | new          | 13.00        | 0.00
            weekly       | 2024-03-01 | 13.00       | 13.00       | none         | 0.00         | 0.00
            weekly       | 2024-04-01 | 13.00       | 13.00       | none         | 0.00         | 0.00
            trial        | 2024-04-01 | 0.00        | 9.00        | new          | 9.00         | 0.00
            three-weeks  | 2024-03-01 | 0.00        | 0.00        | none         | 0.00         | 9.00
            back         | 2024-01-01 | 0.00        | 9.00        | new          | 9.00         | 0.00
            back         | 2024-02-01 | 9.00        | 0.00        | churned      | 9.00         | 0.00
            back         | 2024-04-01 | 0.00        | 12.00       | reactivation | 12.00        | 0.00
            overlap      | 2024-03-01 | 0.00        | 12.00       | new          | 12.00        | 0.00
            overlap      | 2024-04-01 | 12.00       | 5.00        | contraction  | 7.00         | 0.00
            switched     | 2024-03-01 | 0.00        | 10.00       | new          | 10.00        | 0.00
            switched     | 2024-04-01 | 10.00       | 5.00        | contraction  | 5.00         | 0.00
            month-end    | 2024-02-01 | 0.00        | 4.00        | new          | 4.00         | 0.00
            month-end    | 2024-03-01 | 4.00        | 0.00        | churned      | 4.00         | 0.00
            leaves-later | 2024-04-01 | 0.00        | 4.00        | new          | 4.00         | 0.00
            """);
  }

  @Test
  void aLateRenewalWithinTheGraceIsNoChurn() {
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period
        late        | 2024-01-05 | 2024-02-28 | 9.00  | month
        late        | 2024-03-04 |            | 9.00  | month
        """;
    TableAssert.assertThat(movements(months("2024-03-31", terms, 5)))
        .hasRows(
            """
            month      | movement | movement_mrr
            2024-01-01 | new      | 9.00
            2024-02-01 | none     | 0.00
            2024-03-01 | none     | 0.00
            """);
    // Nobody knows of the renewal yet.
    TableAssert.assertThat(movements(months("2024-02-29", terms, 5)))
        .hasRows(
            """
            month      | movement | movement_mrr
            2024-01-01 | new      | 9.00
            2024-02-01 | churned  | 9.00
            """);
  }

  @Test
  void monthsHaveNoHolesAndOpenOnesNoRates() {
    Dataset<Row> months =
        months(
            "2024-05-15",
            """
            customer_id | started_on | ended_on   | price | billing_period
            a           | 2024-01-05 | 2024-02-20 | 9.00  | month
            b           | 2024-05-02 |            | 4.00  | month
            """,
            0);
    MrrMovement movement =
        new MrrMovement(
            months,
            spark.emptyDataset(Encoders.STRING()).toDF("customer_id"),
            List.of(),
            List.of(),
            0,
            LocalDate.of(2024, 5, 15));
    TableAssert.assertThat(
            movement
                .rows()
                .select(
                    "month",
                    "opening_mrr",
                    "new_mrr",
                    "churned_mrr",
                    "closing_mrr",
                    "gross_churn_rate",
                    "net_retention",
                    "quick_ratio",
                    "is_mature"))
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

  private static Dataset<Row> movements(Dataset<Row> months) {
    return months.select("month", "movement", "movement_mrr");
  }

  private Dataset<Row> months(String date, String terms, int graceDays) {
    LocalDate asOf = LocalDate.parse(date);
    Dataset<Row> rows = TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), terms);
    return SubscriptionMonths.of(
        AsOf.cut(Tables.SUBSCRIPTIONS_TABLE, rows, asOf), Optional.empty(), "GBP", graceDays, asOf);
  }
}
