-- gold.nps_outcome, as far as it is counted: customers of each band, and their figures after and
-- before the answer. Reads nps_responses, ledger_orders, timely_refund, month_fold, paid_term,
-- customers, nps_voice. Makes nps_outcome.
--
-- choice: the first answer of a customer counts, by instant and id, if 365 days have passed since.
-- choice: an order of the day of the answer is before it.
-- choice: matched differences and values are not computed here.

CREATE OR REPLACE TEMP TABLE nps_outcome AS
WITH answer AS (
    SELECT customer_id, first(responded_on ORDER BY responded_at, response_id) AS day,
        first(score ORDER BY responded_at, response_id) AS score
    FROM nps_responses
    WHERE responded_on <= as_of() AND score BETWEEN 0 AND 10 AND score = floor(score)
    GROUP BY customer_id
), unit AS (
    SELECT customer_id, day, side, if(side = 'after', day, day - 365) AS from_day,
        if(side = 'after', day + 365, day) AS until_day,
        CASE WHEN score >= coalesce(getvariable('nps_promoter_min'), 9) THEN 'promoter'
            WHEN score <= coalesce(getvariable('nps_detractor_max'), 6) THEN 'detractor'
            ELSE 'passive' END AS band
    FROM answer
    CROSS JOIN (SELECT unnest(['after', 'before']) AS side)
    WHERE day + 365 <= as_of()
), bought AS (
    SELECT u.customer_id, side, count(*) AS orders,
        sum(o.amount - least(o.amount, coalesce(r.refunded, 0))) AS revenue,
        sum(o.discount) AS discounts,
        sum(o.amount + o.discount) AS list_value
    FROM unit u
    JOIN ledger_orders o ON o.customer_id = u.customer_id AND o.ordered_on > u.from_day
        AND o.ordered_on <= u.until_day AND o.ordered_on <= as_of()
    LEFT JOIN timely_refund r ON r.order_id = o.order_id AND r.customer_id = o.customer_id
    WHERE NOT coalesce(r.cancels, false)
    GROUP BY ALL
), start AS (
    SELECT customer_id, min(day) AS day
    FROM (SELECT customer_id, first_occasion_on AS day FROM month_fold
        UNION ALL SELECT customer_id, paid_from FROM paid_term)
    GROUP BY customer_id
), brought AS (
    SELECT u.customer_id, side, count(*) AS referrals
    FROM unit u
    JOIN customers c ON c.referred_by = u.customer_id AND c.customer_id <> u.customer_id
    JOIN start s ON s.customer_id = c.customer_id AND s.day > u.from_day AND s.day <= u.until_day
    GROUP BY ALL
), per_customer AS (
    SELECT u.*, coalesce(orders, 0) AS orders, coalesce(revenue, 0) AS revenue,
        coalesce(discounts, 0) AS discounts, coalesce(list_value, 0) AS list_value,
        coalesce(referrals, 0) AS referrals,
        orders IS NULL AND NOT EXISTS (FROM paid_term p WHERE p.customer_id = u.customer_id
            AND p.paid_from <= u.until_day AND coalesce(p.paid_until > u.until_day, true)) AS is_gone
    FROM unit u
    LEFT JOIN bought b ON b.customer_id = u.customer_id AND b.side = u.side
    LEFT JOIN brought r ON r.customer_id = u.customer_id AND r.side = u.side
), figure AS (
    SELECT band, side, count(*) AS customers,
        unnest(['churn_rate', 'orders', 'revenue', 'discount_share', 'referrals']) AS measure,
        unnest([share(count(*) FILTER (is_gone), count(*)), share(sum(orders), count(*)),
            share(sum(revenue), count(*)), share(sum(discounts), sum(list_value)),
            share(sum(referrals), count(*))]) AS figure
    FROM per_customer
    GROUP BY ALL
), pair AS (
    SELECT band, measure, any_value(customers) AS customers,
        any_value(figure) FILTER (side = 'after') AS after,
        any_value(figure) FILTER (side = 'before') AS before
    FROM figure
    GROUP BY ALL
), grid AS (
    SELECT band, measure
    FROM (SELECT unnest(['promoter', 'passive', 'detractor']) AS band)
    CROSS JOIN (SELECT unnest(
        ['churn_rate', 'orders', 'revenue', 'discount_share', 'referrals']) AS measure)
    WHERE EXISTS (FROM nps_responses WHERE responded_on <= as_of())
), told AS (
    SELECT g.band, g.measure, coalesce(p.customers, 0) AS customers, after, before,
        coalesce(p.customers, 0) >= coalesce(getvariable('nps_min_respondents'), 30)
            AND (g.measure = 'churn_rate'
                OR coalesce(sum(after + before) OVER (PARTITION BY g.measure), 0) > 0)
            AND after IS NOT NULL AND before IS NOT NULL AS is_shown
    FROM grid g
    LEFT JOIN pair p ON p.band = g.band AND p.measure = g.measure
)
SELECT band, measure, customers, if(is_shown, before, NULL) AS estimate_before,
    if(is_shown, after - before, NULL) AS estimate_change
FROM told
UNION ALL
SELECT 'detractor', unnest(['value_at_risk', 'value_at_risk_weighted']),
    count(*) FILTER (y = -1), NULL, NULL
FROM nps_voice
WHERE dimension = 'all' AND period IS NULL
HAVING count(*) > 0;
