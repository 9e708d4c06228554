package clientele.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The oracle against cells worked out by hand, at D = 2024-05-15 with W = 40 and a cancellation
 * window of 30 days.
 *
 * <pre>
 * customer  what happens                                        occasions       lapses on
 * a         10 on 01-05, 20 on 02-10, 30 on 03-20               all three       04-29
 * b         5 on 01-31, 7 on 05-02                              both            03-11
 * c         100 on 02-01, given back on 02-20: cancelled        none
 * d         50 on 02-03 (cost 22); back: 20 on 03-01 (in the
 *           window), 30 on 03-10 (36 days later: books only)    02-03, value 30 03-14
 * e         0 on 03-04                                          03-04, value 0  04-13
 * f         0 on 03-06, a refund of 4 names it: cancelled       none
 * g         25 on 03-15; a refund of 9 on 01-20 names nothing   03-15           04-24
 * h         on 04-10: 10 (cost 4) and 15 (cost 6), the second
 *           given back on 04-12                                 04-10, value 10 05-20
 * i         40 on 05-20, signed up on 05-18: not known at D     none
 * j         40 on 05-10, given back on 05-20: not known at D    05-10, value 40
 * k         signed up, never bought                             none
 * m         asked the service something                         none
 * l         12 on 04-20; a refund of 12 on 04-19 names it, but
 *           is dated before it                                  04-20
 * </pre>
 */
class OracleTest {
  private final Oracle oracle = Oracle.open();

  @BeforeEach
  void compute() {
    oracle.rows(
        "ledger_orders",
        "order_id, customer_id, ordered_on, amount, cost, service_cost, category",
        """
        ('a1', 'a', '2024-01-05', 10, NULL, NULL, 'tea'),
        ('a2', 'a', '2024-02-10', 20, NULL, NULL, 'tea'),
        ('a3', 'a', '2024-03-20', 30, NULL, NULL, NULL),
        ('b1', 'b', '2024-01-31', 5, NULL, NULL, NULL),
        ('b2', 'b', '2024-05-02', 7, NULL, NULL, NULL),
        ('c1', 'c', '2024-02-01', 100, NULL, NULL, NULL),
        ('d1', 'd', '2024-02-03', 50, 20, 2, NULL),
        ('e1', 'e', '2024-03-04', 0, NULL, NULL, NULL),
        ('f1', 'f', '2024-03-06', 0, NULL, NULL, NULL),
        ('g1', 'g', '2024-03-15', 25, NULL, NULL, NULL),
        ('h1', 'h', '2024-04-10', 10, 4, NULL, 'tea'),
        ('h2', 'h', '2024-04-10', 15, 6, NULL, 'cups'),
        ('i1', 'i', '2024-05-20', 40, NULL, NULL, NULL),
        ('j1', 'j', '2024-05-10', 40, NULL, NULL, NULL),
        ('l1', 'l', '2024-04-20', 12, NULL, NULL, NULL)
        """);
    oracle.rows(
        "ledger_refunds",
        "refund_id, customer_id, refunded_on, amount, refund_of",
        """
        ('r1', 'c', '2024-02-20', 100, 'c1'),
        ('r2', 'd', '2024-03-01', 20, 'd1'),
        ('r3', 'd', '2024-03-10', 30, 'd1'),
        ('r4', 'f', '2024-03-07', 4, 'f1'),
        ('r5', 'g', '2024-01-20', 9, NULL),
        ('r6', 'h', '2024-04-12', 15, 'h2'),
        ('r7', 'j', '2024-05-20', 40, 'j1'),
        ('r8', 'l', '2024-04-19', 12, 'l1')
        """);
    oracle.rows(
        "customers",
        "customer_id, signed_up_on, region, income_band, acquisition_cost",
        """
        ('a', '2024-01-01', 'North', 'low', 25), ('b', NULL, 'North', NULL, NULL),
        ('d', NULL, 'South', 'low', 0), ('e', NULL, NULL, 'high', 1), ('g', NULL, 'South', 'low', 3),
        ('i', '2024-05-18', 'East', 'low', 9), ('k', '2023-01-01', 'West', 'low', 8)
        """);
    oracle.rows(
        "service_contacts",
        "contact_id, customer_id, opened_on, cost",
        "('s1', 'a', '2024-05-15', 3), ('s2', 'a', '2024-05-16', 5), ('s3', 'm', '2023-05-31', NULL)");
    oracle.rows(
        "campaign_contacts",
        "campaign_id, customer_id, contacted_on, arm, cost",
        "('p', 'd', '2024-03-01', 'treated', 6), ('p', 'e', '2024-03-01', 'control', NULL)");
    oracle.rows(
        "clv", "customer_id, clv, status", "('a', 50, 'scored'), ('d', NULL, 'skipped: why')");
    oracle.rows(
        "nps_responses",
        "response_id, customer_id, responded_at, responded_on, score, stage",
        """
        ('n1', 'a', '2024-01-10 08:00', '2024-01-10', 9, 'before'),
        ('n2', 'a', '2024-01-20 08:00', '2024-01-20', 3, 'after'),
        ('n3', 'b', '2024-01-11 08:00', '2024-01-11', 10, 'after'),
        ('n4', 'c', '2024-01-12 08:00', '2024-01-12', 7, NULL),
        ('n5', 'a', '2024-02-01 08:00', '2024-02-01', 2, 'after'),
        ('n6', 'a', '2024-02-01 08:00', '2024-02-01', 10, 'after'),
        ('n7', 'b', '2024-02-02 08:00', '2024-02-02', 9, 'after'),
        ('n8', 'c', '2024-02-03 08:00', '2024-02-03', 9, 'after'),
        ('n9', 'c', '2024-05-16 08:00', '2024-05-16', 0, 'after')
        """);
    oracle.variable("d", "DATE '2024-05-15'");
    oracle.variable("w", "40");
    oracle.variable("nps_min_respondents", "3");
    oracle.variable("dimensions", "['region', 'region*income_band']");
    oracle.compute();
  }

