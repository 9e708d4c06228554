package clientele.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.oracle.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What holds in the tables of a business date whatever the data are: a test of a whole run
 * implements this. The tables are held against each other; nothing is computed a second time. Each
 * query asks for the rows that break the law.
 */
interface TableLaws {
  /**
   * An oracle with a view of each gold table of the date, and of those of silver that they are held
   * against, as they stand.
   */
  Oracle tables();

  @Test
  default void startAndGainedAndReturnedLessChurnedAreTheEnd() {
    hasNone(
        """
        SELECT * FROM churn_monthly
        WHERE customers_at_start + gained + returned - churned <> customers_at_end
        """);
  }

  @Test
  default void openingAndMovementsAreTheClosing() {
    hasNone(
        """
        SELECT * FROM mrr_movement
        WHERE opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr
            - churned_mrr + fx_mrr <> closing_mrr
        """);
  }

  /** The first month of all begins with nobody; there are no holes. */
  @Test
  default void aMonthStartsWhereTheMonthBeforeEnded() {
    hasNone(
        """
        SELECT basis, dimension, value, month, at_start, coalesce(lag(at_end) OVER months, 0) AS due,
            coalesce(lag(month) OVER months + INTERVAL 1 MONTH, month) AS due_month
        FROM (
            SELECT basis, dimension, value, month, customers_at_start AS at_start,
                customers_at_end AS at_end
            FROM churn_monthly
            UNION ALL
            SELECT 'mrr', dimension, value, month, opening_mrr, closing_mrr FROM mrr_movement)
        WINDOW months AS (PARTITION BY basis, dimension, value ORDER BY month)
        QUALIFY at_start <> due OR month <> due_month
        """);
  }

  @Test
  default void valuesOfADimensionAddUpToAll() {
    addUp(
        "churn_monthly",
        "basis, month",
        "customers_at_start, gained, churned, returned, customers_at_end, revenue_at_risk,"
            + " short_lived_customers");
    addUp(
        "mrr_movement",
        "month",
        "opening_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr,"
            + " fx_mrr, closing_mrr, opening_customers, new_customers, expansion_customers,"
            + " contraction_customers, churned_customers, reactivation_customers,"
            + " closing_customers, short_lived_customers, short_lived_mrr");
    addUp(
        "(FROM cohort_retention WHERE \"window\" = 'month')",
        "basis, cohort, period",
        "cohort_size, eligible, active, active_or_later, churned, revenue, cumulative_revenue");
    // A value has no row before one of its customers is old enough, and its own total.
    addUp(
        "(FROM cohort_retention WHERE \"window\" = 'day30' AND NOT is_total)",
        "basis, cohort, period",
        "eligible, active, active_or_later");
    addUp("subscription_survival", "tenure_month", "at_risk, churned, involuntary, censored");
    addUp("payment_recovery", "months_since_failure", "at_risk, recovered, censored");
    addUp(
        "(FROM nps WHERE dimension <> 'stage')",
        "period",
        "responses, respondents, promoters, passives, detractors");
    // Publication has no customers.
    addUp("(FROM kpi WHERE kpi <> 'insight_on_time')", "kpi, grain, period", "n, \"sum\"");
    addUp("clv_cohort", "cohort", "customers, historical_margin, clv, acquisition_cost");
  }

  /** One law for all KPIs: the mean of a union is that of the added states. */
  @Test
  default void quartersAndYearsOfAKpiAreTheSumsOfTheirMonths() {
    for (String grain : List.of("quarter", "year")) {
      hasNone(
          """
          SELECT kpi, dimension, value, date_trunc('%1$s', period) AS begins
          FROM kpi
          WHERE grain IN ('month', '%1$s')
          GROUP BY ALL
          HAVING %2$s
              OR abs(sum(sum_of_squares) FILTER (grain = 'month')
                  - sum(sum_of_squares) FILTER (grain = '%1$s'))
                  > 1e-9 * sum(sum_of_squares) FILTER (grain = '%1$s')
          """
              .formatted(
                  grain, differing("n, \"sum\"", "grain = 'month'", "grain = '" + grain + "'")));
    }
  }

