package clientele.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The oracle on subscriptions against cells worked out by hand, at D = 2024-06-30.
 *
 * <pre>
 * customer  pays                                              tenure, months
 * a         01-31 on                                          5 (06-30 is the fifth), runs on
 * b         01-10 to 03-09, payment fails; 03-22 on           2
 * c         03-15 to 04-13, payment fails                     0
 * d         01-01 to 01-31; 04-01 to 06-14, fails; 06-20 on   1
 * e         02-29 to 06-29, payment fails                     4
 * f         05-02 to 05-20, a day's gap, 05-22 to 05-30       0, ends by 2 cancellations
 * </pre>
 */
class SubscriptionOracleTest {
  private final Oracle oracle = Oracle.open();

  @BeforeEach
  void define() {
    oracle.load(
        "subscriptions",
        """
        SELECT customer_id || started_on AS subscription_id, 10 AS price, 'month' AS billing_period,
            customer_id, started_on::DATE AS started_on, ended_on::DATE AS ended_on, end_reason
        FROM (VALUES
            ('a', '2024-01-31', NULL, NULL), ('b', '2024-01-10', '2024-03-10', 'payment_failed'),
            ('b', '2024-03-22', NULL, NULL), ('c', '2024-03-15', '2024-04-14', 'payment_failed'),
            ('d', '2024-01-01', '2024-02-01', NULL),
            ('d', '2024-04-01', '2024-06-15', 'payment_failed'), ('d', '2024-06-20', NULL, NULL),
            ('e', '2024-02-29', '2024-06-30', 'payment_failed'),
            ('f', '2024-05-02', '2024-05-21', 'cancelled'),
            ('f', '2024-05-22', '2024-05-31', 'cancelled'))
            AS t(customer_id, started_on, ended_on, end_reason)
        """);
    oracle.rows(
        "customers",
        "customer_id, signed_up_on, region",
        "('a', '2023-12-01', 'North'), ('c', '2024-02-01', 'South')");
    oracle.variable("d", "DATE '2024-06-30'");
    oracle.variable("dimensions", "['region']");
  }

  @AfterEach
  void close() {
    oracle.close();
  }

  @Test
  void customersWhoPayAtTheEndsOfAMonthAreItsChurn() {
    oracle.compute();

    assertThat(
            oracle.query(
                """
                SELECT month, customers_at_start, gained, returned, churned, customers_at_end,
                    short_lived_customers, revenue_at_risk
                FROM churn_monthly WHERE dimension = 'all' ORDER BY month
                """))
        .containsExactly(
            List.of("2024-01-01", "0", "3", "0", "0", "3", "0", "0.00"),
            // d leaves, e comes; b is away in March between two of its ends
            List.of("2024-02-01", "3", "1", "0", "1", "3", "0", "10.00"),
            List.of("2024-03-01", "3", "1", "0", "0", "4", "0", "0.00"),
            List.of("2024-04-01", "4", "0", "1", "1", "4", "0", "10.00"),
            // f, once
            List.of("2024-05-01", "4", "0", "0", "0", "4", "1", "0.00"),
            List.of("2024-06-01", "4", "0", "0", "1", "3", "0", "10.00"));
  }

  @Test
  void aCohortFollowsWhoPaysByMonthAndByThirtyDays() {
    oracle.compute();

    String columns = "period, eligible, active, active_or_later, churned, hazard, revenue";
    assertThat(cells(columns, "month", "cohort = DATE '2024-01-01'"))
        .containsExactly(
            List.of("0", "3", "3", "3", "0", "0.0", "30.00"),
            List.of("1", "3", "2", "3", "1", "0.3333333333333333", "20.00"),
            List.of("2", "3", "2", "3", "0", "0.0", "20.00"),
            List.of("3", "3", "3", "3", "0", "0.0", "30.00"),
            List.of("4", "3", "3", "3", "0", "0.0", "30.00"),
            List.of("5", "3", "3", "3", "0", "0.0", "30.00"));
    // Day 29 of f is May 31st; day 59 of b is March 9th, of d February 29th, of f June 30th.
    assertThat(cells("period, eligible, active, active_or_later", "day30", "is_total"))
        .containsExactly(
            List.of("0", "6", "5", "5"),
            List.of("1", "6", "3", "4"),
            List.of("2", "5", "3", "4"),
            List.of("3", "4", "4", "4"),
            List.of("4", "3", "3", "3"));
  }

  private List<List<String>> cells(String columns, String window, String where) {
    return oracle.query(
        """
        SELECT %s FROM cohort_retention
        WHERE dimension = 'all' AND "window" = '%s' AND %s ORDER BY period
        """
            .formatted(columns, window, where));
  }

