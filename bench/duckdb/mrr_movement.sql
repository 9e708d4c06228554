-- gold.mrr_movement. Reads subscription_month, customer_cell, cell_value. Makes mrr_movement.
--
-- choice: months begin with the first month with a paid day of any customer, for every dimension.
-- choice: a value has rows if one of its customers ever paid.

CREATE OR REPLACE TEMP TABLE mrr_movement AS
WITH months AS (
    SELECT unnest(generate_series(min(month), month_of(as_of()), INTERVAL 1 MONTH))::DATE AS month
    FROM subscription_month
), state AS (
    SELECT dimension, value, m.*, movement NOT IN ('new', 'reactivation') AND NOT short_lived
        AS at_start, plans > 0 AS at_end
    FROM subscription_month m
    JOIN customer_cell USING (customer_id)
    JOIN cell_value USING (cell)
), added AS (
    SELECT dimension, value, month, sum(opening_mrr) AS opening_mrr,
        sum(movement_mrr) FILTER (movement = 'new') AS new_mrr,
        sum(movement_mrr) FILTER (movement = 'expansion') AS expansion_mrr,
        sum(movement_mrr) FILTER (movement = 'contraction') AS contraction_mrr,
        sum(movement_mrr) FILTER (movement = 'churned') AS churned_mrr,
        sum(movement_mrr) FILTER (movement = 'reactivation') AS reactivation_mrr,
        sum(fx_mrr) AS fx_mrr, sum(closing_mrr) AS closing_mrr,
        count(*) FILTER (at_start) AS opening_customers,
        count(*) FILTER (movement = 'new') AS new_customers,
        count(*) FILTER (movement = 'expansion') AS expansion_customers,
        count(*) FILTER (movement = 'contraction') AS contraction_customers,
        count(*) FILTER (movement = 'churned') AS churned_customers,
        count(*) FILTER (movement = 'reactivation') AS reactivation_customers,
        count(*) FILTER (at_end) AS closing_customers,
        count(*) FILTER (short_lived) AS short_lived_customers,
        sum(short_lived_mrr) AS short_lived_mrr,
        sum(least(closing_mrr - fx_mrr, opening_mrr)) FILTER (at_start) AS kept,
        sum(closing_mrr - fx_mrr) FILTER (at_start) AS kept_and_grown
    FROM state
    GROUP BY ALL
), filled AS (
    SELECT dimension, value, month,
        coalesce(COLUMNS(* EXCLUDE (dimension, value, month)), 0),
        last_day(month) <= as_of() AS is_mature
    FROM (SELECT DISTINCT dimension, value FROM added)
    CROSS JOIN months
    LEFT JOIN added USING (dimension, value, month)
)
SELECT * EXCLUDE (kept, kept_and_grown, is_mature),
    if(is_mature, share(churned_mrr + contraction_mrr, opening_mrr), NULL) AS gross_churn_rate,
    if(is_mature, share(churned_mrr + contraction_mrr - expansion_mrr - reactivation_mrr,
        opening_mrr), NULL) AS net_churn_rate,
    if(is_mature, share(kept, opening_mrr), NULL) AS gross_retention,
    if(is_mature, share(kept_and_grown, opening_mrr), NULL) AS net_retention,
    if(is_mature, share(new_mrr + expansion_mrr + reactivation_mrr, churned_mrr + contraction_mrr),
        NULL) AS quick_ratio,
    coalesce(getvariable('grace_days'), 0)::INTEGER AS grace_days, is_mature
FROM filled;