  @Test
  default void aKpiIsTheMeanOfItsRowsWithinItsBounds() {
    hasNone(
        """
        SELECT * FROM kpi
        WHERE n < 1 OR (kpi_value IS NULL) <> (NOT is_mature)
            OR abs(kpi_value - "sum" / n) > 1e-9 * greatest(1, abs(kpi_value))
            OR low > kpi_value + 1e-12 OR kpi_value > high + 1e-12
            OR (low IS NULL) <> (NOT is_mature OR (n = 1 AND low IS NULL))
            OR (unit = 'share' AND (low < 0 OR high > 1 OR "sum" NOT BETWEEN 0 AND n))
            OR sum_of_squares < "sum" ** 2 / n * (1 - 1e-9)
        """);
  }

  /** What is told twice is told alike, where insights ran. */
  @Test
  default void kpisAgreeWithTheTablesOfTheirFeatures() {
    hasNone(
        """
        SELECT dimension, value, period, k.n, k."sum", customers_at_start, churned
        FROM (FROM kpi WHERE kpi = 'subscription_churn' AND grain = 'month') k
        FULL JOIN (SELECT dimension, value, month AS period, customers_at_start, churned
            FROM churn_monthly WHERE basis = 'subscriptions' AND customers_at_start > 0) c
            USING (dimension, value, period)
        WHERE (k.n, k."sum") IS DISTINCT FROM (customers_at_start, churned)
            AND EXISTS (FROM kpi)
        """);
    hasNone(
        """
        SELECT dimension, value, period, k.n, k."sum", respondents, promoters
        FROM (FROM kpi WHERE kpi = 'promoters' AND grain = 'month') k
        FULL JOIN (SELECT dimension, value, period, respondents, promoters
            FROM nps WHERE dimension <> 'stage' AND period IS NOT NULL AND respondents > 0) a
            USING (dimension, value, period)
        WHERE (k.n, k."sum") IS DISTINCT FROM (respondents, promoters)
            AND EXISTS (FROM kpi)
        """);
  }

  /** Each question is answered as it is told and adjusted, and verdicts follow from intervals. */
  @Test
  default void insightsAreAnsweredTwiceAndJudgedByTheirIntervals() {
    hasNone(
        """
        SELECT regexp_replace(insight, '_raw$', '') AS question, dimension
        FROM insight
        GROUP BY ALL
        HAVING count(DISTINCT insight) <> 2
        """);
    hasNone(
        """
        SELECT insight, dimension, value, verdict, low, high, claim_from, claim_to, q_value
        FROM insight
        WHERE CASE verdict
            WHEN 'supported' THEN low < claim_from OR high > claim_to OR p_value >= 0.05
                OR q_value > 0.05
            WHEN 'contradicted' THEN claimed IS NULL OR q_value > 0.05
                OR NOT coalesce(high < claim_from, false)
                    AND NOT coalesce(low > claim_to, false)
            ELSE note IS NULL END
        """);
    hasNone(
        """
        SELECT insight, dimension, value, verdict, placebo_low, placebo_high
        FROM insight
        WHERE insight NOT LIKE '%\\_raw' ESCAPE '\\' AND verdict <> 'not enough data'
            AND NOT 0 BETWEEN placebo_low AND placebo_high
        """);
    // Left out are comparisons by an attribute, which stand alone, and those of two kinds of
    // customers, which are of nobody in a group that has one kind only.
    addUp(
        """
        (FROM insight WHERE insight LIKE '%\\_raw' ESCAPE '\\' AND dimension <> 'stage'
            AND insight NOT IN ('profit_per_contact_raw', 'acquire_vs_retain_cost_raw')
            AND insight NOT IN (SELECT insight FROM insight GROUP BY insight
                HAVING count(*) FILTER (dimension = 'all') <> 1
                    OR count(DISTINCT dimension) = 1))""",
        "insight", "n");
  }

