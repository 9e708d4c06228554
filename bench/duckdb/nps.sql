-- gold.nps. Reads nps_responses, customer_cell, cell_value. Makes nps.
--
-- choice: months begin with the first response of all customers; a value has rows if it has any
--   customer, a stage if it has any response.
-- choice: gold.nps is a monthly table, so the score of a month that is not over is null.
-- choice: mean_score is over the answers that make the score.
-- choice: nps_weight_by names a dimension; each answer of one of its values (a stratum) has the
--   weight (customers of the stratum / respondents of it), both within the cell. All weighted
--   figures are sums over respondents. Without it they are null; so they are for stages.
-- choice: the variance of a change is the sum over respondents of the square of what each adds to
--   it; q-values are over all changes of a dimension.

-- The chance of more than z in both tails, by Simpson's rule: 2 phi(z) times the integral of
-- exp(-z u - u^2 / 2) over u >= 0, in steps that are small against 1 / z.
CREATE OR REPLACE MACRO tails(z) AS
    2 / sqrt(2 * pi()) * exp(-z * z / 2) * list_sum(list_transform(generate_series(0, 4000),
        lambda i: CASE WHEN i IN (0, 4000) THEN 1 WHEN i % 2 = 1 THEN 4 ELSE 2 END
            * exp(-z * (i * 0.01 / greatest(z, 1)) - (i * 0.01 / greatest(z, 1)) ** 2 / 2)))
        * 0.01 / greatest(z, 1) / 3;

CREATE OR REPLACE TEMP TABLE nps_answer AS
WITH valid AS (
    SELECT customer_id, response_id, responded_at, month_of(responded_on) AS month, score,
        coalesce(stage, 'unknown') AS stage, cell
    FROM nps_responses
    JOIN customer_cell USING (customer_id)
    WHERE responded_on <= as_of() AND score BETWEEN 0 AND 10 AND score = floor(score)
), keyed AS (
    SELECT *, NULL::VARCHAR AS by_stage, month AS period FROM valid
    UNION ALL SELECT *, NULL, NULL FROM valid
    UNION ALL SELECT *, stage, month FROM valid
    UNION ALL SELECT *, stage, NULL FROM valid
)
SELECT by_stage, period, customer_id, any_value(cell) AS cell, count(*) AS responses,
    last(score ORDER BY responded_at, response_id)::INTEGER AS score
FROM keyed
GROUP BY by_stage, period, customer_id;

