package clientele.fold;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.settings.SubscriptionSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Terms that touch or overlap are one spell, trials and free terms are none. */
@ExtendWith(SparkExtension.class)
final class SpellsTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 12, 31);

  private final SparkSession spark;

  SpellsTest(SparkSession spark) {
    this.spark = spark;
  }

  private Dataset<Row> spells(String terms) {
    return spells(terms, 0);
  }

  private Dataset<Row> spells(String terms, int graceDays) {
    Dataset<Row> known = TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), terms);
    return Spells.of(PaidSpans.of(known, AS_OF, SubscriptionSettings.ofGrace(graceDays)));
  }

  @Test
  void termsThatTouchOrOverlapAreOneSpell() {
    assertThat(
            spells(
                """
                customer_id | started_on | ended_on   | price | billing_period | end_reason
                touch       | 2024-01-10 | 2024-02-10 | 10.00 | month          | not_renewed
                touch       | 2024-02-10 | 2024-03-10 | 12.00 | month          | cancelled
                gap         | 2024-01-10 | 2024-02-10 | 10.00 | month          | not_renewed
                gap         | 2024-02-11 | null       | 10.00 | month          | null
                inside      | 2024-01-01 | 2024-06-01 | 10.00 | month          | payment_failed
                inside      | 2024-02-01 | 2024-03-01 | 10.00 | month          | cancelled
                inside      | 2024-05-01 | 2024-05-02 | 10.00 | month          | cancelled
                runs        | 2024-01-01 | null       | 10.00 | month          | null
                runs        | 2024-02-01 | 2024-03-01 | 10.00 | month          | cancelled
                runs        | 2024-08-01 | 2024-09-01 | 10.00 | month          | cancelled
                """))
        .hasRows(
            """
            customer_id | spell | paid_from  | ended_on   | end_reason
            touch       | 1     | 2024-01-10 | 2024-03-10 | cancelled
            gap         | 1     | 2024-01-10 | 2024-02-10 | not_renewed
            gap         | 2     | 2024-02-11 | null       | null
            inside      | 1     | 2024-01-01 | 2024-06-01 | payment_failed
            runs        | 1     | 2024-01-01 | null       | null
            """);
  }

  @Test
  void onlyPaidDaysCount() {
    assertThat(
            spells(
                """
                customer_id | started_on | ended_on   | trial_until | price | billing_period | end_reason
                trial       | 2024-01-10 | 2024-01-24 | 2024-01-24  | 10.00 | month          | cancelled
                free        | 2024-01-10 | null       | null        | 0.00  | month          | null
                later       | 2024-01-10 | 2024-03-10 | 2024-01-24  | 10.00 | month          | cancelled
                future      | 2024-12-20 | null       | 2025-01-03  | 10.00 | month          | null
                switch      | 2024-01-01 | 2024-02-01 | null        | 10.00 | month          | not_renewed
                switch      | 2024-02-01 | null       | 2024-02-15  | 10.00 | month          | null
                """))
        .hasRows(
            """
            customer_id | spell | paid_from  | ended_on   | end_reason
            later       | 1     | 2024-01-24 | 2024-03-10 | cancelled
            switch      | 1     | 2024-01-01 | 2024-02-01 | not_renewed
            switch      | 2     | 2024-02-15 | null       | null
            """);
  }

  @Test
  void ofSeveralEndsOnTheLastDayTheFirstKnownReasonCloses() {
    assertThat(
            spells(
                """
                customer_id | started_on | ended_on   | price | billing_period | end_reason
                a           | 2024-01-10 | 2024-02-10 | 10.00 | month          | payment_failed
                a           | 2024-01-20 | 2024-02-10 | 10.00 | month          | not_renewed
                a           | 2024-02-01 | 2024-02-10 | 10.00 | month          | null
                b           | 2024-01-10 | 2024-02-10 | 10.00 | month          | null
                """))
        .hasRows(
            """
            customer_id | spell | paid_from  | ended_on   | end_reason
            a           | 1     | 2024-01-10 | 2024-02-10 | not_renewed
            b           | 1     | 2024-01-10 | 2024-02-10 | null
            """);
  }

  @Test
  void gapsWithinTheGraceDaysVanish() {
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period | end_reason
        a           | 2024-01-10 | 2024-02-10 | 10.00 | month          | not_renewed
        a           | 2024-02-13 | 2024-03-13 | 12.00 | month          | payment_failed
        a           | 2024-03-17 | 2024-04-17 | 12.00 | month          | cancelled
        """;
    assertThat(spells(terms, 3))
        .hasRows(
            """
            customer_id | spell | paid_from  | ended_on   | end_reason
            a           | 1     | 2024-01-10 | 2024-03-13 | payment_failed
            a           | 2     | 2024-03-17 | 2024-04-17 | cancelled
            """);
  }
}