  /** One told share, from the purchases and contacts that it is about. */
  @Test
  default void poorServiceIsFollowedByWhatTheOrdersSay() {
    hasNone(
        """
        WITH day AS (
            SELECT max(as_of) AS as_of FROM insight
        ), purchase AS (
            SELECT customer_id, month + b AS bought_on
            FROM customer_month CROSS JOIN (SELECT unnest(range(31))::INTEGER AS b)
            WHERE order_days & (1 << b) <> 0
        ), poor AS (
            SELECT customer_id, min(opened_on) AS opened_on
            FROM service_contacts, day
            WHERE satisfaction <= 2 AND opened_on <= as_of
            GROUP BY customer_id
        ), stopped AS (
            SELECT count(*) AS n, avg(if(EXISTS (FROM purchase p
                WHERE p.customer_id = poor.customer_id
                    AND bought_on BETWEEN opened_on + 1 AND opened_on + 180), 0, 1)) AS estimate
            FROM poor, day
            WHERE opened_on + 180 <= as_of
        )
        SELECT i.n, i.estimate, s.n, s.estimate
        FROM insight i CROSS JOIN stopped s
        WHERE insight = 'stopped_after_poor_service_raw' AND dimension = 'all'
            AND (i.n <> s.n OR NOT abs(i.estimate - s.estimate) <= 1e-12)
        """);
  }

  @Test
  default void cohortsAreWorthWhatTheirCustomersAre() {
    hasNone(
        """
        SELECT *
        FROM (SELECT is_total, sum(customers) AS customers, sum(historical_margin) AS margin,
                sum(clv) AS clv
            FROM clv_cohort WHERE dimension = 'all' GROUP BY is_total) c
        CROSS JOIN (SELECT count(*) AS customers, sum(historical_margin) AS margin,
                sum(clv) AS clv
            FROM customer_clv) v
        WHERE (c.customers, c.margin, c.clv) IS DISTINCT FROM (v.customers, v.margin, v.clv)
        """);
  }

  /**
   * To the cent, each kind of money from where it stood in silver; empty where profit did not run.
   */
  @Test
  default void customersAddUpToTheProfitOfTheCompany() {
    hasNone(
        """
        WITH day AS (
            SELECT max(as_of) AS as_of FROM customer_profit
        ), contact AS (
            SELECT 'contact' AS kind, cost, opened_on AS day, replaced_on FROM service_contacts
            UNION ALL
            SELECT 'campaign', cost, contacted_on, replaced_on FROM campaign_contacts
        ), spent AS (
            SELECT sum(cost) FILTER (kind = 'contact') AS contact_cost,
                sum(cost) FILTER (kind = 'campaign') AS campaign_cost
            FROM contact, day
            WHERE contact.day <= as_of AND coalesce(replaced_on > as_of, true)
        ), booked AS (
            SELECT sum(revenue - refunds) AS revenue, sum(cost) AS cost,
                sum(service_cost) AS service_cost
            FROM customer_month
        ), won AS (
            SELECT sum(acquisition_cost) AS acquisition_cost FROM customers
            WHERE customer_id IN (SELECT customer_id FROM customer_profit)
        ), company AS (
            SELECT coalesce(b.revenue, 0) AS revenue, coalesce(b.cost, 0) AS cost,
                coalesce(b.service_cost, 0) AS service_cost,
                coalesce(contact_cost, 0) AS contact_cost,
                coalesce(campaign_cost, 0) AS campaign_cost,
                coalesce(acquisition_cost, 0) AS acquisition_cost
            FROM booked b, spent, won
        ), recurring AS (
            SELECT coalesce(sum(closing_mrr), 0) AS mrr FROM subscription_month
        ), profit AS (
            SELECT sum(revenue - subscription_revenue) AS revenue, sum(cost) AS cost,
                sum(service_cost) AS service_cost, sum(contact_cost) AS contact_cost,
                sum(campaign_cost) AS campaign_cost, sum(acquisition_cost) AS acquisition_cost,
                sum(subscription_revenue) AS recurring, sum(profit) AS profit
            FROM customer_profit
            HAVING count(*) > 0
        )
        SELECT *
        FROM profit p, company c, recurring
        WHERE (p.revenue, p.cost, p.service_cost, p.contact_cost, p.campaign_cost,
                p.acquisition_cost) IS DISTINCT FROM (c.revenue, c.cost, c.service_cost,
                c.contact_cost, c.campaign_cost, c.acquisition_cost)
            OR p.recurring NOT IN (0, mrr)
            OR p.profit <> c.revenue + p.recurring - c.cost - c.service_cost - c.contact_cost
                - c.campaign_cost - c.acquisition_cost
            OR p.revenue <> (SELECT coalesce(sum(money_in_gold), 0) FROM reconciliation)
        """);
  }