  @AfterEach
  void close() {
    oracle.close();
  }

  private List<String> row(String table, String columns, String where) {
    List<List<String>> rows =
        oracle.query("SELECT %s FROM %s WHERE %s".formatted(columns, table, where));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private List<String> month(String columns, String customer, String month) {
    return row(
        "customer_month",
        columns,
        "customer_id = '%s' AND month = DATE '%s-01'".formatted(customer, month));
  }

  @Test
  void theMonthOfACustomerHoldsOccasionsNetAndBooksGross() {
    String columns = "order_days, orders, occasion_revenue, occasion_margin, revenue, refunds";
    // Day 5 is bit 4.
    assertThat(month(columns, "a", "2024-01"))
        .containsExactly("16", "1", "10.00", "10.00", "10.00", "0.00");
    assertThat(month(columns, "c", "2024-02"))
        .containsExactly("0", "0", "0.00", "0.00", "100.00", "100.00");
    // 50 - 20 = 30, without cost 30 - 20 - 2; the refunds are booked in March.
    assertThat(month(columns, "d", "2024-02"))
        .containsExactly("4", "1", "30.00", "8.00", "50.00", "0.00");
    assertThat(month(columns, "d", "2024-03"))
        .containsExactly("0", "0", "0.00", "0.00", "0.00", "50.00");
    assertThat(month(columns, "e", "2024-03"))
        .containsExactly("8", "1", "0.00", "0.00", "0.00", "0.00");
    assertThat(month(columns, "f", "2024-03"))
        .containsExactly("0", "0", "0.00", "0.00", "0.00", "4.00");
    // The cost of the cancelled order of an occasion day counts: 10 - 4 - 6.
    assertThat(month(columns, "h", "2024-04"))
        .containsExactly("512", "1", "10.00", "0.00", "25.00", "15.00");
    assertThat(month(columns, "j", "2024-05"))
        .containsExactly("512", "1", "40.00", "40.00", "40.00", "0.00");
    assertThat(month(columns, "l", "2024-04"))
        .containsExactly("524288", "1", "12.00", "12.00", "12.00", "12.00");
    assertThat(oracle.query("SELECT * FROM customer_month WHERE customer_id = 'i'")).isEmpty();
  }

  @Test
  void theFirstDayOfAMonthWithoutOccasionIsZero() {
    String columns = "first_day_revenue, first_day_margin";
    assertThat(month(columns, "h", "2024-04")).containsExactly("10.00", "0.00");
    assertThat(month(columns, "c", "2024-02")).containsExactly("0.00", "0.00");
  }

  @Test
  void categoriesCountOrdersThatAreNotCancelled() {
    assertThat(
            oracle.query(
                "SELECT customer_id, month, category, orders FROM category_orders ORDER BY ALL"))
        .containsExactly(
            List.of("a", "2024-01-01", "tea", "1"),
            List.of("a", "2024-02-01", "tea", "1"),
            List.of("h", "2024-04-01", "tea", "1"));
  }

  /**
   * By hand: a 60 - 3 - 25; d 50 - 50 - 20 - 2 - 6; k and m have done nothing that brings money.
   */
  @Test
  void profitIsRevenueLessAllCostsAsFarAsTheyAreKnown() {
    String columns = "profit, profit_12m, unknown_costs::VARCHAR, payback_months, service_level";
    assertThat(profit(columns, "a"))
        .containsExactly("32.00", "32.00", "[cost, service_cost]", "1", "high-touch");
    assertThat(profit(columns, "b"))
        .containsExactly(
            "12.00", "12.00", "[cost, service_cost, acquisition_cost]", "null", "self-service");
    assertThat(profit(columns, "d")).containsExactly("-28.00", "-28.00", "[]", "0", "review");
    assertThat(profit(columns, "e"))
        .containsExactly("-1.00", "-1.00", "[cost, service_cost]", "null", "review");
    // The refund of January comes before the purchase of March: both are month 0.
    assertThat(profit("profit, payback_months", "g")).containsExactly("13.00", "0");
    assertThat(profit("profit, profit_12m, payback_months, service_level_reason", "k"))
        .containsExactly(
            "-8.00", "0.00", "null", "profit third 3, no value: not in gold.customer_clv");
    assertThat(profit("profit, unknown_costs::VARCHAR", "m"))
        .containsExactly("0.00", "[contact_cost, acquisition_cost]");
    assertThat(oracle.query("SELECT * FROM customer_profit WHERE customer_id = 'i'")).isEmpty();
  }

  /** j 40, a 32, g 13, b 12; c, h, l, m 0; e -1, f -4, k -8, d -28: together 56. */
  @Test
  void theWhaleCurveIsTheRunningShareByRank() {
    String columns = "profit, profit_rank, profit_decile, round(cumulative_profit_share, 6)";
    assertThat(profit(columns, "j")).containsExactly("40.00", "1", "1", "0.714286");
    assertThat(profit(columns, "b")).containsExactly("12.00", "4", "3", "1.732143");
    assertThat(profit(columns, "l")).containsExactly("0.00", "7", "6", "1.732143");
    assertThat(profit(columns, "d")).containsExactly("-28.00", "12", "10", "1.0");
  }

  private List<String> profit(String columns, String customer) {
    return row("customer_profit", columns, "customer_id = '" + customer + "'");
  }

  @Test
  void monthsBalanceFromStartToEnd() {
    assertThat(
            oracle.query(
                """
                SELECT month, customers_at_start, gained, returned, churned, customers_at_end,
                    revenue_at_risk, is_mature
                FROM churn_monthly WHERE dimension = 'all' ORDER BY month
                """))
        .containsExactly(
            // a, b
            List.of("2024-01-01", "0", "2", "0", "0", "2", "0.00", "true"),
            // d
            List.of("2024-02-01", "2", "1", "0", "0", "3", "0.00", "true"),
            // e and g come; b (5) and d (50) leave
            List.of("2024-03-01", "3", "2", "0", "2", "3", "55.00", "true"),
            // h and l come; a (60), e (0), g (25 - 9) leave
            List.of("2024-04-01", "3", "2", "0", "3", "2", "76.00", "true"),
            // j comes, b returns
            List.of("2024-05-01", "2", "1", "1", "0", "4", "0.00", "false"));
  }

  @Test
  void churnRatesAreWilsonAndOnlyOfWholeMonths() {
    String columns = "churn_rate, churn_low, churn_high";
    // 2 of 3: (2 + z²/2 ± z sqrt(2/3 + z²/4)) / (3 + z²)
    List<String> march =
        row("churn_monthly", columns, "dimension = 'all' AND month = DATE '2024-03-01'");
    assertThat(Double.parseDouble(march.get(0))).isCloseTo(0.666667, within(1e-6));
    assertThat(Double.parseDouble(march.get(1))).isCloseTo(0.207655, within(1e-5));
    assertThat(Double.parseDouble(march.get(2))).isCloseTo(0.938509, within(1e-5));
    assertThat(row("churn_monthly", columns, "dimension = 'all' AND month = DATE '2024-01-01'"))
        .containsExactly("null", "null", "null");
    assertThat(row("churn_monthly", columns, "dimension = 'all' AND month = DATE '2024-05-01'"))
        .containsExactly("null", "null", "null");
  }

  @Test
  void aCohortFollowsItsCustomersByMonth() {
    assertThat(cells("month", "cohort = DATE '2024-01-01'"))
        .containsExactly(
            // a and b; b churns in n = 2, a in n = 3, b is back in n = 4
            List.of("0", "2", "2", "2", "2", "0", "0.0", "15.00", "15.00", "true", "true"),
            List.of("1", "2", "2", "1", "2", "0", "0.0", "20.00", "35.00", "true", "true"),
            List.of("2", "2", "2", "1", "2", "1", "0.5", "30.00", "65.00", "true", "true"),
            List.of("3", "2", "2", "0", "1", "1", "1.0", "0.00", "65.00", "true", "false"),
            List.of("4", "2", "0", "1", "1", "0", "null", "7.00", "72.00", "false", "false"));
    assertThat(cells("month", "cohort = DATE '2024-03-01'"))
        .containsExactly(
            // e, g (25 and the 9 given back before), and f's 4 without an occasion
            List.of("0", "2", "2", "2", "2", "0", "0.0", "12.00", "12.00", "true", "true"),
            List.of("1", "2", "2", "0", "0", "2", "1.0", "0.00", "12.00", "true", "false"),
            List.of("2", "2", "0", "0", "0", "0", "null", "0.00", "12.00", "false", "false"));
  }

  @Test
  void totalsAddMatureCellsOfOnePeriod() {
    assertThat(cells("month", "is_total"))
        .containsExactly(
            List.of("0", "7", "7", "7", "7", "0", "0.0", "87.00", "87.00", "true", "false"),
            List.of("1", "5", "5", "1", "2", "3", "0.6", "-30.00", "47.00", "true", "false"),
            List.of("2", "3", "3", "1", "2", "1", "0.5", "30.00", "65.00", "true", "false"),
            List.of("3", "2", "2", "0", "1", "1", "1.0", "0.00", "65.00", "true", "false"));
  }

  @Test
  void periodsOfThirtyDaysBeginWithTheCustomersOwnFirstDay() {
    assertThat(cells("day30", "cohort = DATE '2024-01-01'"))
        .containsExactly(
            // a on days 0, 36, 75 and observed to 131; b on days 0, 92 and observed to 105
            List.of("0", "2", "2", "2", "2", "null", "null", "null", "null", "true", "null"),
            List.of("1", "2", "2", "1", "2", "null", "null", "null", "null", "true", "null"),
            List.of("2", "2", "2", "1", "2", "null", "null", "null", "null", "true", "null"),
            List.of("3", "2", "1", "0", "0", "null", "null", "null", "null", "false", "null"));
  }

  private List<List<String>> cells(String window, String where) {
    return oracle.query(
        """
        SELECT period, cohort_size, eligible, active, active_or_later, churned, hazard, revenue,
            cumulative_revenue, is_mature, is_final
        FROM cohort_retention WHERE dimension = 'all' AND "window" = '%s' AND %s ORDER BY period
        """
            .formatted(window, where));
  }

  @Test
  void theBooksKeepEachRowInItsOwnMonth() {
    assertThat(
            oracle.query(
                "SELECT net_revenue FROM monthly_revenue WHERE dimension = 'all' ORDER BY month"))
        .containsExactly(
            List.of("6.00"), List.of("70.00"), List.of("1.00"), List.of("10.00"), List.of("47.00"));
  }

  @Test
  void customersAreThoseKnownAtD() {
    assertThat(
            oracle.query(
                """
                SELECT customer_id, cohort, first_order_on, last_order_on, tenure_days,
                    is_active_orders, "region*income_band"
                FROM customer JOIN (PIVOT dimensions ON dimension USING first(value))
                    USING (customer_id)
                ORDER BY customer_id
                """))
        .containsExactly(
            List.of("a", "2024-01-01", "2024-01-05", "2024-03-20", "131", "false", "North*low"),
            List.of("b", "2024-01-01", "2024-01-31", "2024-05-02", "105", "true", "North*unknown"),
            List.of("c", "null", "null", "null", "null", "false", "unknown*unknown"),
            List.of("d", "2024-02-01", "2024-02-03", "2024-02-03", "102", "false", "South*low"),
            List.of("e", "2024-03-01", "2024-03-04", "2024-03-04", "72", "false", "unknown*high"),
            List.of("f", "null", "null", "null", "null", "false", "unknown*unknown"),
            List.of("g", "2024-03-01", "2024-03-15", "2024-03-15", "61", "false", "South*low"),
            List.of("h", "2024-04-01", "2024-04-10", "2024-04-10", "35", "true", "unknown*unknown"),
            List.of("j", "2024-05-01", "2024-05-10", "2024-05-10", "5", "true", "unknown*unknown"),
            List.of("k", "null", "null", "null", "null", "false", "West*low"),
            List.of("l", "2024-04-01", "2024-04-20", "2024-04-20", "25", "true", "unknown*unknown"),
            List.of("m", "null", "null", "null", "null", "false", "unknown*unknown"));
  }

  @Test
  void oneAnswerPerCustomerAndCellMakesTheScore() {
    String columns =
        "responses, respondents, promoters, passives, detractors, nps, change_from_previous,"
            + " change_is_significant, is_suppressed";
    assertThat(nps(columns, "period = DATE '2024-01-01'"))
        .containsExactly("4", "3", "1", "1", "1", "0.0", "null", "null", "false");
    // Of n5 and n6, answered at one instant, the greater id counts: 10, not 2.
    assertThat(nps(columns, "period = DATE '2024-02-01'"))
        .containsExactly("4", "3", "3", "0", "0", "100.0", "100.0", "true", "false");
    assertThat(nps(columns, "period = DATE '2024-03-01'"))
        .containsExactly("0", "0", "0", "0", "0", "null", "null", "null", "true");
    assertThat(nps(columns, "period IS NULL"))
        .containsExactly("8", "3", "3", "0", "0", "100.0", "null", "null", "false");
    // P 3.75, D 0.75 of 6: 50 ± z 100 sqrt((0.75 - 0.25) / 6), cut to 100.
    List<String> interval = nps("nps_low, nps_high", "period = DATE '2024-02-01'");
    assertThat(Double.parseDouble(interval.get(0))).isCloseTo(-6.5793, within(1e-3));
    assertThat(interval.get(1)).isEqualTo("100.0");
  }

  private List<String> nps(String columns, String where) {
    return row("nps", columns, "dimension = 'all' AND " + where);
  }

  @Test
  void stagesCountAResponseOnceAndACustomerPerStage() {
    assertThat(
            oracle.query(
                """
                SELECT value, responses, respondents FROM nps
                WHERE dimension = 'stage' AND period = DATE '2024-01-01' ORDER BY value
                """))
        .containsExactly(
            List.of("after", "2", "2"), List.of("before", "1", "1"), List.of("unknown", "1", "1"));
  }

  @Test
  void valuesOfADimensionAddUpToAll() {
    for (String measure : List.of("customers_at_end", "gained", "churned", "revenue_at_risk")) {
      assertThat(
              oracle.query(
                  """
                  SELECT month FROM churn_monthly GROUP BY month
                  HAVING sum(%1$s) FILTER (dimension = 'region')
                      <> sum(%1$s) FILTER (dimension = 'all')
                  """
                      .formatted(measure)))
          .isEmpty();
    }
  }

  @Test
  void missingHistoryTakesCustomersOutOfTheirCohorts() {
    oracle.variable("history_starts_on", "DATE '2024-01-01'");
    oracle.compute();

    // First order before 2024-02-10: a, b, c, d. Months count from January; c has no occasion.
    assertThat(cells("month", "cohort = DATE '1900-01-01' AND period < 2"))
        .containsExactly(
            List.of("0", "3", "3", "2", "3", "0", "0.0", "15.00", "15.00", "true", "true"),
            List.of("1", "3", "3", "2", "3", "0", "0.0", "70.00", "85.00", "true", "true"));
    assertThat(cells("month", "cohort < DATE '2024-03-01' AND cohort > DATE '1900-01-01'"))
        .isEmpty();
    assertThat(cells("month", "is_total").get(0).get(1)).isEqualTo("4");
  }
}
