-- gold.nps. Reads nps_responses, customer_cell, cell_value. Makes nps.
--
-- choice: months begin with the first response of all customers; a value has rows if it has any
--   customer, a stage if it has any response.
-- choice: gold.nps is a monthly table, so the score of a month that is not over is null.
-- choice: mean_score is over the answers that make the score. nps_weighted and share_asked are not
--   computed here.

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

CREATE OR REPLACE TEMP TABLE nps AS
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
SELECT s.dimension, s.value, s.period, s.responses, s.respondents, s.promoters, s.passives,
    s.detractors, s.nps, s.standard_error,
    if(s.n IS NULL, NULL, greatest(-100, s.wald - s.wald_half)) AS nps_low,
    if(s.n IS NULL, NULL, least(100, s.wald + s.wald_half)) AS nps_high,
    s.scores / s.n AS mean_score, s.is_suppressed, s.nps - b.nps AS change_from_previous,
    abs(s.nps - b.nps) > z() * sqrt(s.standard_error ** 2 + b.standard_error ** 2)
        AS change_is_significant
FROM scored s
LEFT JOIN scored b ON b.dimension = s.dimension AND b.value = s.value
    AND b.period = plus_months(s.period, -1);
