-- Unbroken payment. Reads paid_term. Makes subscription_spell (from the first paid day to the first
-- day without service, null if the spell runs on) and paying_run (months at whose end a customer
-- pays, without a hole, from from_month to the month before until_month).
--
-- choice: of terms that end a spell on one day, the first end_reason by name counts.

CREATE OR REPLACE TEMP TABLE subscription_spell AS
WITH term AS (
    SELECT customer_id, paid_from, coalesce(paid_until, DATE '9999-12-31') AS paid_until,
        end_reason
    FROM paid_term
), begun AS (
    SELECT *, coalesce(paid_from > max(paid_until) OVER (
        PARTITION BY customer_id ORDER BY paid_from
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS begins
    FROM term
), numbered AS (
    -- Terms that start on one day are peers, and so in one spell.
    SELECT *, count(*) FILTER (begins) OVER (
        PARTITION BY customer_id ORDER BY paid_from
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS spell
    FROM begun
), spell AS (
    SELECT customer_id, spell, min(paid_from) AS paid_from, max(paid_until) AS paid_until
    FROM numbered
    GROUP BY customer_id, spell
), reason AS (
    SELECT customer_id, paid_until, min(end_reason) AS end_reason FROM term GROUP BY ALL
)
SELECT s.customer_id, s.spell, s.paid_from,
    if(s.paid_until <= as_of(), s.paid_until, NULL) AS paid_until,
    s.paid_until <= as_of() AND coalesce(r.end_reason = 'payment_failed', false) AS is_involuntary
FROM spell s
JOIN reason r ON r.customer_id = s.customer_id AND r.paid_until = s.paid_until;

CREATE OR REPLACE TEMP TABLE paying_run AS
WITH covered AS (
    SELECT customer_id, month_of(paid_from) AS from_month,
        coalesce(month_of(paid_until), plus_months(month_of(as_of()), 1)) AS until_month
    FROM subscription_spell
), begun AS (
    SELECT *, coalesce(from_month > lag(until_month) OVER (
        PARTITION BY customer_id ORDER BY from_month), true) AS begins
    FROM covered
    WHERE from_month < until_month
), numbered AS (
    SELECT *, count(*) FILTER (begins) OVER (
        PARTITION BY customer_id ORDER BY from_month) AS run
    FROM begun
)
SELECT customer_id, run, min(from_month) AS from_month, max(until_month) AS until_month
FROM numbered
GROUP BY customer_id, run;