  @Test
  void survivalIsOfTheFirstSpell() {
    oracle.compute();

    assertThat(
            oracle.query(
                """
                SELECT tenure_month, at_risk, churned, involuntary, censored, median_months
                FROM subscription_survival WHERE dimension = 'all' ORDER BY tenure_month
                """))
        .containsExactly(
            List.of("0", "6", "2", "1", "0", "1"),
            List.of("1", "4", "1", "0", "0", "1"),
            List.of("2", "3", "1", "1", "0", "1"),
            List.of("3", "2", "0", "0", "0", "1"),
            List.of("4", "2", "1", "1", "0", "1"),
            List.of("5", "1", "0", "0", "1", "1"));
    List<String> february =
        oracle
            .query(
                """
                SELECT survival, low, high, voluntary_incidence, involuntary_incidence,
                    restricted_mean_months
                FROM subscription_survival WHERE dimension = 'all' AND tenure_month = 2
                """)
            .get(0);
    // 2/3 · 3/4 · 2/3 = 1/3; G = 2/24 + 1/12 + 1/6 = 1/3; left: 1/6 + 1/6 and 1/6 + 1/6.
    double spread = Math.exp(1.959963984540054 * Math.sqrt(1 / 3.0) / Math.log(3));
    List<Double> expected =
        List.of(
            1 / 3.0,
            Math.pow(1 / 3.0, spread),
            Math.pow(1 / 3.0, 1 / spread),
            1 / 3.0,
            1 / 3.0,
            2 / 3.0 + 1 / 2.0);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Double.parseDouble(february.get(i))).isCloseTo(expected.get(i), within(1e-12));
    }
  }

  @Test
  void whoIsBackWithinAMonthHasRecovered() {
    oracle.compute();

    // Followed for full months: c for two, d and e for none, so that d's return does not count.
    assertThat(
            oracle.query(
                """
                SELECT months_since_failure, at_risk, recovered, censored, recovery
                FROM payment_recovery WHERE dimension = 'all' ORDER BY months_since_failure
                """))
        .containsExactly(
            List.of("0", "4", "0", "2", "0.0"),
            List.of("1", "2", "1", "0", "0.5"),
            List.of("2", "1", "0", "1", "0.5"));
  }

  @Test
  void whoPaidBeforeTheHistoryEntersLateAndIsInNoCohort() {
    oracle.variable("subscriptions_start_on", "DATE '2024-03-01'");
    oracle.compute();

    // a and b enter after a full month, e after none; d had left; c signed up before.
    assertThat(
            oracle.query(
                """
                SELECT tenure_month, at_risk, churned, censored
                FROM subscription_survival WHERE dimension = 'all' ORDER BY tenure_month
                """))
        .containsExactly(
            List.of("0", "1", "1", "0"),
            List.of("1", "1", "0", "0"),
            List.of("2", "3", "1", "0"),
            List.of("3", "2", "0", "0"),
            List.of("4", "2", "1", "0"),
            List.of("5", "1", "0", "1"));
    assertThat(cells("cohort, cohort_size, active", "month", "period = 0"))
        .containsExactlyInAnyOrder(
            List.of("1900-01-01", "5", "3"),
            List.of("2024-05-01", "1", "0"),
            List.of("null", "1", "0"));
    assertThat(cells("cohort", "day30", "cohort < DATE '2024-05-01'")).isEmpty();
  }

  @Test
  void ofSeveralPlansTheDearestCounts() {
    oracle.load(
        "subscriptions",
        """
        SELECT plan || price AS subscription_id, 'a' AS customer_id, *
        FROM (VALUES ('x', '2024-01-01', 10, 'month', NULL), ('y', '2024-01-01', 108, 'year', NULL),
            ('y', '2024-05-01', 31, 'quarter', NULL), ('w', '2024-05-01', 10.33, 'month', NULL),
            ('z', '2024-05-01', 99, 'month', '2024-06-30'))
            AS t(plan, started_on, price, billing_period, ended_on)
        """);
    oracle.variable("dimensions", "['first_plan', 'current_plan', 'region']");
    oracle.compute();

    assertThat(
            oracle.query(
                """
                SELECT dimension, value FROM dimensions WHERE customer_id = 'a' ORDER BY dimension
                """))
        .containsExactly(
            List.of("all", "all"),
            List.of("current_plan", "y"),
            List.of("first_plan", "x"),
            List.of("region", "North"));
  }
}
