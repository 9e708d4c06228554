-- The dimensions of every customer known at d. Reads month_fold, ledger_orders, customers (one row
-- per customer, the one that counts at d), nps_responses, service_contacts, campaign_contacts,
-- subscriptions, paid_term, rate. Makes
-- customer_cell (customer to cell, a cell being one combination of attribute values), cell_value
-- (the dimensions of a cell, cross cuts and 'all' included) and the view
-- dimensions(customer_id, dimension, value).
--
-- A customer is in one cell, so whatever is counted by cell may be added up by cell_value.
--
-- choice: first_channel, first_category, first_discounted are those of the smallest order_id among
--   all orders of the first occasion day, a cancelled one too; first_discounted is 'yes' or 'no',
--   null where the discount is not known.
-- choice: first_plan is that of the first paid day; of several terms, there and for current_plan,
--   the one of the highest MRR counts, at the rates of d.

CREATE OR REPLACE TEMP TABLE buyer AS
SELECT customer_id, min(first_occasion_on) AS first_order_on,
    max(last_occasion_on) AS last_order_on, min(month) AS first_row_month
FROM month_fold
GROUP BY customer_id;

CREATE OR REPLACE TEMP TABLE known_customer AS
SELECT customer_id FROM buyer
UNION
SELECT customer_id FROM nps_responses WHERE responded_on <= as_of()
UNION
SELECT customer_id FROM subscriptions WHERE started_on <= as_of()
UNION
SELECT customer_id FROM service_contacts WHERE opened_on <= as_of()
UNION
SELECT customer_id FROM campaign_contacts WHERE contacted_on <= as_of()
UNION
SELECT customer_id FROM customers WHERE signed_up_on IS NULL OR signed_up_on <= as_of();

-- Every customer has the attribute 'all' of value 'all', so that it needs no case of its own.
CREATE OR REPLACE TEMP TABLE dimension_part AS
SELECT dimension, unnest(string_split(dimension, '*')) AS part,
    generate_subscripts(string_split(dimension, '*'), 1) AS position
FROM (SELECT unnest(list_prepend('all', getvariable('dimensions')::VARCHAR[])) AS dimension);

SET VARIABLE parts = (SELECT list(DISTINCT part) FROM dimension_part);

CREATE OR REPLACE TEMP TABLE customer_part AS
WITH first_order AS (
    SELECT b.customer_id, first(o.channel ORDER BY o.order_id) AS first_channel,
        first(o.category ORDER BY o.order_id) AS first_category,
        first(CASE WHEN o.discount > 0 THEN 'yes' WHEN o.discount <= 0 THEN 'no' END
            ORDER BY o.order_id) AS first_discounted
    FROM buyer b
    JOIN ledger_orders o ON o.customer_id = b.customer_id AND o.ordered_on = b.first_order_on
    WHERE len(list_filter(getvariable('parts'), lambda p: p LIKE 'first\_%' ESCAPE '\')) > 0
    GROUP BY b.customer_id
), priced AS (
    SELECT t.customer_id, t.plan, t.paid_from, t.paid_until IS NULL AS is_paying,
        t.mrr * if(t.currency IN ('', getvariable('currency')), 1, r.rate) AS mrr
    FROM paid_term t
    LEFT JOIN rate r ON r.currency = t.currency AND r.day = as_of()
    WHERE list_has_any(getvariable('parts'), ['first_plan', 'current_plan'])
), plan AS (
    SELECT customer_id, first(plan ORDER BY paid_from, mrr DESC, plan) AS first_plan,
        first(plan ORDER BY mrr DESC, plan) FILTER (is_paying) AS current_plan
    FROM priced
    GROUP BY customer_id
), attribute AS (
    SELECT k.customer_id, 'all' AS "all", c.* EXCLUDE (customer_id), f.* EXCLUDE (customer_id),
        p.* EXCLUDE (customer_id)
    FROM known_customer k
    LEFT JOIN customers c ON c.customer_id = k.customer_id
    LEFT JOIN first_order f ON f.customer_id = k.customer_id
    LEFT JOIN plan p ON p.customer_id = k.customer_id
)
SELECT customer_id,
    coalesce(COLUMNS(lambda name: list_contains(getvariable('parts'), name))::VARCHAR, 'unknown')
FROM attribute;

CREATE OR REPLACE TEMP TABLE cell AS
SELECT row_number() OVER () AS cell, *
FROM (SELECT DISTINCT * EXCLUDE (customer_id) FROM customer_part);

CREATE OR REPLACE TEMP TABLE customer_cell AS
SELECT customer_id, cell FROM customer_part NATURAL JOIN cell;

CREATE OR REPLACE TEMP TABLE cell_value AS
WITH part AS (
    UNPIVOT cell ON COLUMNS(* EXCLUDE (cell)) INTO NAME part VALUE value
)
SELECT cell, dimension, string_agg(value, '*' ORDER BY position) AS value
FROM dimension_part
JOIN part USING (part)
GROUP BY cell, dimension;

CREATE OR REPLACE TEMP VIEW dimensions AS
SELECT customer_id, dimension, value FROM customer_cell JOIN cell_value USING (cell);