CREATE OR REPLACE TEMP TABLE nps_score AS
WITH counted AS (
    SELECT by_stage, cell, period, sum(responses) AS responses, count(*) AS respondents,
        count(*) FILTER (score >= coalesce(getvariable('nps_promoter_min'), 9)) AS promoters,
        count(*) FILTER (score <= coalesce(getvariable('nps_detractor_max'), 6)) AS detractors,
        sum(score) AS scores
    FROM nps_answer
    GROUP BY ALL
), counted_value AS (
    SELECT dimension, value, period, responses, respondents, promoters, detractors, scores
    FROM counted
    JOIN cell_value USING (cell)
    WHERE by_stage IS NULL
    UNION ALL
    SELECT 'stage', by_stage, period, responses, respondents, promoters, detractors, scores
    FROM counted
    WHERE by_stage IS NOT NULL
), summed AS (
    SELECT dimension, value, period, sum(responses) AS responses, sum(respondents) AS respondents,
        sum(promoters) AS promoters, sum(detractors) AS detractors, sum(scores) AS scores
    FROM counted_value
    GROUP BY ALL
), periods AS (
    SELECT unnest(generate_series(min(period), month_of(as_of()), INTERVAL 1 MONTH))::DATE AS period
    FROM summed
    UNION ALL
    SELECT NULL
), filled AS (
    SELECT v.dimension, v.value, p.period,
        p.period IS NULL OR last_day(p.period) <= as_of() AS is_over, coalesce(s.responses, 0)::BIGINT AS responses,
        coalesce(s.respondents, 0)::BIGINT AS respondents,
        coalesce(s.promoters, 0)::BIGINT AS promoters,
        coalesce(s.respondents - s.promoters - s.detractors, 0)::BIGINT AS passives,
        coalesce(s.detractors, 0)::BIGINT AS detractors, s.scores,
        coalesce(s.respondents, 0) < coalesce(getvariable('nps_min_respondents'), 30)
            AS is_suppressed
    FROM (
        SELECT dimension, value FROM summed
        UNION
        SELECT dimension, value FROM customer_cell JOIN cell_value USING (cell)
    ) v
    CROSS JOIN periods p
    LEFT JOIN summed s ON s.dimension = v.dimension AND s.value = v.value
        AND s.period IS NOT DISTINCT FROM p.period
), shares AS (
    SELECT *, if(is_suppressed OR NOT is_over, NULL, respondents)::DOUBLE AS n, promoters / n AS p,
        detractors / n AS q, (promoters + 0.75::DOUBLE) / (n + 3) AS wald_p,
        (detractors + 0.75::DOUBLE) / (n + 3) AS wald_q
    FROM filled
), scored AS (
    SELECT *, 100 * (p - q) AS nps, 100 * sqrt((p + q - (p - q) ** 2) / n) AS standard_error,
        100 * (wald_p - wald_q) AS wald,
        100 * z() * sqrt((wald_p + wald_q - (wald_p - wald_q) ** 2) / (n + 3)) AS wald_half
    FROM shares
)
SELECT * FROM scored;

-- One row per respondent of a cell: y is 1, 0 or -1.
CREATE OR REPLACE TEMP TABLE nps_voice AS
SELECT v.dimension, v.value, a.period, a.customer_id, w.value AS stratum,
    CASE WHEN score >= coalesce(getvariable('nps_promoter_min'), 9) THEN 1
        WHEN score <= coalesce(getvariable('nps_detractor_max'), 6) THEN -1 ELSE 0 END AS y
FROM nps_answer a
JOIN cell_value v ON v.cell = a.cell AND a.by_stage IS NULL
LEFT JOIN cell_value w ON w.cell = a.cell AND w.dimension = getvariable('nps_weight_by')
UNION ALL
SELECT 'stage', by_stage, period, customer_id, NULL,
    CASE WHEN score >= coalesce(getvariable('nps_promoter_min'), 9) THEN 1
        WHEN score <= coalesce(getvariable('nps_detractor_max'), 6) THEN -1 ELSE 0 END
FROM nps_answer
WHERE by_stage IS NOT NULL;

CREATE OR REPLACE TEMP TABLE nps_base AS
SELECT v.dimension, v.value, w.value AS stratum, count(*) AS customers
FROM customer_cell c
JOIN cell_value v ON v.cell = c.cell
LEFT JOIN cell_value w ON w.cell = c.cell AND w.dimension = getvariable('nps_weight_by')
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE nps_weight AS
WITH stratum AS (
    SELECT v.*, b.customers / count(*) OVER (
        PARTITION BY v.dimension, v.value, v.period, v.stratum) AS raw_weight
    FROM nps_voice v
    JOIN nps_base b USING (dimension, value, stratum)
), weighed AS (
    SELECT *, raw_weight * count(*) OVER cell / sum(raw_weight) OVER cell AS w,
        sum(raw_weight) OVER cell AS covered
    FROM stratum
    WINDOW cell AS (PARTITION BY dimension, value, period)
), centred AS (
    SELECT *, sum(w * y) OVER cell / sum(w) OVER cell AS mean,
        sum(w * y) OVER cell / (sum(w) OVER cell + 3) AS adjusted_mean
    FROM weighed
    WINDOW cell AS (PARTITION BY dimension, value, period)
)
SELECT dimension, value, period, 100 * any_value(mean) AS nps_weighted,
    100 * any_value(adjusted_mean) AS middle,
    100 * z() * sqrt(sum((w * (y - adjusted_mean)) ** 2) + 0.75 * (1 - any_value(adjusted_mean)) ** 2
        + 1.5 * any_value(adjusted_mean) ** 2 + 0.75 * (1 + any_value(adjusted_mean)) ** 2)
        / (sum(w) + 3) AS half,
    sum(w) ** 2 / sum(w * w) AS effective_respondents, any_value(covered) AS covered
