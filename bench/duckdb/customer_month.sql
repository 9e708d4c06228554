-- silver.customer_month: one row per customer and month with an order or a refund, as known at d.
-- Reads ledger_orders, ledger_refunds. Makes month_fold (with the first and last occasion day of
-- the month, for the other scripts) and the view customer_month (the columns of the contract).
--
-- choice: `orders` counts the orders that are not cancelled, as the column's description says.
-- choice: only refunds dated within the cancellation window cancel an order, a zero order too:
--   otherwise a settled month could still change.
-- choice: "that day's orders" of an occasion are all orders of the day, so occasion_margin carries
--   the cost of a cancelled order on an occasion day, and none of a day without an occasion.
-- choice: first_day_* are 0 in a month without an occasion. Unknown cost and discount are 0.

CREATE OR REPLACE TEMP TABLE timely_refund AS
SELECT o.customer_id, o.order_id, sum(r.amount) AS refunded,
    sum(r.amount) >= any_value(o.amount) AS cancels
FROM ledger_refunds r
JOIN ledger_orders o
  ON o.order_id = r.refund_of AND o.customer_id = r.customer_id AND o.ordered_on <= r.refunded_on
WHERE r.refunded_on <= as_of() AND r.refunded_on <= o.ordered_on + cancellation_window()
GROUP BY o.customer_id, o.order_id;

CREATE OR REPLACE TEMP TABLE customer_day AS
WITH valued AS (
    SELECT o.customer_id, o.ordered_on, o.amount,
        o.amount - least(o.amount, coalesce(r.refunded, 0)) AS net,
        greatest(coalesce(r.refunded, 0) - o.amount, 0) AS excess,
        coalesce(r.cancels, false) AS is_cancelled,
        coalesce(o.discount, 0) AS discount, coalesce(o.cost, 0) AS cost,
        coalesce(o.service_cost, 0) AS service_cost,
        o.cost IS NULL AS lacks_cost, o.service_cost IS NULL AS lacks_service_cost
    FROM ledger_orders o
    LEFT JOIN timely_refund r ON r.order_id = o.order_id AND r.customer_id = o.customer_id
    WHERE o.ordered_on <= as_of()
)
SELECT customer_id, ordered_on AS day, bool_or(NOT is_cancelled) AS is_occasion,
    count(*) FILTER (NOT is_cancelled)::INTEGER AS orders, sum(net)::DECIMAL(18, 2) AS net,
    sum(amount)::DECIMAL(18, 2) AS amount, sum(excess)::DECIMAL(18, 2) AS excess,
    sum(discount)::DECIMAL(18, 2) AS discount,
    sum(cost)::DECIMAL(18, 2) AS cost,
    sum(service_cost)::DECIMAL(18, 2) AS service_cost,
    count_if(lacks_cost)::BIGINT AS orders_without_cost,
    count_if(lacks_service_cost)::BIGINT AS orders_without_service_cost
FROM valued
GROUP BY customer_id, ordered_on;

CREATE OR REPLACE TEMP TABLE month_fold AS
WITH ordered AS (
    SELECT customer_id, month_of(day) AS month,
        bit_or(if(is_occasion, 1 << (dayofmonth(day) - 1)::INTEGER, 0))::INTEGER AS order_days,
        min(day) FILTER (is_occasion) AS first_occasion_on,
        max(day) FILTER (is_occasion) AS last_occasion_on,
        sum(orders)::BIGINT AS orders,
        sum(net) AS occasion_revenue,
        sum(if(is_occasion, net - cost - service_cost, 0)) AS occasion_margin,
        arg_min(net, day) FILTER (is_occasion) AS first_day_revenue,
        arg_min(net - cost - service_cost, day) FILTER (is_occasion) AS first_day_margin,
        sum(amount) AS revenue, sum(excess) AS excess_refunds, sum(discount) AS discount, sum(cost) AS cost,
        sum(service_cost) AS service_cost, sum(orders_without_cost) AS orders_without_cost,
        sum(orders_without_service_cost) AS orders_without_service_cost
    FROM customer_day
    GROUP BY ALL
), refunded AS (
    SELECT customer_id, month_of(refunded_on) AS month, sum(amount) AS refunds
    FROM ledger_refunds
    WHERE refunded_on <= as_of()
    GROUP BY ALL
)
SELECT customer_id, month, coalesce(order_days, 0) AS order_days, first_occasion_on,
    last_occasion_on, coalesce(orders, 0) AS orders,
    money(coalesce(occasion_revenue, 0)) AS occasion_revenue,
    money(coalesce(occasion_margin, 0)) AS occasion_margin,
    money(coalesce(first_day_revenue, 0)) AS first_day_revenue,
    money(coalesce(first_day_margin, 0)) AS first_day_margin,
    money(coalesce(revenue, 0)) AS revenue, money(coalesce(refunds, 0)) AS refunds,
    money(coalesce(excess_refunds, 0)) AS excess_refunds,
    money(coalesce(discount, 0)) AS discount, money(coalesce(cost, 0)) AS cost,
    money(coalesce(service_cost, 0)) AS service_cost,
    coalesce(orders_without_cost, 0)::BIGINT AS orders_without_cost,
    coalesce(orders_without_service_cost, 0)::BIGINT AS orders_without_service_cost
FROM ordered
FULL JOIN refunded USING (customer_id, month);

CREATE OR REPLACE TEMP VIEW customer_month AS
SELECT * EXCLUDE (first_occasion_on, last_occasion_on) FROM month_fold;
