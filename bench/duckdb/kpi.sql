-- gold.kpi, but for insight_on_time. Reads ledger_orders, timely_refund, customer_day, month_fold,
-- category_orders, customer, customers, customer_cell, cell_value, subscription_month, nps_responses,
-- service_contacts, campaign_contacts. Makes kpi. Variables answer_within_hours (48),
-- loyal_from_orders (3).
--
-- Scores are whole numbers of the unit's grain: cents, hundredths of an hour, millionths of a part.
--
-- choice: rows exist where n > 0. Value and bounds are null before the period is over, for
--   lost_after_contact and complaints_in_time so many days later as their rows need to be judged.

CREATE OR REPLACE TEMP TABLE kpi_definition AS
FROM (VALUES
    ('order_value', 'business', 'currency', 100, 0, NULL, false, 0, false),
    ('order_margin', 'business', 'currency', 100, NULL, NULL, false, 0, false),
    ('order_service_cost', 'business', 'currency', 100, 0, NULL, false, 0, false),
    ('discount_share', 'business', 'share', 1000000, 0, 1, false, 0, false),
    ('discounted_orders', 'business', 'share', 1, 0, 1, true, 0, false),
    ('repeat_orders', 'business', 'share', 1, 0, 1, true, 0, true),
    ('refunded_orders', 'business', 'share', 1, 0, 1, true, 0, false),
    ('orders_per_buyer', 'business', 'count', 1, 0, NULL, false, 0, false),
    ('revenue_per_buyer', 'business', 'currency', 100, 0, NULL, false, 0, false),
    ('categories_per_buyer', 'business', 'count', 1, 0, NULL, false, 0, false),
    ('new_buyers', 'business', 'share', 1, 0, 1, true, 0, true),
    ('reactivated_buyers', 'business', 'share', 1, 0, 1, true, 0, false),
    ('acquisition_cost_per_customer', 'business', 'currency', 100, 0, NULL, false, 0, true),
    ('campaign_contact_cost', 'business', 'currency', 100, 0, NULL, false, 0, false),
    ('subscription_churn', 'business', 'share', 1, 0, 1, true, 0, false),
    ('subscription_revenue', 'business', 'currency', 100, 0, NULL, false, 0, false),
    ('satisfaction_before', 'service', 'points', 1, 1, 5, false, 0, false),
    ('satisfaction_during', 'service', 'points', 1, 1, 5, false, 0, false),
    ('satisfaction_after', 'service', 'points', 1, 1, 5, false, 0, false),
    ('lost_after_contact_before', 'service', 'share', 1, 0, 1, true, inactive_after(), false),
    ('lost_after_contact_during', 'service', 'share', 1, 0, 1, true, inactive_after(), false),
    ('lost_after_contact_after', 'service', 'share', 1, 0, 1, true, inactive_after(), false),
    ('poor_service', 'service', 'share', 1, 0, 1, true, 0, false),
    ('service_contact_cost', 'service', 'currency', 100, 0, NULL, false, 0, false),
    ('promoters', 'satisfaction', 'share', 1, 0, 1, true, 0, false),
    ('detractors', 'satisfaction', 'share', 1, 0, 1, true, 0, false),
    ('recommendation', 'satisfaction', 'points', 1, 0, 10, false, 0, false),
    ('customers_asked', 'culture', 'share', 1, 0, 1, true, 0, false),
    ('actions_carried_out', 'culture', 'share', 1, 0, 1, true, 0, false),
    ('complaint_answer_hours', 'culture', 'hours', 100, 0, NULL, false, 0, false),
    ('complaints_in_time', 'culture', 'share', 1, 0, 1, true,
        ceil(coalesce(getvariable('answer_within_hours'), 48) / 24)::INTEGER, false),
    ('loyal_discounts', 'culture', 'share', 1, 0, 1, true, 0, true),
    ('loyal_orders', 'culture', 'share', 1, 0, 1, true, 0, true)
) AS t(kpi, scorecard, unit, per_unit, lowest, highest, is_share, late_days, needs_history);

-- Orders that are not cancelled, on each day and up to it.
CREATE OR REPLACE TEMP TABLE order_count AS
SELECT customer_id, day, orders, sum(orders) OVER (PARTITION BY customer_id ORDER BY day) AS so_far
FROM customer_day
WHERE orders > 0;

CREATE OR REPLACE TEMP TABLE kpi_order AS
SELECT o.customer_id, o.ordered_on, month_of(o.ordered_on) AS month, coalesce(r.cancels, false) AS is_cancelled,
    coalesce(r.refunded, 0) > 0 OR coalesce(r.cancels, false) AS is_refunded,
    ((o.amount - least(o.amount, coalesce(r.refunded, 0))) * 100)::HUGEINT AS net,
    (o.amount * 100)::HUGEINT AS amount, (o.discount * 100)::HUGEINT AS discount,
    (o.cost * 100)::HUGEINT AS cost, (o.service_cost * 100)::HUGEINT AS service_cost,
    coalesce(c.so_far, 0) AS earlier
