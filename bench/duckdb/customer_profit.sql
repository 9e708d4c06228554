-- gold.customer_profit. Reads known_customer, month_fold, ledger_orders, ledger_refunds,
-- subscription_month, service_contacts, campaign_contacts, customers, clv. Makes customer_profit.
-- Variable counts_mrr (false): whether the recurring revenue of subscriptions is revenue.
--
-- choice: the last 12 months are that of d and the 11 calendar months before it.
-- choice: acquisition cost is dated by the sign-up, or else by the first purchase, or else by the
--   first row of any kind; it counts as soon as the customer is known.
-- choice: a cost is unknown where an order, a service contact, or a campaign contact other than a
--   control is without it; service cost only where some order has one, acquisition cost only where
--   some customer has one.
-- choice: months of payback are counted from that of the first purchase, or else of the first row in
--   the books; null where the acquisition cost or, by history_starts_on, the first purchase is not
--   known.

-- All that came in and went out, by day; the recurring revenue of a month on its first day.
CREATE OR REPLACE TEMP TABLE money_event AS
WITH event AS (
    SELECT customer_id, ordered_on AS day, 'revenue' AS kind, amount FROM ledger_orders
    UNION ALL
    SELECT customer_id, refunded_on, 'revenue', -amount FROM ledger_refunds
    UNION ALL
    SELECT customer_id, ordered_on, 'cost', cost FROM ledger_orders
    UNION ALL
    SELECT customer_id, ordered_on, 'service_cost', service_cost FROM ledger_orders
    UNION ALL
    SELECT customer_id, opened_on, 'contact_cost', cost FROM service_contacts
    UNION ALL
    SELECT customer_id, contacted_on, 'campaign_cost', if(arm = 'control', coalesce(cost, 0), cost)
    FROM campaign_contacts
    UNION ALL
    SELECT customer_id, month, 'mrr', closing_mrr FROM subscription_month
    WHERE coalesce(getvariable('counts_mrr'), false)
)
FROM event WHERE day <= as_of();

CREATE OR REPLACE TEMP TABLE customer_origin AS
WITH bought AS (
    SELECT customer_id, min(first_occasion_on) AS first_occasion_on, min(month) AS first_booked_on
    FROM month_fold
    GROUP BY customer_id
), event AS (
    SELECT customer_id, min(day) AS first_on, min(day) FILTER (kind = 'mrr') AS first_paid_on
    FROM money_event
    GROUP BY customer_id
)
SELECT customer_id, c.acquisition_cost,
    month_of(coalesce(least(b.first_occasion_on, e.first_paid_on), b.first_booked_on))
        AS first_month,
    coalesce(if(c.signed_up_on <= as_of(), c.signed_up_on, NULL), first_month, e.first_on)
        AS came_on,
    coalesce(b.first_occasion_on < history_start() + inactive_after(), false)
        OR coalesce(c.signed_up_on < history_start(), false) AS is_cut
FROM known_customer
LEFT JOIN bought b USING (customer_id)
LEFT JOIN event e USING (customer_id)
LEFT JOIN customers c USING (customer_id);

CREATE OR REPLACE TEMP TABLE customer_sum AS
WITH flow AS (
    SELECT *, CASE WHEN kind IN ('revenue', 'mrr') THEN amount ELSE -amount END AS profit,
        month_of(day) > plus_months(month_of(as_of()), -12) AS is_recent
    FROM money_event
)
SELECT o.customer_id,
    money(coalesce(sum(amount) FILTER (kind IN ('revenue', 'mrr')), 0)) AS revenue,
    money(coalesce(sum(amount) FILTER (kind = 'mrr'), 0)) AS subscription_revenue,
    money(coalesce(sum(amount) FILTER (kind = 'cost'), 0)) AS cost,
    money(coalesce(sum(amount) FILTER (kind = 'service_cost'), 0)) AS service_cost,
    money(coalesce(sum(amount) FILTER (kind = 'contact_cost'), 0)) AS contact_cost,
    money(coalesce(sum(amount) FILTER (kind = 'campaign_cost'), 0)) AS campaign_cost,
    money(coalesce(any_value(o.acquisition_cost), 0)) AS acquisition_cost,
    money(coalesce(sum(f.profit), 0) - coalesce(any_value(o.acquisition_cost), 0)) AS profit,
    money(coalesce(sum(f.profit) FILTER (is_recent), 0) - coalesce(any_value(o.acquisition_cost)
        FILTER (month_of(o.came_on) > plus_months(month_of(as_of()), -12)), 0)) AS profit_12m,
    money(coalesce(sum(amount) FILTER (is_recent AND kind IN ('service_cost', 'contact_cost')), 0))
        AS service_cost_12m,
    count_if(kind = 'cost' AND amount IS NULL) AS without_cost,
    count_if(kind = 'service_cost' AND amount IS NULL) AS without_service_cost,
    count_if(kind = 'contact_cost' AND amount IS NULL) AS without_contact_cost,
    count_if(kind = 'campaign_cost' AND amount IS NULL) AS without_campaign_cost,
    any_value(o.acquisition_cost) IS NULL AS without_acquisition_cost
