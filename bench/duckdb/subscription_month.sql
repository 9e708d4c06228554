-- silver.subscription_month. Reads subscriptions (valid terms, each once), rate. Makes paid_term
-- (what is paid for, the gaps bridged) and subscription_month. Variable grace_days (0).
--
-- choice: an end is bridged to the first later paid start of the same customer, whichever
--   subscription it belongs to; a trial in between is a gap.
-- choice: the revenue of the short-lived is the sum of their terms, at the rate of the month's end.
-- choice: plans counts the terms paid for at the end.

-- From units of 1e-16, half up.
CREATE OR REPLACE MACRO cents(amount) AS
    ((coalesce(amount, 0)::HUGEINT * 2 + 100000000000000) // 200000000000000)::BIGINT;

CREATE OR REPLACE TEMP TABLE paid_term AS
WITH known AS (
    SELECT customer_id, coalesce(currency, '') AS currency,
        greatest(started_on, coalesce(trial_until, started_on)) AS paid_from,
        if(ended_on <= as_of(), ended_on, NULL) AS ended_on,
        CASE regexp_extract(billing_period, '[A-Za-z]+$')
            WHEN 'week' THEN [52, 12] WHEN 'month' THEN [1, 1] WHEN 'quarter' THEN [1, 3]
            WHEN 'year' THEN [1, 12]
            WHEN 'D' THEN [365, 12 * n] WHEN 'W' THEN [52, 12 * n]
            WHEN 'M' THEN [1, n] WHEN 'Y' THEN [1, 12 * n] END AS ratio,
        price, plan, if(ended_on <= as_of(), end_reason, NULL) AS end_reason
    FROM (SELECT *, try_cast(regexp_extract(billing_period, '\d+') AS INTEGER) AS n
        FROM subscriptions)
    WHERE price > 0 AND started_on <= as_of()
), paid AS (
    -- In units of 1e-10 of the currency: integers, so that nothing is lost.
    SELECT customer_id, currency, paid_from, ended_on, plan, end_reason,
        ((price * 100)::HUGEINT * ratio[1] * 100000000 * 2 + ratio[2]) // (2 * ratio[2]) AS mrr
    FROM known
    WHERE paid_from <= as_of() AND (ended_on IS NULL OR ended_on > paid_from)
)
SELECT p.customer_id, p.currency, p.paid_from, p.mrr, p.plan, p.end_reason,
    if(n.paid_from <= p.ended_on + coalesce(getvariable('grace_days'), 0)::INTEGER, n.paid_from,
        p.ended_on) AS paid_until
FROM paid p
ASOF LEFT JOIN paid n ON n.customer_id = p.customer_id AND n.paid_from >= p.ended_on;

CREATE OR REPLACE TEMP TABLE subscription_month AS
WITH month_end AS (
    SELECT m AS month, m - 1 AS s, least(last_day(m), as_of()) AS e
    FROM (SELECT unnest(generate_series((SELECT min(month_of(paid_from)) FROM paid_term),
        month_of(as_of()), INTERVAL 1 MONTH))::DATE AS m)
), touched AS (
    SELECT t.*, month, s, e, paid_from <= s AND coalesce(paid_until > s, true) AS opens,
        paid_from <= e AND coalesce(paid_until > e, true) AS closes,
        -- In millionths: the generated rates have six digits after the point.
        if(t.currency IN ('', getvariable('currency')), 1, rs.rate) * 1000000 AS old_rate,
        if(t.currency IN ('', getvariable('currency')), 1, re.rate) * 1000000 AS new_rate
    FROM paid_term t
    JOIN month_end ON paid_from <= e AND coalesce(paid_until > s, true)
    LEFT JOIN rate rs ON rs.currency = t.currency AND rs.day = s
    LEFT JOIN rate re ON re.currency = t.currency AND re.day = e
), added AS (
    SELECT customer_id, month, count(*) FILTER (opens) AS terms_at_start,
        count(*) FILTER (closes) AS plans,
        cents(sum(mrr * old_rate::HUGEINT) FILTER (opens)) AS opening,
        cents(sum(mrr * new_rate::HUGEINT) FILTER (opens)) AS reopened,
        cents(sum(mrr * new_rate::HUGEINT) FILTER (closes)) AS closing,
        cents(sum(mrr * new_rate::HUGEINT) FILTER (NOT opens AND NOT closes)) AS within
    FROM touched
    GROUP BY customer_id, month
), changed AS (
    SELECT *, terms_at_start = 0 AND plans = 0 AS short_lived,
        if(terms_at_start > 0 AND plans > 0, reopened - opening, 0) AS fx,
        month = min(month) OVER (PARTITION BY customer_id) AS is_first
    FROM added
)
SELECT customer_id, month, money(opening / 100.0) AS opening_mrr,
    money(closing / 100.0) AS closing_mrr, money(fx / 100.0) AS fx_mrr,
    money(abs(closing - opening - fx) / 100.0) AS movement_mrr, plans, short_lived,
    money(if(short_lived, within, 0) / 100.0) AS short_lived_mrr,
    CASE WHEN short_lived THEN 'none' WHEN terms_at_start = 0 AND is_first THEN 'new'
        WHEN terms_at_start = 0 THEN 'reactivation' WHEN plans = 0 THEN 'churned'
        WHEN closing - opening - fx > 0 THEN 'expansion'
        WHEN closing - opening - fx < 0 THEN 'contraction' ELSE 'none' END AS movement
FROM changed;
