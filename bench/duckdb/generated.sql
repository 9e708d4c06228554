-- The input relations customers, subscriptions and rate from the sources of `clientele generate`.
-- Reads the Parquet folders of customers, subscriptions and fx_rates under the variable data. Makes
-- the input relations.

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

CREATE OR REPLACE VIEW customers AS
SELECT customer_id, signed_up_on, region, income_band, acquisition_channel, acquisition_cost
FROM read_parquet(getvariable('data') || '/customers/*.parquet');

CREATE OR REPLACE VIEW subscriptions AS
SELECT subscription_id, customer_id, started_on, ended_on, trial_until, price, billing_period,
    currency, plan, end_reason
FROM read_parquet(getvariable('data') || '/subscriptions/*.parquet');
