-- gold.subscription_survival and gold.payment_recovery. Reads subscription_first,
-- subscription_spell, customers, cell_value. Makes subscription_survival, payment_recovery.
--
-- choice: with subscriptions_start_on, who first paid before it is at risk only after the full
--   months at it; who signed up before it but first paid later is left out. In payment_recovery a
--   customer's first failure counts if it is on that day or later, whoever the customer is.
-- choice: who is never at risk is not counted; a value without anybody at risk has no rows, others
--   have rows from 0 to the greatest tenure. Where nobody is at risk the curve goes on level.
-- choice: the median is the first month with survival <= 0.5, with 1e-12 for rounding.
-- choice: who pays again n full months after the first day without service recovers in month n + 1;
--   a month counts where it is over at d.

CREATE OR REPLACE TEMP TABLE subscription_survival AS
WITH first_spell AS (
    SELECT f.cell, s.paid_until IS NOT NULL AS is_end, s.is_involuntary,
        full_months(s.paid_from, coalesce(s.paid_until, as_of() + 1)) AS tenure_month,
        if(s.paid_from < subscriptions_start(), full_months(s.paid_from, subscriptions_start()), -1)
            AS entry_month
    FROM subscription_spell s
    JOIN subscription_first f USING (customer_id)
    LEFT JOIN customers c USING (customer_id)
    WHERE s.spell = 1
        AND NOT coalesce(c.signed_up_on < subscriptions_start()
            AND s.paid_from >= subscriptions_start(), false)
), observed AS (
    SELECT cell, entry_month, tenure_month, is_end, is_involuntary, count(*) AS n
    FROM first_spell
    WHERE entry_month < tenure_month
    GROUP BY ALL
), event AS (
    SELECT cell, entry_month + 1 AS tenure_month, n AS entered, 0 AS churned, 0 AS involuntary,
        0 AS censored
    FROM observed
    UNION ALL
    SELECT cell, tenure_month, 0, if(is_end, n, 0), if(is_end AND is_involuntary, n, 0),
        if(is_end, 0, n)
    FROM observed
), event_value AS (
    SELECT dimension, value, tenure_month, sum(entered) AS entered, sum(churned) AS churned,
        sum(involuntary) AS involuntary, sum(censored) AS censored
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT dimension, value, unnest(generate_series(0, max(tenure_month)))::INTEGER AS tenure_month
    FROM event_value
    GROUP BY dimension, value
), counted AS (
    SELECT dimension, value, tenure_month, coalesce(churned, 0)::BIGINT AS churned,
        coalesce(involuntary, 0)::BIGINT AS involuntary, coalesce(censored, 0)::BIGINT AS censored,
        (sum(coalesce(entered, 0)) OVER so_far
            - coalesce(sum(coalesce(churned + censored, 0)) OVER before, 0))::BIGINT AS at_risk
    FROM spine
    LEFT JOIN event_value USING (dimension, value, tenure_month)
    WINDOW
        so_far AS (PARTITION BY dimension, value ORDER BY tenure_month
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        before AS (PARTITION BY dimension, value ORDER BY tenure_month
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), curve AS (
    SELECT *, product(1 - coalesce(share(churned, at_risk), 0)) OVER so_far AS survival,
        sum(coalesce(share(churned, at_risk * (at_risk - churned)), 0)) OVER so_far AS greenwood
    FROM counted
    WINDOW so_far AS (PARTITION BY dimension, value ORDER BY tenure_month
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
), stepped AS (
    SELECT *, lag(survival, 1, 1.0) OVER in_order AS survival_before
    FROM curve
    WINDOW in_order AS (PARTITION BY dimension, value ORDER BY tenure_month)
)
SELECT dimension, value, tenure_month, at_risk, churned, involuntary, censored, survival,
    log_log_low(survival, greenwood) AS low, log_log_high(survival, greenwood) AS high,
    sum(survival_before * coalesce(share(churned - involuntary, at_risk), 0)) OVER so_far
        AS voluntary_incidence,
    sum(survival_before * coalesce(share(involuntary, at_risk), 0)) OVER so_far
        AS involuntary_incidence,
    sum(if(tenure_month = 0, 0, survival_before)) OVER so_far AS restricted_mean_months,
    min(tenure_month) FILTER (survival <= 0.5 + 1e-12) OVER (PARTITION BY dimension, value)
        AS median_months
FROM stepped
WINDOW so_far AS (PARTITION BY dimension, value ORDER BY tenure_month
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

CREATE OR REPLACE TEMP TABLE payment_recovery AS
WITH followed AS (
    SELECT *, lead(paid_from) OVER (PARTITION BY customer_id ORDER BY spell) AS paid_again_on
    FROM subscription_spell
), failure AS (
    SELECT customer_id, arg_min(paid_until, spell) AS failed_on,
        arg_min_null(paid_again_on, spell) AS paid_again_on
    FROM followed
    WHERE is_involuntary
    GROUP BY customer_id
), month AS (
    SELECT cell, full_months(failed_on, as_of() + 1) AS months_over,
        full_months(failed_on, paid_again_on) + 1 AS recovery_month
    FROM failure
    JOIN subscription_first USING (customer_id)
    WHERE coalesce(failed_on >= subscriptions_start(), true)
), event AS (
    SELECT cell, if(recovery_month <= months_over, recovery_month, months_over)
        AS months_since_failure, count(*) FILTER (recovery_month <= months_over) AS recovered,
        count(*) AS followed
    FROM month
    GROUP BY ALL
), event_value AS (
    SELECT dimension, value, months_since_failure, sum(recovered) AS recovered,
        sum(followed) AS followed
    FROM event
    JOIN cell_value USING (cell)
    GROUP BY ALL
), spine AS (
    SELECT dimension, value, unnest(generate_series(0, max(months_since_failure)))::INTEGER
        AS months_since_failure
    FROM event_value
    GROUP BY dimension, value
), counted AS (
    SELECT dimension, value, months_since_failure, coalesce(recovered, 0)::BIGINT AS recovered,
        coalesce(followed - recovered, 0)::BIGINT AS censored,
        coalesce(sum(followed) OVER (PARTITION BY dimension, value ORDER BY months_since_failure
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), 0)::BIGINT AS at_risk
    FROM spine
    LEFT JOIN event_value USING (dimension, value, months_since_failure)
), curve AS (
    SELECT *, product(1 - share(recovered, at_risk)) OVER so_far AS away,
        sum(coalesce(share(recovered, at_risk * (at_risk - recovered)), 0)) OVER so_far AS greenwood
    FROM counted
    WINDOW so_far AS (PARTITION BY dimension, value ORDER BY months_since_failure
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT dimension, value, months_since_failure, at_risk, recovered, censored, 1 - away AS recovery,
    1 - log_log_high(away, greenwood) AS low, 1 - log_log_low(away, greenwood) AS high
FROM curve;