  @Test
  default void theWhaleCurveEndsAtTheProfitOfTheCompany() {
    hasNone(
        """
        SELECT *, row_number() OVER best AS place, sum(profit) OVER () AS company,
            sum(profit) OVER (best ROWS UNBOUNDED PRECEDING) AS so_far, count(*) OVER () AS n
        FROM customer_profit
        WINDOW best AS (ORDER BY profit DESC, customer_id)
        QUALIFY profit_rank <> place OR profit_decile <> 1 + 10 * (place - 1) // n
            OR (cumulative_profit_share IS NULL) <> (company <= 0)
            OR abs(cumulative_profit_share * company - so_far) > 1e-9 * company
            OR (place = n AND cumulative_profit_share <> 1)
        """);
  }

  @Test
  default void everyCustomerHasAProfit() {
    hasNone(
        """
        SELECT *
        FROM (SELECT customer_id FROM customer_profit) p
        FULL JOIN (SELECT customer_id AS known FROM customer) c ON known = customer_id
        WHERE (known IS NULL OR customer_id IS NULL)
            AND EXISTS (FROM customer_profit) AND EXISTS (FROM customer)
        """);
  }

  /** Each who answered a year ago is in one band, of each measure; of detractors is the value. */
  @Test
  default void whoAnsweredIsInOneBandAndMayBeFollowed() {
    hasNone(
        """
        SELECT measure
        FROM nps_outcome
        WHERE measure NOT LIKE 'value%'
        GROUP BY measure
        HAVING count(*) <> 3 OR sum(customers) <> (
            SELECT sum(customers) FROM nps_outcome WHERE measure = 'orders')
            OR sum(customers) > (SELECT respondents FROM nps WHERE dimension = 'all' AND period IS NULL)
        """);
    hasNone(
        """
        SELECT *
        FROM nps_outcome
        WHERE (measure LIKE 'value%' AND customers <> (
                SELECT detractors FROM nps WHERE dimension = 'all' AND period IS NULL))
            OR value_at_risk > (SELECT sum(clv) FROM customer_clv)
            OR (measure = 'value_at_risk' AND estimate <> value_at_risk)
        """);
  }

  /** A value has no row before its first cohort. */
  @Test
  default void revenueAndPayersOfTheCohortsAreThoseOfTheMonth() {
    hasNone(
        """
        SELECT *
        FROM (%s) c
        FULL JOIN (FROM mrr_movement) m USING (dimension, value, month)
        WHERE coalesce(c.revenue, 0) <> coalesce(m.closing_mrr, 0)
            OR coalesce(c.active, 0) <> coalesce(m.closing_customers, 0)
        """
            .formatted(cohortsByMonth("subscriptions")));
  }

  /** Money dated before a customer's cohort stands in the month of the cohort. */
  @Test
  default void revenueOfTheCohortsIsTheBookedRevenueOfTheMonth() {
    hasNone(
        """
        WITH booked AS (
            SELECT if(cohort_known, greatest(m.month, coalesce(cohort, m.month)), m.month) AS month,
                sum(revenue - refunds) AS revenue
            FROM customer_month m
            JOIN customer USING (customer_id)
            GROUP BY 1)
        SELECT *
        FROM (FROM (%s) WHERE dimension = 'all') c
        FULL JOIN booked b USING (month)
        WHERE coalesce(c.revenue, 0) <> coalesce(b.revenue, 0)
        """
            .formatted(cohortsByMonth("orders")));
  }

  /** pax8-cli#53: as many answers as there are formulas. */
  @Test
  default void churnAndRecurringRevenueTellOfTheSameCustomers() {
    hasNone(
        """
        SELECT *
        FROM (FROM churn_monthly WHERE basis = 'subscriptions') c
        FULL JOIN (FROM mrr_movement) m USING (dimension, value, month)
        WHERE (customers_at_start, gained, returned, churned, customers_at_end,
                c.short_lived_customers, revenue_at_risk)
            IS DISTINCT FROM (opening_customers, new_customers, reactivation_customers,
                churned_customers, closing_customers, m.short_lived_customers, churned_mrr)
        """);
  }

