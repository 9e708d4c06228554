-- The cells of gold.cohort_retention, basis subscriptions, windows 'month' and 'day30'. Reads
-- subscription_first, subscription_spell, paying_run, subscription_month, customers, cell_value.
-- Makes subscription_retention.
--
-- choice: the row '1900-01-01' counts months from the first paid month of all customers, and has no
--   'day30' periods, because its first days are not known.
-- choice: in 'day30' a later period is one whose last day is not after d, as for eligible.

CREATE OR REPLACE TEMP TABLE subscription_cohort AS
WITH known AS (
    SELECT f.*, NOT coalesce(f.first_paid_on < subscriptions_start()
        OR c.signed_up_on < subscriptions_start(), false) AS cohort_known
    FROM subscription_first f
    LEFT JOIN customers c USING (customer_id)
)
SELECT customer_id, cell, first_paid_on,
    if(cohort_known, month_of(first_paid_on), DATE '1900-01-01') AS cohort,
    if(cohort_known, month_of(first_paid_on), (SELECT min(month_of(first_paid_on)) FROM known))
        AS from_month
FROM known;

CREATE OR REPLACE TEMP TABLE subscription_retention_month AS
WITH paying AS (
    -- Paying from one month's end on (+1), no longer paying from another's on (-1).
    SELECT customer_id, from_month AS month, 1 AS step FROM paying_run
    UNION ALL
    SELECT customer_id, until_month, -1 FROM paying_run WHERE until_month <= as_of()
), per_customer AS (
    SELECT customer_id, min(until_month) FILTER (until_month <= as_of()) AS first_churn,
        plus_months(max(until_month), -1) AS last_active
    FROM paying_run
    GROUP BY customer_id
), event AS (
    SELECT customer_id, month, step, 0 AS last_active, 0 AS churned, 0 AS revenue FROM paying
    UNION ALL SELECT customer_id, last_active, 0, 1, 0, 0 FROM per_customer
    UNION ALL
    SELECT customer_id, first_churn, 0, 0, 1, 0 FROM per_customer WHERE first_churn IS NOT NULL
    UNION ALL
    SELECT customer_id, month, 0, 0, 0, closing_mrr FROM subscription_month WHERE closing_mrr <> 0
), event_cell AS (
    SELECT cell, cohort, month_number(month) - month_number(from_month) AS period,
        sum(step) AS step, sum(last_active) AS last_active, sum(churned) AS churned,
        sum(revenue) AS revenue
    FROM event
    JOIN subscription_cohort USING (customer_id)
    GROUP BY ALL
), event_value AS (
    SELECT dimension, value, cohort, period, sum(step) AS step, sum(last_active) AS last_active,
        sum(churned) AS churned, sum(revenue) AS revenue
    FROM event_cell
    JOIN cell_value USING (cell)
    GROUP BY ALL
), cohort AS (
    SELECT dimension, value, cohort, from_month, sum(cohort_size)::BIGINT AS cohort_size
    FROM (SELECT cell, cohort, from_month, count(*) AS cohort_size
        FROM subscription_cohort
        GROUP BY ALL)
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT *, unnest(generate_series(0, month_number(as_of()) - month_number(from_month))) AS period
    FROM cohort
), counted AS (
    SELECT dimension, value, cohort, period, cohort_size,
        last_day(plus_months(from_month, period)) <= as_of() AS is_mature,
        coalesce(sum(step) OVER so_far, 0)::BIGINT AS active,
        coalesce(sum(last_active) OVER later, 0)::BIGINT AS active_or_later,
        coalesce(churned, 0)::BIGINT AS churned,
        cohort_size - coalesce(sum(churned) OVER earlier, 0)::BIGINT AS at_risk,
        coalesce(revenue, 0) AS revenue,
        coalesce(sum(revenue) OVER so_far, 0) AS cumulative_revenue
    FROM spine
    LEFT JOIN event_value USING (dimension, value, cohort, period)
    WINDOW
        earlier AS (PARTITION BY dimension, value, cohort ORDER BY period
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        so_far AS (PARTITION BY dimension, value, cohort ORDER BY period
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        later AS (PARTITION BY dimension, value, cohort ORDER BY period
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT dimension, value, 'month' AS "window", cohort, period, is_mature AS is_final, cohort_size,
    if(is_mature, cohort_size, 0) AS eligible, active, active_or_later, churned, at_risk, revenue,
    cumulative_revenue, is_mature
FROM counted;

CREATE OR REPLACE TEMP TABLE subscription_retention_day30 AS
WITH first_day AS (
    -- Periods that are over: their days 30n + 29 are not after d.
    SELECT *, (as_of() + 1 - first_paid_on) // 30 AS periods
    FROM subscription_cohort
    WHERE cohort > DATE '1900-01-01'
), spell_period AS (
    -- The periods whose last day is in the spell: from_period up to, not with, until_period.
    SELECT customer_id, cell, cohort, (paid_from - first_paid_on) // 30 AS from_period,
        (coalesce(paid_until, as_of() + 1) - first_paid_on) // 30 AS until_period
    FROM subscription_spell
    JOIN first_day USING (customer_id)
    WHERE (paid_from - first_paid_on) // 30
        < (coalesce(paid_until, as_of() + 1) - first_paid_on) // 30
), event AS (
    SELECT cell, cohort, from_period AS period, count(*) AS step, 0 AS last_active,
        0 AS last_eligible
    FROM spell_period
    GROUP BY ALL
    UNION ALL
    SELECT cell, cohort, until_period, -count(*), 0, 0 FROM spell_period GROUP BY ALL
    UNION ALL
    SELECT cell, cohort, last_period, 0, count(*), 0
    FROM (SELECT cell, cohort, max(until_period) - 1 AS last_period
        FROM spell_period
        GROUP BY customer_id, cell, cohort)
    GROUP BY ALL
    UNION ALL
    SELECT cell, cohort, periods - 1, 0, 0, count(*) FROM first_day WHERE periods > 0 GROUP BY ALL
), event_value AS (
    SELECT dimension, value, cohort, period, sum(step) AS step, sum(last_active) AS last_active,
        sum(last_eligible) AS last_eligible
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), cohort AS (
    SELECT dimension, value, cohort, sum(cohort_size)::BIGINT AS cohort_size,
        max(periods) AS periods
    FROM (SELECT cell, cohort, count(*) AS cohort_size, max(periods) AS periods
        FROM first_day
        GROUP BY ALL)
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT *, unnest(range(periods)) AS period
    FROM cohort
), counted AS (
    SELECT dimension, value, cohort, period, cohort_size,
        coalesce(sum(last_eligible) OVER later, 0)::BIGINT AS eligible,
        coalesce(sum(step) OVER so_far, 0)::BIGINT AS active,
        coalesce(sum(last_active) OVER later, 0)::BIGINT AS active_or_later
    FROM spine
    LEFT JOIN event_value USING (dimension, value, cohort, period)
    WINDOW
        so_far AS (PARTITION BY dimension, value, cohort ORDER BY period
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        later AS (PARTITION BY dimension, value, cohort ORDER BY period
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT dimension, value, 'day30' AS "window", cohort, period, NULL::BOOLEAN AS is_final,
    cohort_size, eligible, active, active_or_later, NULL::BIGINT AS churned,
    NULL::BIGINT AS at_risk, NULL::DECIMAL(38, 2) AS revenue,
    NULL::DECIMAL(38, 2) AS cumulative_revenue, eligible = cohort_size AS is_mature
FROM counted;

CREATE OR REPLACE TEMP TABLE subscription_retention AS
FROM subscription_retention_month UNION ALL BY NAME FROM subscription_retention_day30;
