-- gold.cohort_retention, windows 'month' and 'day30': basis orders, and the shares and totals of
-- both. Reads customer, customer_day, month_fold, movement, customer_cell, cell_value,
-- subscription_retention. Makes cohort_retention.
--
-- choice: total rows exist for the periods that have a mature cell; they are mature, final if all
--   their cells are; their hazard is sum churned / sum still at risk; their cumulative_revenue is
--   the sum of the cells' own.
-- choice: a cohort of customers without an occasion only has 'month' rows, of size 0.
-- choice: the row '1900-01-01' has no 'day30' periods, because its first days are not known.
-- choice: retention_shrunk is the raw one in total rows and in the row '1900-01-01', which is beside
--   no cohort.
-- choice: cumulative_revenue, like revenue, is null in 'day30'.

CREATE OR REPLACE TEMP TABLE cohort_customer AS
SELECT customer_id, cell, row_cohort AS cohort, first_order_on, last_order_on,
    if(cohort_known, row_cohort, (SELECT min(month) FROM month_fold)) AS from_month
FROM customer
JOIN customer_cell USING (customer_id)
WHERE row_cohort IS NOT NULL;

CREATE OR REPLACE TEMP TABLE retention_month AS
WITH bought AS (
    SELECT cell, cohort, greatest(0, month_number(month) - month_number(from_month)) AS period,
        count(*) FILTER (order_days <> 0) AS active, sum(revenue - refunds) AS revenue
    FROM month_fold
    JOIN cohort_customer USING (customer_id)
    GROUP BY ALL
), last_bought AS (
    SELECT cell, cohort, month_number(last_order_on) - month_number(from_month) AS period,
        count(*) AS last_active
    FROM cohort_customer
    WHERE last_order_on IS NOT NULL
    GROUP BY ALL
), first_churn AS (
    SELECT customer_id, min(month) AS month
    FROM movement
    WHERE kind = 'churned'
    GROUP BY customer_id
), churned AS (
    SELECT cell, cohort, month_number(month) - month_number(from_month) AS period,
        count(*) AS churned
    FROM first_churn
    JOIN cohort_customer USING (customer_id)
    GROUP BY ALL
), event AS (
    SELECT cell, cohort, period, active, 0 AS last_active, 0 AS churned, revenue FROM bought
    UNION ALL SELECT cell, cohort, period, 0, last_active, 0, 0 FROM last_bought
    UNION ALL SELECT cell, cohort, period, 0, 0, churned, 0 FROM churned
), event_value AS (
    SELECT dimension, value, cohort, period, sum(active) AS active,
        sum(last_active) AS last_active, sum(churned) AS churned, sum(revenue) AS revenue
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), cell_cohort AS (
    SELECT cell, cohort, from_month, count(first_order_on) AS cohort_size
    FROM cohort_customer
    GROUP BY ALL
), cohort AS (
    SELECT dimension, value, cohort, from_month, sum(cohort_size)::BIGINT AS cohort_size
    FROM cell_cohort
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT *, unnest(generate_series(0, month_number(as_of()) - month_number(from_month))) AS period
    FROM cohort
), counted AS (
    SELECT dimension, value, cohort, period, cohort_size,
        last_day(plus_months(from_month, period)) AS ends_on,
        coalesce(active, 0)::BIGINT AS active,
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
SELECT dimension, value, 'month' AS "window", cohort, period,
    ends_on + inactive_after() <= as_of() AS is_final, cohort_size,
    if(ends_on <= as_of(), cohort_size, 0) AS eligible, active, active_or_later, churned, at_risk,
    revenue, cumulative_revenue, ends_on <= as_of() AS is_mature
FROM counted;

CREATE OR REPLACE TEMP TABLE retention_day30 AS
WITH first_day AS (
    SELECT *, (as_of() - first_order_on - 29) // 30 AS last_eligible
    FROM cohort_customer
    WHERE first_order_on IS NOT NULL AND cohort > DATE '1900-01-01'
), customer_period AS (
    SELECT DISTINCT customer_id, (day - first_order_on) // 30 AS period
    FROM customer_day
    JOIN first_day USING (customer_id)
    WHERE is_occasion AND (day - first_order_on) // 30 <= last_eligible
        AND as_of() - first_order_on >= 29
), event AS (
    SELECT cell, cohort, period, count(*) AS active, 0 AS last_active, 0 AS last_eligible
    FROM customer_period
    JOIN first_day USING (customer_id)
    GROUP BY ALL
    UNION ALL
    SELECT cell, cohort, least((last_order_on - first_order_on) // 30, last_eligible), 0, count(*),
        0
    FROM first_day
    WHERE as_of() - first_order_on >= 29
    GROUP BY ALL
    UNION ALL
    SELECT cell, cohort, last_eligible, 0, 0, count(*)
    FROM first_day
    WHERE as_of() - first_order_on >= 29
    GROUP BY ALL
), event_value AS (
    SELECT dimension, value, cohort, period, sum(active) AS active, sum(last_active) AS last_active,
        sum(last_eligible) AS last_eligible
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), cell_cohort AS (
    SELECT cell, cohort, count(*) AS cohort_size, max(last_eligible) AS last_period
    FROM first_day
    GROUP BY ALL
), cohort AS (
    SELECT dimension, value, cohort, sum(cohort_size)::BIGINT AS cohort_size,
        max(last_period) AS last_period
    FROM cell_cohort
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT *, unnest(generate_series(0, last_period)) AS period
    FROM cohort
), counted AS (
    SELECT dimension, value, cohort, period, cohort_size,
        coalesce(sum(last_eligible) OVER later, 0)::BIGINT AS eligible,
        coalesce(active, 0)::BIGINT AS active,
        coalesce(sum(last_active) OVER later, 0)::BIGINT AS active_or_later
    FROM spine
    LEFT JOIN event_value USING (dimension, value, cohort, period)
    WINDOW later AS (PARTITION BY dimension, value, cohort ORDER BY period
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT dimension, value, 'day30' AS "window", cohort, period, NULL::BOOLEAN AS is_final,
    cohort_size, eligible, active, active_or_later, NULL::BIGINT AS churned,
    NULL::BIGINT AS at_risk, NULL::DECIMAL(38, 2) AS revenue,
    NULL::DECIMAL(38, 2) AS cumulative_revenue, eligible = cohort_size AS is_mature
FROM counted
WHERE eligible > 0;

CREATE OR REPLACE TEMP TABLE cohort_retention AS
WITH single AS (
    SELECT 'orders' AS basis, *
    FROM (FROM retention_month UNION ALL BY NAME FROM retention_day30)
    UNION ALL BY NAME
    SELECT 'subscriptions' AS basis, * FROM subscription_retention
), total AS (
    SELECT basis, dimension, value, "window", NULL::DATE AS cohort, period,
        bool_and(is_final) AS is_final, sum(cohort_size)::BIGINT AS cohort_size,
        sum(eligible)::BIGINT AS eligible,
        sum(active)::BIGINT AS active, sum(active_or_later)::BIGINT AS active_or_later,
        sum(churned)::BIGINT AS churned, sum(at_risk)::BIGINT AS at_risk, sum(revenue) AS revenue,
        sum(cumulative_revenue) AS cumulative_revenue, true AS is_mature
    FROM single
    WHERE is_mature AND cohort > DATE '1900-01-01'
    GROUP BY ALL
), every AS (
    SELECT *, false AS is_total FROM single
    UNION ALL BY NAME
    SELECT *, true AS is_total FROM total
), pooled AS (
    SELECT basis, dimension, value, "window", period, sum(active) / sum(eligible) AS p, count(*) AS cells,
        sum(eligible)::DOUBLE AS total, sum(eligible::DOUBLE * eligible) AS squares
    FROM single
    WHERE eligible > 0 AND cohort > DATE '1900-01-01'
    GROUP BY ALL
), correlated AS (
    SELECT basis, dimension, value, "window", period, p,
        correlation(p, cells, total, sum(eligible * power(active / eligible - p, 2)), squares)
            AS rho
    FROM single
    JOIN pooled USING (basis, dimension, value, "window", period)
    WHERE eligible > 0 AND cohort > DATE '1900-01-01'
    GROUP BY basis, dimension, value, "window", period, p, cells, total, squares
)
SELECT basis, dimension, value, "window", cohort, period::INTEGER AS period, is_total,
    is_final, cohort_size, eligible, active, active_or_later,
    share(active, eligible) AS retention,
    if(eligible > 0, wilson_low(active, eligible), NULL) AS retention_low,
    if(eligible > 0, wilson_high(active, eligible), NULL) AS retention_high,
    CASE WHEN eligible > 0 AND cohort > DATE '1900-01-01' THEN drawn(active, eligible, p, rho)
        ELSE share(active, eligible) END AS retention_shrunk,
    churned, if(is_mature, share(churned, at_risk), NULL) AS hazard,
    money(revenue) AS revenue, money(cumulative_revenue) AS cumulative_revenue, is_mature
FROM every
LEFT JOIN correlated USING (basis, dimension, value, "window", period);