  /** To the last bit: what is allowed are the roundings of these sums themselves. */
  @Test
  default void retentionOfRevenueIsWhatChurnLeaves() {
    hasNone(
        """
        SELECT * FROM mrr_movement
        WHERE abs(gross_retention - (1 - gross_churn_rate)) > 2.3e-16
            OR abs(net_retention - (1 - net_churn_rate - (reactivation_mrr / opening_mrr)::DOUBLE))
                > 4.5e-16 * greatest(1, 1 - net_churn_rate)
            OR (gross_churn_rate IS NULL) <> (NOT is_mature OR opening_mrr = 0)
            OR (quick_ratio IS NULL) <> (NOT is_mature OR churned_mrr + contraction_mrr = 0)
        """);
  }

  @Test
  default void everyCustomerWithAnOccasionIsGainedOnce() {
    hasNone(
        """
        SELECT *
        FROM (SELECT dimension, value, sum(gained) AS gained FROM churn_monthly
            WHERE basis = 'orders' GROUP BY ALL)
        FULL JOIN (SELECT dimension, value, sum(cohort_size) AS joined FROM cohort_retention
            WHERE basis = 'orders' AND "window" = 'month' AND period = 0 AND NOT is_total
            GROUP BY ALL) USING (dimension, value)
        WHERE gained IS DISTINCT FROM joined
        """);
  }

  @Test
  default void hazardIsTheChurnOfThoseWhoHadNotChurned() {
    hasNone(
        """
        SELECT *, cohort_size - coalesce(sum(churned) OVER (
            PARTITION BY basis, dimension, value, cohort ORDER BY period
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS at_risk
        FROM cohort_retention
        WHERE "window" = 'month' AND NOT is_total
        QUALIFY at_risk < churned OR (hazard IS NULL) <> (NOT is_mature OR at_risk = 0)
            OR abs(hazard * at_risk - churned) > 1e-9
        """);
  }

  @Test
  default void onlyTheEligibleAreActiveAndNobodyIsCountedTwice() {
    hasNone(
        """
        SELECT * FROM cohort_retention
        WHERE active > active_or_later OR active_or_later > cohort_size OR eligible > cohort_size
            OR (eligible > 0 AND active_or_later > eligible)
            OR (retention IS NULL) <> (eligible = 0)
            OR abs(retention * eligible - active) > 1e-9
        """);
  }

  @Test
  default void aTotalIsTheSumOfTheMatureCohorts() {
    hasNone(
        """
        SELECT basis, dimension, value, "window", period
        FROM cohort_retention
        WHERE is_mature AND coalesce(cohort > DATE '1900-01-01', is_total)
        GROUP BY ALL
        HAVING %s
        """
            .formatted(
                differing(
                    "cohort_size, eligible, active, active_or_later, churned, revenue,"
                        + " cumulative_revenue",
                    "is_total",
                    "NOT is_total")));
  }

  @Test
  default void survivalIsTheProductOfTheSharesThatStay() {
    hasNone(
        """
        SELECT *, coalesce(lag(survival) OVER tenures, 1) AS before,
            lag(at_risk - churned - censored) OVER tenures AS left_over
        FROM subscription_survival
        WINDOW tenures AS (PARTITION BY dimension, value ORDER BY tenure_month)
        QUALIFY abs(survival - before * (1 - coalesce(churned / nullif(at_risk, 0), 0))) > 1e-12
            OR at_risk < left_over OR involuntary > churned
            OR restricted_mean_months - coalesce(lag(restricted_mean_months + survival) OVER tenures,
                0) NOT BETWEEN -1e-9 AND 1e-9
            OR (median_months <= tenure_month) IS DISTINCT FROM
                if(median_months IS NULL AND survival > 0.5, NULL, survival <= 0.5)
        """);
  }

  @Test
  default void whoLeftForOneReasonOrTheOtherOrStayedIsEverybody() {
    hasNone(
        """
        SELECT * FROM subscription_survival
        WHERE voluntary_incidence + involuntary_incidence + survival <> 1
        """);
  }

  @Test
  default void recoveryOnlyGrowsAndWhoIsBackIsNoLongerAtRisk() {
    hasNone(
        """
        SELECT *, coalesce(lag(recovery) OVER months, 0) AS before,
            coalesce(lag(at_risk - recovered - censored) OVER months, at_risk) AS left_over
        FROM payment_recovery
        WINDOW months AS (PARTITION BY dimension, value ORDER BY months_since_failure)
        QUALIFY at_risk <> left_over
            OR abs(1 - recovery - (1 - before) * (1 - recovered / at_risk)) > 1e-12
        """);
  }

