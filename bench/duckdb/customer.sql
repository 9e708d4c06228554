-- gold.customer. Reads buyer, known_customer, customer_part, month_fold, ledger_orders, customers,
-- paid_term. Makes customer.
--
-- choice: first_order_on and last_order_on are occasion days; tenure_days = d - the earlier of
--   first_order_on and first_paid_on.
-- choice: cohort is the month of the first occasion, null without one. The cohort a customer is
--   counted in by gold.cohort_retention is row_cohort: the month of the first row for a customer
--   without an occasion, 1900-01-01 if not known, null without any row in the ledger.
-- choice: "within W" of history_starts_on: the first order, cancelled or not, is before it + W.

CREATE OR REPLACE TEMP TABLE customer AS
WITH first_seen AS (
    SELECT customer_id, min(day) AS first_seen_on
    FROM customer_day
    WHERE history_start() IS NOT NULL
    GROUP BY customer_id
), subscriber AS (
    SELECT customer_id, min(paid_from) AS first_paid_on,
        bool_or(paid_until IS NULL) AS is_active_subscriptions
    FROM paid_term
    GROUP BY customer_id
), known AS (
    SELECT k.customer_id, s.* EXCLUDE (customer_id), b.first_order_on, b.last_order_on,
        b.first_row_month,
        NOT coalesce(f.first_seen_on < history_start() + inactive_after()
            OR c.signed_up_on < history_start(), false) AS cohort_known
    FROM known_customer k
    LEFT JOIN buyer b USING (customer_id)
    LEFT JOIN subscriber s USING (customer_id)
    LEFT JOIN first_seen f USING (customer_id)
    LEFT JOIN customers c USING (customer_id)
)
SELECT customer_id, month_of(first_order_on) AS cohort,
    month_of(first_paid_on) AS subscription_cohort, first_paid_on,
    coalesce(is_active_subscriptions, false) AS is_active_subscriptions,
    CASE WHEN first_row_month IS NULL THEN NULL WHEN NOT cohort_known THEN DATE '1900-01-01'
        ELSE coalesce(month_of(first_order_on), first_row_month) END AS row_cohort,
    cohort_known, first_order_on, last_order_on,
    (as_of() - least(first_order_on, first_paid_on))::INTEGER AS tenure_days,
    coalesce(last_order_on > as_of() - inactive_after(), false) AS is_active_orders,
    p.* EXCLUDE (customer_id, "all")
FROM known
JOIN customer_part p USING (customer_id);