FROM customer_origin o
LEFT JOIN flow f USING (customer_id)
GROUP BY o.customer_id;

CREATE OR REPLACE TEMP TABLE unknown_cost AS
SELECT customer_id, list_filter([
        if(without_cost > 0, 'cost', NULL),
        if(without_service_cost > 0 AND EXISTS (
            FROM money_event WHERE kind = 'service_cost' AND amount <> 0), 'service_cost', NULL),
        if(without_contact_cost > 0, 'contact_cost', NULL),
        if(without_campaign_cost > 0, 'campaign_cost', NULL),
        if(without_acquisition_cost AND EXISTS (
            FROM customers WHERE acquisition_cost IS NOT NULL), 'acquisition_cost', NULL)],
        lambda cost: cost IS NOT NULL) AS unknown_costs
FROM customer_sum;

CREATE OR REPLACE TEMP TABLE payback AS
WITH margin AS (
    SELECT customer_id,
        greatest(month_number(day) - month_number(first_month), 0) AS n,
        sum(CASE WHEN kind IN ('revenue', 'mrr') THEN amount ELSE -amount END) AS margin
    FROM money_event
    JOIN customer_origin USING (customer_id)
    WHERE kind IN ('revenue', 'mrr', 'cost', 'service_cost')
    GROUP BY ALL
)
SELECT customer_id, min(n)::INTEGER AS payback_months
FROM (
    SELECT *, sum(margin) OVER (PARTITION BY customer_id ORDER BY n) AS so_far FROM margin)
JOIN customer_origin USING (customer_id)
WHERE so_far >= acquisition_cost AND NOT is_cut
GROUP BY customer_id;

CREATE OR REPLACE TEMP TABLE customer_profit AS
WITH placed AS (
    SELECT s.*, u.unknown_costs, p.payback_months, c.clv, c.status, row_number() OVER ranked AS profit_rank,
        count(*) OVER () AS customers, sum(profit) OVER () AS company_profit,
        sum(profit) OVER (ranked ROWS UNBOUNDED PRECEDING) AS profit_so_far,
        count_if(profit_12m > 0) OVER () AS gaining, count_if(clv > 0) OVER () AS promising,
        row_number() OVER (ORDER BY profit_12m DESC, customer_id) AS gain_rank,
        row_number() OVER (ORDER BY clv DESC NULLS LAST, customer_id) AS promise_rank
    FROM customer_sum s
    JOIN unknown_cost u USING (customer_id)
    LEFT JOIN payback p USING (customer_id)
    LEFT JOIN clv c USING (customer_id)
    WINDOW ranked AS (ORDER BY profit DESC, customer_id)
), third AS (
    SELECT *, if(profit_12m > 0, 1 + 3 * (gain_rank - 1) // gaining, 3) AS profit_third,
        if(coalesce(clv > 0, false), 1 + 3 * (promise_rank - 1) // promising, 3) AS value_third,
        profit_12m + coalesce(clv, 0) < 0 AS is_lost
    FROM placed
)
SELECT customer_id, revenue, subscription_revenue, cost, service_cost, contact_cost, campaign_cost,
    acquisition_cost, profit, profit_12m, unknown_costs = [] AS cost_known, unknown_costs,
    profit_rank, (1 + 10 * (profit_rank - 1) // customers)::INTEGER AS profit_decile,
    profit < 0 AS is_unprofitable,
    if(company_profit > 0, profit_so_far::DOUBLE / company_profit::DOUBLE, NULL)
        AS cumulative_profit_share,
    payback_months, clv, service_cost_12m,
    service_cost_12m::DOUBLE / nullif(clv, 0)::DOUBLE AS service_cost_to_clv,
    CASE WHEN is_lost THEN 'review' WHEN profit_third + value_third <= 3 THEN 'high-touch'
        WHEN profit_third + value_third = 4 THEN 'standard' ELSE 'self-service' END
        AS service_level,
    if(is_lost, 'loss of 12 months above value', 'profit third ' || profit_third) || ', '
        || if(clv IS NULL, 'no value: ' || coalesce(status, 'not in gold.customer_clv'),
            'value third ' || value_third) AS service_level_reason
FROM third;
