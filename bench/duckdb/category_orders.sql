-- silver.customer_month.category_orders in long form: orders per customer, month and category.
-- Reads ledger_orders. Makes category_orders.
--
-- choice: like `orders`, cancelled orders count; an order without a category is in no entry.

CREATE OR REPLACE TEMP TABLE category_orders AS
SELECT customer_id, month_of(ordered_on) AS month, category, count(*) AS orders
FROM ledger_orders
WHERE ordered_on <= as_of() AND category IS NOT NULL
GROUP BY ALL;
