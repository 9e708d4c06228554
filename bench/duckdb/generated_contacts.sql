-- The input relations of contacts from the sources of `clientele generate`. Reads the Parquet folders
-- service_contacts and campaign_contacts under the variable data; variable zone. Makes the input
-- relations.

CREATE OR REPLACE VIEW service_contacts AS
SELECT contact_id, customer_id, cost,
    (opened_at AT TIME ZONE getvariable('zone'))::DATE AS opened_on
FROM read_parquet(getvariable('data') || '/service_contacts/*.parquet');

CREATE OR REPLACE VIEW campaign_contacts AS
SELECT campaign_id, customer_id, arm, cost,
    (contacted_at AT TIME ZONE getvariable('zone'))::DATE AS contacted_on
FROM read_parquet(getvariable('data') || '/campaign_contacts/*.parquet');
