-- The other input relations from the sources of `clientele generate`. Reads rate and the Parquet
-- folders orders and nps_responses under the variable data; variables zone and currency as in the
-- configuration. Makes booked and the input relations.

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

CREATE OR REPLACE VIEW nps_responses AS
SELECT response_id, customer_id, responded_at,
    (responded_at AT TIME ZONE getvariable('zone'))::DATE AS responded_on, score, stage
FROM read_parquet(getvariable('data') || '/nps_responses/*.parquet');