  @Test
  default void estimatesLieWithinTheirIntervals() {
    hasNone(
        """
        FROM (
            SELECT 'churn', churn_low AS low, churn_rate AS estimate, churn_high AS high
            FROM churn_monthly
            UNION ALL
            SELECT 'retention', retention_low, retention, retention_high FROM cohort_retention
            UNION ALL
            SELECT 'survival', low, survival, high FROM subscription_survival
            UNION ALL
            SELECT 'recovery', low, recovery, high FROM payment_recovery
            UNION ALL
            SELECT 'forecast', low, expected_retention, high FROM retention_forecast)
        WHERE low > estimate + 1e-12 OR estimate > high + 1e-12 OR low < -1e-12 OR high > 1 + 1e-12
            OR (low IS NULL) <> (estimate IS NULL) OR (high IS NULL) <> (estimate IS NULL)
        """);
    hasNone(
        """
        FROM (
            SELECT 'nps' AS "table", nps_low AS low, nps AS estimate, nps_high AS high FROM nps
            UNION ALL
            SELECT 'weighted', nps_weighted_low, nps_weighted, nps_weighted_high FROM nps
            UNION ALL
            SELECT 'outcome', low, estimate, high FROM nps_outcome
            WHERE measure <> 'value_at_risk'
            UNION ALL
            SELECT 'adjusted', adjusted_low, adjusted, adjusted_high FROM nps_outcome
            UNION ALL
            SELECT 'placebo', placebo_low, placebo_estimate, placebo_high FROM nps_outcome)
        WHERE low > estimate OR estimate > high OR (low IS NULL) <> (estimate IS NULL)
            OR (high IS NULL) <> (estimate IS NULL)
        """);
  }

  @Test
  default void noNumberIsNaNOrInfinite() {
    List<List<String>> columns =
        tables()
            .query(
                """
                SELECT table_name, column_name
                FROM information_schema.columns
                WHERE data_type LIKE '%DOUBLE%'
                """);
    assertThat(columns).hasSizeGreaterThan(20);
    hasNone(
        columns.stream()
            .map(
                column ->
                    """
                    SELECT '%1$s.%2$s' AS place, "%2$s"::VARCHAR AS number FROM "%1$s"
                    WHERE regexp_matches("%2$s"::VARCHAR, '\\b(nan|inf)\\b')
                    """
                        .formatted(column.get(0), column.get(1)))
            .collect(joining("UNION ALL\n")));
  }

  /** Fails if the query finds rows. */
  default void hasNone(String violations) {
    assertThat(tables().query("FROM (" + violations + ") LIMIT 5")).as(violations).isEmpty();
  }

  /** Fails unless each measure of 'all' is the sum over the values of every dimension. */
  private void addUp(String relation, String key, String measures) {
    hasNone(
        """
        WITH cell AS (FROM %1$s)
        SELECT %2$s, d.dimension AS cut
        FROM cell
        CROSS JOIN (SELECT DISTINCT dimension FROM cell WHERE dimension <> 'all') d
        WHERE cell.dimension IN ('all', d.dimension)
        GROUP BY ALL
        HAVING %3$s
        """
            .formatted(
                relation,
                key,
                differing(measures, "cell.dimension = 'all'", "cell.dimension <> 'all'")));
  }

  /** Whether one of the measures has another sum over one part of the rows than over the other. */
  static String differing(String measures, String part, String otherPart) {
    return List.of(measures.split(",")).stream()
        .map(
            measure ->
                "coalesce(sum(%1$s) FILTER (%2$s), 0) <> coalesce(sum(%1$s) FILTER (%3$s), 0)"
                    .formatted(measure.strip(), part, otherPart))
        .collect(joining(" OR "));
  }

  /** Revenue and active customers by calendar month; unknown cohorts count from the first month. */
  private static String cohortsByMonth(String basis) {
    return """
        SELECT dimension, value,
            (if(cohort = DATE '1900-01-01', first_month, cohort) + to_months(period))::DATE AS month,
            sum(revenue) AS revenue, sum(active) AS active
        FROM cohort_retention
        CROSS JOIN (SELECT min(month) AS first_month FROM churn_monthly WHERE basis = '%1$s')
        WHERE basis = '%1$s' AND "window" = 'month' AND NOT is_total
        GROUP BY ALL
        """
        .formatted(basis);
  }
}
