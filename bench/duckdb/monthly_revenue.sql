-- The books: orders and refunds by their own months. Reads month_fold, customer_cell, cell_value.
-- Makes monthly_revenue.

CREATE OR REPLACE TEMP TABLE monthly_revenue AS
WITH booked AS (
    SELECT cell, month, sum(revenue) AS revenue, sum(refunds) AS refunds
    FROM month_fold
    JOIN customer_cell USING (customer_id)
    GROUP BY ALL
), booked_value AS (
    SELECT dimension, value, month, sum(revenue) AS revenue, sum(refunds) AS refunds
    FROM booked
    JOIN cell_value USING (cell)
    GROUP BY ALL
), months AS (
    SELECT unnest(generate_series(min(month), month_of(as_of()), INTERVAL 1 MONTH))::DATE AS month
    FROM month_fold
)
SELECT dimension, value, month, money(coalesce(revenue, 0)) AS revenue,
    money(coalesce(refunds, 0)) AS refunds,
    money(coalesce(revenue, 0) - coalesce(refunds, 0)) AS net_revenue
FROM (SELECT DISTINCT dimension, value FROM booked_value)
CROSS JOIN months
LEFT JOIN booked_value USING (dimension, value, month);