FROM centred
GROUP BY ALL;

-- The variance of the change to a month from the one before.
CREATE OR REPLACE TEMP TABLE nps_change AS
WITH part AS (
    SELECT dimension, value, v.period, customer_id, (100 * y - nps) / n AS added
    FROM nps_voice v
    JOIN nps_score USING (dimension, value, period)
    WHERE nps IS NOT NULL
), change AS (
    SELECT dimension, value, period, customer_id, added FROM part
    UNION ALL
    SELECT dimension, value, plus_months(period, 1), customer_id, -added FROM part
), per_customer AS (
    SELECT dimension, value, period, customer_id, sum(added) AS added FROM change GROUP BY ALL
)
SELECT dimension, value, period, sum(added ** 2) AS variance FROM per_customer GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE nps AS
WITH known AS (
    SELECT dimension, value, sum(customers) AS customers FROM nps_base GROUP BY ALL
), compared AS (
    SELECT s.*, s.nps - b.nps AS change, s.standard_error ** 2 + b.standard_error ** 2 AS apart,
        c.variance
    FROM nps_score s
    LEFT JOIN nps_score b ON b.dimension = s.dimension AND b.value = s.value
        AND b.period = plus_months(s.period, -1)
    LEFT JOIN nps_change c ON c.dimension = s.dimension AND c.value = s.value
        AND c.period = s.period
), tested AS (
    SELECT *, if(variance > 1e-12 * apart, tails(abs(change) / sqrt(variance)), NULL) AS chance
    FROM compared
), ranked AS (
    SELECT *, chance * count(chance) OVER (PARTITION BY dimension)
        / count(chance) OVER (PARTITION BY dimension ORDER BY chance NULLS LAST) AS scaled
    FROM tested
)
SELECT s.dimension, s.value, s.period, s.responses, s.respondents, s.promoters, s.passives,
    s.detractors, s.nps, s.standard_error,
    s.n IS NOT NULL AND w.effective_respondents
        >= coalesce(getvariable('nps_min_respondents'), 30) - 1e-9 AS is_enough,
    if(s.n IS NULL, NULL, greatest(-100, s.wald - s.wald_half)) AS nps_low,
    if(s.n IS NULL, NULL, least(100, s.wald + s.wald_half)) AS nps_high,
    if(is_enough, w.nps_weighted, NULL) AS nps_weighted,
    if(is_enough, greatest(-100, w.middle - w.half), NULL) AS nps_weighted_low,
    if(is_enough, least(100, w.middle + w.half), NULL) AS nps_weighted_high,
    if(s.n IS NULL, NULL, w.effective_respondents) AS effective_respondents,
    if(s.n IS NULL, NULL, w.covered / k.customers) AS base_covered,
    s.scores / s.n AS mean_score, s.n / k.customers AS share_asked, s.is_suppressed,
    s.change AS change_from_previous, abs(s.change) > z() * sqrt(apart) AS change_is_significant,
    s.chance AS change_p_value,
    if(s.chance IS NULL, NULL, min(scaled) OVER (
        PARTITION BY s.dimension ORDER BY s.chance DESC NULLS LAST)) AS change_q_value
FROM ranked s
LEFT JOIN known k ON k.dimension = s.dimension AND k.value = s.value
LEFT JOIN nps_weight w ON w.dimension = s.dimension AND w.value = s.value
    AND w.period IS NOT DISTINCT FROM s.period;
