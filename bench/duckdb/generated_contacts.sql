-- The input relations of contacts from the sources of `clientele generate`: the Parquet folders
-- service_contacts and campaign_contacts under the variable data; variable zone as in the
-- configuration.

CREATE OR REPLACE VIEW service_contacts AS
SELECT contact_id, customer_id, opened_at,
    (opened_at AT TIME ZONE getvariable('zone'))::DATE AS opened_on, resolved_at, stage,
    satisfaction, cost
FROM read_parquet(getvariable('data') || '/service_contacts/*.parquet');

CREATE OR REPLACE VIEW campaign_contacts AS
SELECT campaign_id, customer_id,
    (contacted_at AT TIME ZONE getvariable('zone'))::DATE AS contacted_on, arm, cost, action
FROM read_parquet(getvariable('data') || '/campaign_contacts/*.parquet');
