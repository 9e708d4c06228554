-- The input relations, empty. The caller replaces those it has by views of the same columns.
--
-- ledger_orders: valid orders, each once; amount >= 0 in the reporting currency, net of discounts;
-- ordered_on in the business zone. ledger_refunds: amount as a positive number; refund_of names an
-- order or is null. customers: one row per customer, the one that counts at d, with any attributes.
-- subscriptions: valid terms, each once, ends after d included. rate: by currency and day.

CREATE OR REPLACE VIEW ledger_orders AS
SELECT NULL::VARCHAR AS order_id, NULL::VARCHAR AS customer_id, NULL::DATE AS ordered_on,
    NULL::DECIMAL(18, 2) AS amount, NULL::DECIMAL(18, 2) AS discount, NULL::DECIMAL(18, 2) AS cost,
    NULL::DECIMAL(18, 2) AS service_cost, NULL::VARCHAR AS category, NULL::VARCHAR AS channel
WHERE false;

CREATE OR REPLACE VIEW ledger_refunds AS
SELECT NULL::VARCHAR AS refund_id, NULL::VARCHAR AS customer_id, NULL::DATE AS refunded_on,
    NULL::DECIMAL(18, 2) AS amount, NULL::VARCHAR AS refund_of
WHERE false;

CREATE OR REPLACE VIEW customers AS
SELECT NULL::VARCHAR AS customer_id, NULL::DATE AS signed_up_on, NULL::VARCHAR AS region,
    NULL::VARCHAR AS income_band, NULL::DECIMAL(18, 2) AS acquisition_cost
WHERE false;

CREATE OR REPLACE VIEW nps_responses AS
SELECT NULL::VARCHAR AS response_id, NULL::VARCHAR AS customer_id, NULL::TIMESTAMP AS responded_at,
    NULL::DATE AS responded_on, NULL::INTEGER AS score, NULL::VARCHAR AS stage
WHERE false;

CREATE OR REPLACE VIEW service_contacts AS
SELECT NULL::VARCHAR AS contact_id, NULL::VARCHAR AS customer_id, NULL::TIMESTAMPTZ AS opened_at,
    NULL::DATE AS opened_on, NULL::TIMESTAMPTZ AS resolved_at, NULL::VARCHAR AS stage,
    NULL::INTEGER AS satisfaction, NULL::DECIMAL(18, 2) AS cost
WHERE false;

CREATE OR REPLACE VIEW campaign_contacts AS
SELECT NULL::VARCHAR AS campaign_id, NULL::VARCHAR AS customer_id, NULL::DATE AS contacted_on,
    NULL::VARCHAR AS arm, NULL::DECIMAL(18, 2) AS cost, NULL::VARCHAR AS action
WHERE false;

CREATE OR REPLACE VIEW subscriptions AS
SELECT NULL::VARCHAR AS subscription_id, NULL::VARCHAR AS customer_id, NULL::DATE AS started_on,
    NULL::DATE AS ended_on, NULL::DATE AS trial_until, NULL::DECIMAL(18, 2) AS price,
    NULL::VARCHAR AS billing_period, NULL::VARCHAR AS currency, NULL::VARCHAR AS plan,
    NULL::VARCHAR AS end_reason
WHERE false;

CREATE OR REPLACE VIEW rate AS
SELECT NULL::VARCHAR AS currency, NULL::DATE AS day, NULL::DECIMAL(18, 6) AS rate
WHERE false;
