-- The ledger on disk instead of in memory: writes ledger_orders and ledger_refunds of generated.sql
-- as orders.parquet and refunds.parquet into the current folder, and makes views of them.

COPY (FROM ledger_orders) TO 'orders.parquet';
COPY (FROM ledger_refunds) TO 'refunds.parquet';

DROP TABLE booked;

CREATE OR REPLACE VIEW ledger_orders AS FROM read_parquet('orders.parquet');
CREATE OR REPLACE VIEW ledger_refunds AS FROM read_parquet('refunds.parquet');
