-- What the indexes of gold.orientation are made of: the ingredients of the units and their outcomes,
-- but for mean_clv. Reads kpi_order, kpi_contact, subscription_month, customer, customers,
-- campaign_contacts, nps_responses, dimensions. Makes orientation.
--
-- choice: channels and plans are units only where they are among the dimensions.

CREATE OR REPLACE TEMP TABLE orientation AS
WITH year AS (
    SELECT (as_of() + 1 - INTERVAL 1 YEAR)::DATE AS y0
), bought AS (
    SELECT customer_id, sum(net) AS revenue,
        sum(net - coalesce(cost, 0) - coalesce(service_cost, 0)) AS margin,
        sum(amount + discount) AS list_value, sum(discount) AS discount,
        count(service_cost) AS served_orders, sum(service_cost) AS service_cost
    FROM kpi_order, year
    WHERE ordered_on >= y0 AND NOT is_cancelled
    GROUP BY customer_id
), first_day AS (
    SELECT o.customer_id, sum(o.discount) / nullif(sum(o.amount + o.discount), 0) AS share
    FROM kpi_order o
    JOIN customer c ON c.customer_id = o.customer_id AND c.first_order_on = o.ordered_on, year
    WHERE o.ordered_on >= y0 AND NOT o.is_cancelled AND c.cohort_known
    GROUP BY o.customer_id
), paid AS (
    SELECT DISTINCT customer_id FROM subscription_month, year WHERE plans > 0 AND month >= y0
), written AS (
    SELECT customer_id, count(satisfaction) AS rated, sum(satisfaction) AS ratings,
        count(*) FILTER (stage = 'after' AND opened_on + late_days <= as_of()) AS due,
        count(*) FILTER (stage = 'after' AND opened_on + late_days <= as_of() AND seconds
            <= 3600 * coalesce(getvariable('answer_within_hours'), 48)) AS in_time,
        sum(cost) AS cost
    FROM kpi_contact, year, (FROM kpi_definition WHERE kpi = 'complaints_in_time') d
    WHERE opened_on >= y0
    GROUP BY customer_id
), reached AS (
    SELECT customer_id, count(*) FILTER (arm = 'treated') AS treated,
        count(action) FILTER (arm = 'treated') AS done, sum(cost * 100) AS cost
    FROM campaign_contacts, year
    WHERE contacted_on BETWEEN y0 AND as_of()
    GROUP BY customer_id
), answered AS (
    SELECT customer_id, last(score ORDER BY responded_at, response_id) AS score
    FROM nps_responses, year
    WHERE responded_on BETWEEN y0 AND as_of()
    GROUP BY customer_id
), person AS (
    SELECT c.customer_id, c.cohort_known,
        b.customer_id IS NOT NULL OR p.customer_id IS NOT NULL AS is_served,
        c.cohort_known AND least(c.first_order_on, c.first_paid_on) >= y0 AS is_new,
        NOT (c.is_active_orders OR c.is_active_subscriptions) AS is_gone,
        least(c.first_order_on, c.first_paid_on, k.signed_up_on) <= as_of()
            OR coalesce(b.customer_id, p.customer_id, w.customer_id, r.customer_id,
                a.customer_id) IS NOT NULL AS is_known,
        k.acquisition_cost * 100 AS acquisition_cost, b.* EXCLUDE (customer_id),
        f.share AS first_share, w.* EXCLUDE (customer_id, cost), r.* EXCLUDE (customer_id, cost),
        coalesce(w.cost, 0) + coalesce(r.cost, 0) AS contact_cost, a.score
    FROM customer c
    CROSS JOIN year
    LEFT JOIN customers k USING (customer_id)
    LEFT JOIN bought b USING (customer_id)
    LEFT JOIN first_day f USING (customer_id)
    LEFT JOIN paid p USING (customer_id)
    LEFT JOIN written w USING (customer_id)
    LEFT JOIN reached r USING (customer_id)
    LEFT JOIN answered a USING (customer_id)
)
SELECT dimension, value, 'unit' AS subject, count(*) FILTER (is_served) AS n,
    share(sum(revenue) FILTER (is_new), sum(revenue) FILTER (cohort_known))
        AS new_customer_revenue,
    share(sum(discount) FILTER (list_value > 0), sum(list_value)) AS discount_share,
    share(sum(treated), count(*) FILTER (is_known)) AS outbound_contacts,
    avg(acquisition_cost) FILTER (is_new) / 100 AS acquisition_cost,
    avg((first_share >= 0.05)::INTEGER) AS first_orders_on_promotion,
    avg((score IS NOT NULL)::INTEGER) FILTER (is_served) AS customers_asked,
    share(sum(ratings), sum(rated)) AS service_satisfaction,
    share(sum(in_time), sum(due)) AS complaints_in_time,
    share(sum(service_cost), sum(served_orders)) / 100 AS service_cost_per_order,
    share(sum(done), sum(treated)) AS actions_carried_out,
    avg(is_gone::INTEGER) FILTER (is_served) AS churned_share,
    100 * avg(CASE WHEN score >= coalesce(getvariable('nps_promoter_min'), 9) THEN 1
        WHEN score <= coalesce(getvariable('nps_detractor_max'), 6) THEN -1
        WHEN score IS NOT NULL THEN 0 END) AS nps,
    share(sum(coalesce(margin, 0) - contact_cost) FILTER (is_served),
        count(*) FILTER (is_served)) / 100 AS mean_profit
FROM person
JOIN dimensions USING (customer_id)
WHERE dimension <> 'all' AND NOT list_contains(string_split(value, '*'), 'unknown')
GROUP BY ALL
HAVING n >= 200;