FROM ledger_orders o
LEFT JOIN timely_refund r ON r.customer_id = o.customer_id AND r.order_id = o.order_id
ASOF LEFT JOIN order_count c ON c.customer_id = o.customer_id AND c.day < o.ordered_on
WHERE o.ordered_on <= as_of();

CREATE OR REPLACE TEMP TABLE kpi_contact AS
SELECT s.customer_id, month_of(s.opened_on) AS month, s.stage, s.satisfaction, s.opened_on,
    (s.cost * 100)::HUGEINT AS cost, coalesce(c.so_far, 0) AS earlier,
    if((s.resolved_at AT TIME ZONE getvariable('zone'))::DATE <= as_of(),
        epoch(s.resolved_at)::BIGINT - epoch(s.opened_at)::BIGINT, NULL) AS seconds,
    EXISTS (FROM order_count l WHERE l.customer_id = s.customer_id AND l.day > s.opened_on
        AND l.day <= s.opened_on + inactive_after()) AS orders_again
FROM service_contacts s
ASOF LEFT JOIN order_count c ON c.customer_id = s.customer_id AND c.day < s.opened_on
WHERE s.opened_on <= as_of();

CREATE OR REPLACE TEMP TABLE kpi_customer_month AS
WITH answer AS (
    SELECT customer_id, month_of(responded_on) AS month,
        last(score ORDER BY responded_at, response_id)::INTEGER AS score
    FROM nps_responses
    WHERE responded_on <= as_of()
    GROUP BY ALL
), first_answer AS (
    SELECT customer_id, min(month) AS asked FROM answer GROUP BY customer_id
), category AS (
    SELECT customer_id, month, count(*) AS categories FROM category_orders GROUP BY ALL
), payer AS (
    SELECT customer_id, month, closing_mrr, plans > 0 AS pays_at_end,
        NOT short_lived AND movement NOT IN ('new', 'reactivation') AS pays_at_start,
        movement = 'churned' AS churned
    FROM subscription_month
), buyer_month AS (
    SELECT m.*, lag(last_occasion_on) OVER (PARTITION BY customer_id ORDER BY month) AS previous
    FROM month_fold m
    WHERE orders > 0
)
SELECT customer_id, month, b.orders, (b.occasion_revenue * 100)::HUGEINT AS revenue,
    c.categories, b.first_occasion_on - b.previous AS gap, a.score,
    (p.closing_mrr * 100)::HUGEINT AS closing_mrr, p.pays_at_end, p.pays_at_start, p.churned,
    coalesce(f.asked <= month, false) AS was_asked
FROM buyer_month b
FULL JOIN payer p USING (customer_id, month)
FULL JOIN answer a USING (customer_id, month)
LEFT JOIN category c USING (customer_id, month)
LEFT JOIN first_answer f USING (customer_id);

CREATE OR REPLACE TEMP VIEW kpi_score AS
WITH kept AS (FROM kpi_order WHERE NOT is_cancelled)
SELECT 'order_value' AS kpi, customer_id, month, net AS score FROM kept
UNION ALL
SELECT 'order_margin', customer_id, month, net - cost - coalesce(service_cost, 0) FROM kept
UNION ALL
SELECT 'order_service_cost', customer_id, month, service_cost FROM kept
UNION ALL
SELECT 'discount_share', customer_id, month,
    (discount * 2000000 + amount + discount) // (2 * (amount + discount))
FROM kept WHERE amount + discount > 0
UNION ALL
SELECT 'discounted_orders', customer_id, month, (discount > 0)::INTEGER FROM kept
UNION ALL
SELECT 'repeat_orders', customer_id, month, (earlier > 0)::INTEGER FROM kept
UNION ALL
SELECT 'loyal_orders', customer_id, month,
    (earlier >= coalesce(getvariable('loyal_from_orders'), 3))::INTEGER
FROM kept
UNION ALL
SELECT 'loyal_discounts', customer_id, month,
    (earlier >= coalesce(getvariable('loyal_from_orders'), 3))::INTEGER
FROM kept WHERE discount > 0
UNION ALL
SELECT 'refunded_orders', customer_id, month, is_refunded::INTEGER FROM kpi_order
UNION ALL
SELECT 'orders_per_buyer', customer_id, month, orders FROM kpi_customer_month
UNION ALL
SELECT 'revenue_per_buyer', customer_id, month, revenue FROM kpi_customer_month
UNION ALL
SELECT 'categories_per_buyer', customer_id, month, categories FROM kpi_customer_month
WHERE orders > 0
UNION ALL
SELECT 'new_buyers', customer_id, month, (gap IS NULL)::INTEGER FROM kpi_customer_month
WHERE orders > 0
UNION ALL
SELECT 'reactivated_buyers', customer_id, month, (gap > inactive_after())::INTEGER
FROM kpi_customer_month
UNION ALL
SELECT 'acquisition_cost_per_customer', customer_id, least(cohort, subscription_cohort),
    (acquisition_cost * 100)::HUGEINT
