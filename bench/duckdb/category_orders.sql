-- silver.customer_month.category_orders in long form: orders per customer, month and category.
-- Reads ledger_orders, timely_refund. Makes category_orders.
--
-- choice: like `orders`, those not cancelled; an order without a category is in no entry.

CREATE OR REPLACE TEMP TABLE category_orders AS
SELECT customer_id, month_of(ordered_on) AS month, category, count(*) AS orders
FROM ledger_orders o
ANTI JOIN (FROM timely_refund WHERE cancels) r
  ON r.order_id = o.order_id AND r.customer_id = o.customer_id
WHERE ordered_on <= as_of() AND category IS NOT NULL
GROUP BY ALL;
