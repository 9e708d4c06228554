-- The input relations from the sources of `clientele generate`. Reads the Parquet folders orders,
-- customers, subscriptions, nps_responses and fx_rates under the variable data; variables d, zone and currency as
-- in the configuration. Makes booked and the input relations.

-- The rate in force on each day: the latest one on or before it.
CREATE OR REPLACE TEMP TABLE rate AS
WITH quoted AS (
    FROM read_parquet(getvariable('data') || '/fx_rates/*.parquet')
), days AS (
    SELECT currency, unnest(generate_series(min(on_date), as_of(), INTERVAL 1 DAY))::DATE AS day
    FROM quoted
    GROUP BY currency
)
SELECT d.currency, d.day, q.rate
FROM days d
ASOF JOIN quoted q ON q.currency = d.currency AND q.on_date <= d.day;

CREATE OR REPLACE TEMP TABLE booked AS
WITH sale AS (
    SELECT *, (ordered_at AT TIME ZONE getvariable('zone'))::DATE AS ordered_on,
        nullif(currency, getvariable('currency')) AS foreign_currency
    FROM read_parquet(getvariable('data') || '/orders/*.parquet')
)
SELECT s.order_id, s.customer_id, s.ordered_on, s.refund_of, s.category, s.channel,
    if(r.rate IS NULL, s.amount, round(s.amount * r.rate, 2))::DECIMAL(18, 2) AS amount,
    if(r.rate IS NULL, s.discount, round(s.discount * r.rate, 2))::DECIMAL(18, 2) AS discount,
    if(r.rate IS NULL, s.cost, round(s.cost * r.rate, 2))::DECIMAL(18, 2) AS cost,
    if(r.rate IS NULL, s.service_cost, round(s.service_cost * r.rate, 2))::DECIMAL(18, 2)
        AS service_cost
FROM sale s
LEFT JOIN rate r ON r.currency = s.foreign_currency AND r.day = s.ordered_on;

-- The same refusals as the program's, as far as clean data can meet them: a key twice, no amount.
SELECT if(count(*) <> count(DISTINCT order_id) OR count(*) <> count(amount),
    error('the generated orders repeat a key or miss an amount'), count(*)) AS rows_read
FROM booked;

CREATE OR REPLACE VIEW ledger_orders AS
SELECT order_id, customer_id, ordered_on, amount, discount, cost, service_cost, category, channel
FROM booked
WHERE amount >= 0 AND refund_of IS NULL;

CREATE OR REPLACE VIEW ledger_refunds AS
SELECT order_id AS refund_id, customer_id, ordered_on AS refunded_on,
    abs(amount)::DECIMAL(18, 2) AS amount, refund_of
FROM booked
WHERE amount < 0 OR refund_of IS NOT NULL;

CREATE OR REPLACE VIEW customers AS
SELECT customer_id, signed_up_on, region, income_band, acquisition_channel
FROM read_parquet(getvariable('data') || '/customers/*.parquet');

CREATE OR REPLACE VIEW nps_responses AS
SELECT response_id, customer_id, responded_at,
    (responded_at AT TIME ZONE getvariable('zone'))::DATE AS responded_on, score, stage
FROM read_parquet(getvariable('data') || '/nps_responses/*.parquet');

CREATE OR REPLACE VIEW subscriptions AS
SELECT subscription_id, customer_id, started_on, ended_on, trial_until, price, billing_period,
    currency
FROM read_parquet(getvariable('data') || '/subscriptions/*.parquet');