FROM customer JOIN customers USING (customer_id)
WHERE coalesce(cohort, subscription_cohort) IS NOT NULL
UNION ALL
SELECT 'campaign_contact_cost', customer_id, month_of(contacted_on), (cost * 100)::HUGEINT
FROM campaign_contacts WHERE contacted_on <= as_of() AND arm = 'treated'
UNION ALL
SELECT 'actions_carried_out', customer_id, month_of(contacted_on), (action IS NOT NULL)::INTEGER
FROM campaign_contacts WHERE contacted_on <= as_of() AND arm = 'treated'
UNION ALL
SELECT 'subscription_churn', customer_id, month, churned::INTEGER
FROM kpi_customer_month WHERE pays_at_start
UNION ALL
SELECT 'subscription_revenue', customer_id, month, closing_mrr
FROM kpi_customer_month WHERE pays_at_end
UNION ALL
SELECT 'satisfaction_' || stage, customer_id, month, satisfaction FROM kpi_contact
UNION ALL
SELECT 'lost_after_contact_' || stage, customer_id, month, (NOT orders_again)::INTEGER
FROM kpi_contact WHERE earlier > 0 AND opened_on + inactive_after() <= as_of()
UNION ALL
SELECT 'poor_service', customer_id, month, (satisfaction <= 2)::INTEGER FROM kpi_contact
UNION ALL
SELECT 'service_contact_cost', customer_id, month, cost FROM kpi_contact
UNION ALL
SELECT 'complaint_answer_hours', customer_id, month, (2 * seconds + 36) // 72
FROM kpi_contact WHERE stage = 'after'
UNION ALL
SELECT 'complaints_in_time', customer_id, month,
    coalesce(seconds <= 3600 * coalesce(getvariable('answer_within_hours'), 48), false)::INTEGER
FROM kpi_contact
JOIN kpi_definition d ON d.kpi = 'complaints_in_time'
WHERE stage = 'after' AND opened_on + late_days <= as_of()
UNION ALL
SELECT 'promoters', customer_id, month,
    (score >= coalesce(getvariable('nps_promoter_min'), 9))::INTEGER
FROM kpi_customer_month
UNION ALL
SELECT 'detractors', customer_id, month,
    (score <= coalesce(getvariable('nps_detractor_max'), 6))::INTEGER
FROM kpi_customer_month
UNION ALL
SELECT 'recommendation', customer_id, month, score FROM kpi_customer_month
UNION ALL
SELECT 'customers_asked', customer_id, month, was_asked::INTEGER
FROM kpi_customer_month WHERE orders > 0 OR pays_at_end;

CREATE OR REPLACE TEMP TABLE kpi AS
WITH by_cell AS (
    SELECT kpi, cell, s.month, count(*) AS n, sum(score::HUGEINT) AS total,
        sum(score::DOUBLE ** 2) AS squares
    FROM kpi_score s
    JOIN kpi_definition d USING (kpi)
    JOIN customer_cell USING (customer_id)
    JOIN customer k USING (customer_id)
    WHERE score IS NOT NULL AND (k.cohort_known OR NOT d.needs_history)
    GROUP BY ALL
), period AS (
    SELECT kpi, dimension, value, grain,
        CASE grain WHEN 'month' THEN b.month
            WHEN 'quarter' THEN make_date(year(b.month), 3 * quarter(b.month) - 2, 1)
            ELSE make_date(year(b.month), 1, 1) END AS period,
        sum(n) AS n, sum(total) AS total, sum(squares) AS squares
    FROM by_cell b
    JOIN cell_value USING (cell)
    CROSS JOIN (VALUES ('month'), ('quarter'), ('year')) g(grain)
    GROUP BY ALL
), valued AS (
    SELECT *, total::DOUBLE / n / per_unit AS mean,
        last_day(plus_months(period, CASE grain WHEN 'month' THEN 0 WHEN 'quarter' THEN 2 ELSE 11
            END)) + late_days <= as_of() AS is_mature,
        if(n > 1, z() * sqrt(greatest(0, squares - total::DOUBLE ** 2 / n) / (n - 1) / n), NULL)
            / per_unit AS half
    FROM period
    JOIN kpi_definition USING (kpi)
)
SELECT kpi, dimension, value, grain, period, scorecard, n::BIGINT AS n,
    (total::DECIMAL(38, 6) / per_unit)::DECIMAL(28, 6) AS "sum", squares / per_unit ** 2 AS sum_of_squares,
    if(is_mature, mean, NULL) AS kpi_value,
    CASE WHEN NOT is_mature THEN NULL WHEN is_share THEN wilson_low(total, n)
        WHEN half IS NULL THEN NULL ELSE greatest(mean - half, lowest) END AS low,
    CASE WHEN NOT is_mature THEN NULL WHEN is_share THEN wilson_high(total, n)
        WHEN half IS NULL THEN NULL ELSE least(mean + half, highest) END AS high,
    unit, is_mature
FROM valued;
