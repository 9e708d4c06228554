-- gold.churn_monthly, basis subscriptions, without the rates. Reads subscription_spell, paying_run,
-- subscription_month, customer_cell, cell_value. Makes subscription_first (the first paid day) and
-- subscription_churn.
--
-- choice: months begin with the first paid month of all customers, for every dimension.
-- choice: a value has rows if one of its customers ever paid.
-- choice: inactive_after_days is null on this basis.

CREATE OR REPLACE TEMP TABLE subscription_first AS
SELECT customer_id, cell, paid_from AS first_paid_on
FROM subscription_spell
JOIN customer_cell USING (customer_id)
WHERE spell = 1;

CREATE OR REPLACE TEMP TABLE subscription_churn AS
WITH arrived AS (
    SELECT cell, from_month AS month,
        count(*) FILTER (from_month = month_of(first_paid_on)) AS gained,
        count(*) FILTER (from_month > month_of(first_paid_on)) AS returned
    FROM paying_run
    JOIN subscription_first USING (customer_id)
    GROUP BY ALL
), followed AS (
    SELECT customer_id, spell, paid_until,
        lead(paid_from) OVER (PARTITION BY customer_id ORDER BY spell) AS next_from
    FROM subscription_spell
), left_on AS (
    -- The last spell that ended in the month.
    SELECT customer_id, month_of(paid_until) AS month,
        coalesce(next_from - paid_until <= 365, false) AS comes_back
    FROM followed
    WHERE paid_until IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY customer_id, month_of(paid_until)
        ORDER BY spell DESC) = 1
), lost AS (
    SELECT cell, m.month, count(*) AS churned, count(*) FILTER (comes_back) AS comes_back,
        sum(m.opening_mrr) AS revenue_at_risk
    FROM paying_run r
    JOIN subscription_first USING (customer_id)
    JOIN subscription_month m ON m.customer_id = r.customer_id AND m.month = r.until_month
    JOIN left_on l ON l.customer_id = r.customer_id AND l.month = r.until_month
    WHERE r.until_month <= as_of()
    GROUP BY ALL
), short_lived AS (
    -- No anti join: DuckDB 1.4.1 loses rows of one with conditions beside the equality.
    SELECT cell, month, count(*) AS short_lived
    FROM (SELECT s.customer_id, s.month
        FROM (SELECT DISTINCT customer_id, month_of(paid_from) AS month
            FROM subscription_spell
            WHERE month_of(paid_from) = month_of(paid_until)) s
        LEFT JOIN paying_run r
          ON r.customer_id = s.customer_id AND r.from_month <= s.month AND r.until_month >= s.month
        GROUP BY s.customer_id, s.month
        HAVING count(r.customer_id) = 0)
    JOIN subscription_first USING (customer_id)
    GROUP BY ALL
), event AS (
    SELECT cell, month, gained, returned, 0 AS churned, 0 AS comes_back, 0 AS revenue_at_risk,
        0 AS short_lived
    FROM arrived
    UNION ALL SELECT cell, month, 0, 0, churned, comes_back, revenue_at_risk, 0 FROM lost
    UNION ALL SELECT cell, month, 0, 0, 0, 0, 0, short_lived FROM short_lived
), event_value AS (
    SELECT dimension, value, month, sum(gained) AS gained, sum(returned) AS returned,
        sum(churned) AS churned, sum(comes_back) AS comes_back,
        sum(revenue_at_risk) AS revenue_at_risk, sum(short_lived) AS short_lived
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), months AS (
    SELECT unnest(generate_series((SELECT min(month_of(first_paid_on)) FROM subscription_first),
        month_of(as_of()), INTERVAL 1 MONTH))::DATE AS month
), counted AS (
    SELECT dimension, value, month, coalesce(gained, 0)::BIGINT AS gained,
        coalesce(churned, 0)::BIGINT AS churned, coalesce(returned, 0)::BIGINT AS returned,
        coalesce(comes_back, 0)::BIGINT AS returned_within_year,
        coalesce(revenue_at_risk, 0) AS revenue_at_risk,
        coalesce(short_lived, 0)::BIGINT AS short_lived_customers,
        (sum(coalesce(gained + returned - churned, 0)) OVER (
            PARTITION BY dimension, value ORDER BY month))::BIGINT AS customers_at_end,
        last_day(month) <= as_of() AS is_mature
    FROM (SELECT DISTINCT dimension, value FROM cell_value
        WHERE cell IN (SELECT cell FROM subscription_first))
    CROSS JOIN months
    LEFT JOIN event_value USING (dimension, value, month)
)
SELECT *, customers_at_end - gained - returned + churned AS customers_at_start
FROM counted;
