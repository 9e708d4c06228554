-- gold.churn_monthly: basis orders, and the rates of both. Reads month_fold, buyer, customer_cell,
-- cell_value, subscription_churn. Makes movement (who was gained, returned or churned in which
-- month) and churn_monthly.
--
-- With W >= 31 every buyer of a month is active at its end. So nobody is gained or returns without
-- an occasion in the month, and whoever churns does so in the month of last occasion + W, unless
-- that month has an occasion again or d comes first.
--
-- choice: months begin with the first order or refund of all customers, for every dimension.
-- choice: a value has rows if one of its customers has an order or refund.
-- choice: short_lived_customers is null on the basis of orders.

CREATE OR REPLACE TEMP TABLE movement AS
WITH step AS (
    SELECT customer_id, month, first_occasion_on, last_occasion_on,
        lag(last_occasion_on) OVER customer_months AS previous_occasion_on,
        lead(month) OVER customer_months AS next_month,
        lead(first_occasion_on) OVER customer_months AS next_occasion_on
    FROM month_fold
    WHERE order_days <> 0
    WINDOW customer_months AS (PARTITION BY customer_id ORDER BY month)
)
SELECT customer_id, month, if(previous_occasion_on IS NULL, 'gained', 'returned') AS kind,
    NULL::BOOLEAN AS comes_back
FROM step
WHERE previous_occasion_on IS NULL OR previous_occasion_on <= month - 1 - inactive_after()
UNION ALL
SELECT customer_id, month_of(last_occasion_on + inactive_after()), 'churned',
    coalesce(next_occasion_on - (last_occasion_on + inactive_after()) <= 365, false)
FROM step
WHERE last_occasion_on + inactive_after() <= as_of()
  AND (next_month IS NULL OR next_month > month_of(last_occasion_on + inactive_after()));

CREATE OR REPLACE TEMP TABLE churn_monthly AS
WITH event AS (
    SELECT cell, month, count(*) FILTER (kind = 'gained') AS gained,
        count(*) FILTER (kind = 'returned') AS returned,
        count(*) FILTER (kind = 'churned') AS churned,
        count(*) FILTER (comes_back) AS returned_within_year, 0 AS revenue_at_risk
    FROM movement
    JOIN customer_cell USING (customer_id)
    GROUP BY ALL
    UNION ALL
    SELECT cell, m.month, 0, 0, 0, 0, sum(f.revenue - f.refunds)
    FROM movement m
    JOIN month_fold f USING (customer_id)
    JOIN customer_cell USING (customer_id)
    WHERE m.kind = 'churned' AND f.month < m.month AND f.month >= plus_months(m.month, -12)
    GROUP BY ALL
), months AS (
    SELECT unnest(generate_series(min(month), month_of(as_of()), INTERVAL 1 MONTH))::DATE AS month
    FROM month_fold
), present_value AS (
    SELECT DISTINCT dimension, value
    FROM cell_value
    WHERE cell IN (SELECT cell FROM buyer JOIN customer_cell USING (customer_id))
), moved_value AS (
    SELECT dimension, value, month, sum(gained) AS gained, sum(returned) AS returned,
        sum(churned) AS churned, sum(returned_within_year) AS returned_within_year,
        sum(revenue_at_risk) AS revenue_at_risk
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), counted AS (
    SELECT dimension, value, month, coalesce(gained, 0)::BIGINT AS gained,
        coalesce(churned, 0)::BIGINT AS churned, coalesce(returned, 0)::BIGINT AS returned,
        coalesce(returned_within_year, 0)::BIGINT AS returned_within_year,
        coalesce(revenue_at_risk, 0) AS revenue_at_risk,
        (sum(coalesce(gained + returned - churned, 0)) OVER (
            PARTITION BY dimension, value ORDER BY month))::BIGINT AS customers_at_end,
        last_day(month) <= as_of() AS is_mature
    FROM present_value
    CROSS JOIN months
    LEFT JOIN moved_value USING (dimension, value, month)
), counted_of_basis AS (
    SELECT 'orders' AS basis, inactive_after() AS inactive_after_days, *,
        NULL::BIGINT AS short_lived_customers,
        customers_at_end - gained - returned + churned AS customers_at_start
    FROM counted
    UNION ALL BY NAME
    SELECT 'subscriptions' AS basis, NULL::INTEGER AS inactive_after_days, *
    FROM subscription_churn
), pooled AS (
    SELECT basis, dimension, month, sum(churned) / sum(customers_at_start) AS p, count(*) AS cells,
        sum(customers_at_start)::DOUBLE AS total,
        sum(customers_at_start::DOUBLE * customers_at_start) AS squares
    FROM counted_of_basis
    WHERE is_mature AND customers_at_start > 0
    GROUP BY ALL
), correlated AS (
    SELECT basis, dimension, month, p,
        correlation(p, cells, total,
            sum(customers_at_start * power(churned / customers_at_start - p, 2)), squares) AS rho
    FROM counted_of_basis
    JOIN pooled USING (basis, dimension, month)
    WHERE customers_at_start > 0
    GROUP BY basis, dimension, month, p, cells, total, squares
)
SELECT basis, dimension, value, month, customers_at_start, gained, churned, returned,
    customers_at_end,
    if(is_mature, share(churned, customers_at_start), NULL) AS churn_rate,
    if(is_mature, wilson_low(churned, customers_at_start), NULL) AS churn_low,
    if(is_mature, wilson_high(churned, customers_at_start), NULL) AS churn_high,
    if(customers_at_start > 0, drawn(churned, customers_at_start, p, rho), NULL)
        AS churn_rate_shrunk,
    money(revenue_at_risk) AS revenue_at_risk, returned_within_year,
    if(last_day(month) + 365 <= as_of(), share(returned_within_year, churned), NULL)
        AS false_churn_share,
    short_lived_customers, inactive_after_days, is_mature
FROM counted_of_basis
LEFT JOIN correlated USING (basis, dimension, month);
