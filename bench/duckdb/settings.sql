-- Parameters and formulas shared by the other scripts; run this one first.
--
-- Variables: d (business date, required), w (inactive-after-days, 90), c (cancellation-window-days,
-- 30), dimensions (list of attributes and cross cuts, none), history_starts_on (of the orders; date
-- or null), subscriptions_start_on (the same of the subscriptions), grace_days (0),
-- nps_min_respondents (30), nps_detractor_max (6), nps_promoter_min (9), nps_weight_by (one of the
-- dimensions, none), counts_mrr (false).

CREATE OR REPLACE MACRO as_of() AS getvariable('d')::DATE;
CREATE OR REPLACE MACRO inactive_after() AS coalesce(getvariable('w'), 90)::INTEGER;
CREATE OR REPLACE MACRO cancellation_window() AS coalesce(getvariable('c'), 30)::INTEGER;
CREATE OR REPLACE MACRO history_start() AS getvariable('history_starts_on')::DATE;
CREATE OR REPLACE MACRO subscriptions_start() AS getvariable('subscriptions_start_on')::DATE;

-- Not date_trunc: DuckDB 1.4.1 takes its result for never null and drops a coalesce around it.
CREATE OR REPLACE MACRO month_of(day) AS (day - (dayofmonth(day) - 1)::INTEGER)::DATE;
CREATE OR REPLACE MACRO month_number(day) AS year(day) * 12 + month(day);
CREATE OR REPLACE MACRO plus_months(day, n) AS (day + to_months(n::INTEGER))::DATE;
-- The greatest n with plus_months(from_day, n) <= until_day.
CREATE OR REPLACE MACRO full_months(from_day, until_day) AS
    (month_number(until_day) - month_number(from_day) - if(plus_months(from_day,
        month_number(until_day) - month_number(from_day)) > until_day, 1, 0))::INTEGER;
CREATE OR REPLACE MACRO money(amount) AS amount::DECIMAL(28, 2);

-- Share and Wilson interval; null where nobody is asked.
CREATE OR REPLACE MACRO share(k, n) AS k::DOUBLE / nullif(n, 0)::DOUBLE;
CREATE OR REPLACE MACRO z() AS 1.959963984540054::DOUBLE;
CREATE OR REPLACE MACRO wilson_half(k, n) AS
    z() * sqrt(k::DOUBLE * (n - k)::DOUBLE / nullif(n, 0)::DOUBLE + z() * z() / 4);
CREATE OR REPLACE MACRO wilson_low(k, n) AS
    (k + z() * z() / 2 - wilson_half(k, n)) / (n + z() * z());
CREATE OR REPLACE MACRO wilson_high(k, n) AS
    (k + z() * z() / 2 + wilson_half(k, n)) / (n + z() * z());

-- Interval of a Kaplan-Meier estimate s by log(-log), g being Greenwood's sum; nothing is said of
-- chance where the curve is at 1 or 0.
CREATE OR REPLACE MACRO log_log_low(s, g) AS
    CASE WHEN s > 0 AND s < 1 THEN pow(s, exp(z() * sqrt(g) / -ln(s))) ELSE s END;
CREATE OR REPLACE MACRO log_log_high(s, g) AS
    CASE WHEN s > 0 AND s < 1 THEN pow(s, exp(-z() * sqrt(g) / -ln(s))) ELSE s END;

-- The share of a group, k of n, drawn towards the share p of all groups beside it (beta-binomial,
-- moments). Of these groups: cells is their number, total the sum of n, deviance that of
-- n (k / n - p)^2, squares that of n^2.
CREATE OR REPLACE MACRO correlation(p, cells, total, deviance, squares) AS
    greatest(0, least(1, coalesce((deviance / nullif(p * (1 - p), 0) - (cells - 1))
        / nullif(total - squares / total - (cells - 1), 0), 0)));
CREATE OR REPLACE MACRO drawn(k, n, p, rho) AS
    if(rho = 0, p, (k + (1 / rho - 1) * p) / (n + (1 / rho - 1)));
