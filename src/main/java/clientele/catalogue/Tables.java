package clientele.catalogue;

import static clientele.catalogue.Vocabulary.*;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every table that Clientele writes: the one place of output truth. */
public final class Tables {
  private Tables() {}

  // --- silver: one table per source entity

  public static final Table ORDERS_TABLE =
      Table.of(Layer.SILVER, "orders", Slice.MONTH, "one row per valid order in force")
          .columns(ORDER_ID, CUSTOMER_ID, ORDERED_AT, ORDERED_ON, MONTH, AMOUNT, DISCOUNT, COST)
          .columns(SERVICE_COST, CATEGORY, CHANNEL, CURRENCY)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON, KNOWN_ON)
          .partitionedBy(MONTH)
          .check("amount-not-negative", "amount >= 0")
          .build();

  public static final Table REFUNDS_TABLE =
      Table.of(Layer.SILVER, "refunds", Slice.MONTH, "one row per refund in force")
          .columns(REFUND_ID, CUSTOMER_ID, REFUNDED_AT, REFUNDED_ON, MONTH, AMOUNT, REFUND_OF)
          .columns(CURRENCY, SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .partitionedBy(MONTH)
          .check("amount-not-negative", "amount >= 0")
          .build();

  public static final Table ORDER_LINES_TABLE =
      Table.of(Layer.SILVER, "order_lines", Slice.MONTH, "one row per valid order line in force")
          .columns(ORDER_ID, LINE_NO, PRODUCT_ID, CATEGORY, QUANTITY, LINE_AMOUNT, COST, DISCOUNT)
          .columns(CUSTOMER_ID, ORDERED_AT, ORDERED_ON, MONTH, CHANNEL, CURRENCY, REFUND_OF)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .partitionedBy(MONTH)
          .build();

  public static final Table SUBSCRIPTIONS_TABLE =
      Table.of(Layer.SILVER, "subscriptions", Slice.WHOLE, "one row per term of a subscription")
          .columns(SUBSCRIPTION_ID, STARTED_ON, CUSTOMER_ID, PLAN, ENDED_ON, PRICE, BILLING_PERIOD)
          .columns(CURRENCY, END_REASON, TRIAL_UNTIL, CANCELLED_ON, LIST_PRICE)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .check("price-not-negative", "price >= 0")
          .check("ends-after-start", "ended_on >= started_on")
          .build();

  public static final Table NPS_RESPONSES_TABLE =
      Table.of(Layer.SILVER, "nps_responses", Slice.WHOLE, "one row per valid answer")
          .columns(RESPONSE_ID, CUSTOMER_ID, RESPONDED_AT, RESPONDED_ON, SCORE, STAGE, COMMENT)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .check("score-in-range", "score between 0 and 10")
          .build();

  public static final Table CUSTOMERS_TABLE =
      Table.of(
              Layer.SILVER,
              "customers",
              Slice.WHOLE,
              "one row per customer and valid_from; no contact data")
          .columns(CUSTOMER_ID, VALID_FROM, SIGNED_UP_ON, REGION, INCOME_BAND)
          .columns(ACQUISITION_CHANNEL, ACQUISITION_COST, REFERRED_BY, ATTRIBUTES)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .build();

  public static final Table CUSTOMER_CONTACT_TABLE =
      Table.of(
              Layer.SILVER,
              "customer_contact",
              Slice.WHOLE,
              "one row per customer: personal data, today's")
          .key(CUSTOMER_ID)
          .columns(EMAIL, PHONE, FIRST_NAME, LAST_NAME, COUNTRY, POSTCODE, LANGUAGE)
          .columns(CONSENT_MARKETING, SUPPRESSED)
          .build();

  public static final Table SERVICE_CONTACTS_TABLE =
      Table.of(Layer.SILVER, "service_contacts", Slice.WHOLE, "one row per service contact")
          .columns(CONTACT_ID, CUSTOMER_ID, OPENED_AT, OPENED_ON, RESOLVED_AT, STAGE)
          .columns(SATISFACTION, CONTACT_COST)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .check("satisfaction-in-range", "satisfaction between 1 and 5")
          .build();

  public static final Table CAMPAIGN_CONTACTS_TABLE =
      Table.of(
              Layer.SILVER,
              "campaign_contacts",
              Slice.WHOLE,
              "one row per customer assigned to a campaign at an instant")
          .columns(CAMPAIGN_ID, CUSTOMER_ID, CONTACTED_AT, CONTACTED_ON, ARM)
          .columns(CAMPAIGN_COST, ACTION)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .build();

  public static final Table FX_RATES_TABLE =
      Table.of(Layer.SILVER, "fx_rates", Slice.WHOLE, "one row per currency and day")
          .columns(CURRENCY, ON_DATE, RATE)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .check("rate-positive", "rate > 0")
          .build();

  public static final Table FEATURES_TABLE =
      Table.of(
              Layer.SILVER,
              "features",
              Slice.WHOLE,
              "one row per customer and date: the user's own features")
          .columns(CUSTOMER_ID, FEATURE_AS_OF, NUMBERS, TEXTS)
          .columns(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON)
          .build();

  // --- silver: the fold

  public static final Table CUSTOMER_MONTH =
      Table.of(
              Layer.SILVER,
              "customer_month",
              Slice.MONTH,
              "one row per customer and month with orders or refunds")
          .key(CUSTOMER_ID, MONTH)
          .columns(ORDER_DAYS, ORDERS, OCCASION_REVENUE, OCCASION_MARGIN)
          .columns(FIRST_DAY_REVENUE, FIRST_DAY_MARGIN, REVENUE, REFUNDS, EXCESS_REFUNDS)
          .columns(TOTAL_DISCOUNT, TOTAL_COST, TOTAL_SERVICE_COST)
          .columns(ORDERS_WITHOUT_COST, ORDERS_WITHOUT_SERVICE_COST, CATEGORY_ORDERS)
          .partitionedBy(MONTH)
          .check("occasion-revenue-not-negative", "occasion_revenue >= 0")
          .check("books-not-negative", "revenue >= 0 and refunds >= 0 and excess_refunds >= 0")
          .check("occasions-have-orders", "(order_days <> 0) = (orders > 0)")
          .build();

  public static final Table CUSTOMER_STATE =
      Table.of(
              Layer.SILVER,
              "customer_state",
              Slice.WHOLE,
              "one row per customer: totals of the settled months")
          .key(CUSTOMER_ID)
          .columns(SETTLED_THROUGH, FIRST_DAY, LAST_DAY, OCCASIONS, ORDERS)
          .columns(OCCASION_REVENUE, OCCASION_MARGIN, REVENUE, REFUNDS)
          .build();

  public static final Table SUBSCRIPTION_MONTH =
      Table.of(
              Layer.SILVER,
              "subscription_month",
              Slice.WHOLE,
              "one row per customer and month with a paid day or one the day before")
          .key(CUSTOMER_ID, MONTH)
          .columns(OPENING_MRR, CLOSING_MRR, FX_MRR, MOVEMENT, MOVEMENT_MRR, PLANS)
          .columns(SHORT_LIVED, SHORT_LIVED_MRR, HORIZON, FINGERPRINT)
          .check(
              "movement-explains-the-change",
              "closing_mrr - opening_mrr - fx_mrr = case when movement in ('churned',"
                  + " 'contraction') then -movement_mrr else movement_mrr end")
          .check("movement-not-negative", "movement_mrr >= 0")
          .build();

  public static final Table MONTH_BUILD =
      Table.of(Layer.OPS, "month_build", Slice.WHOLE, "one row per month of silver.customer_month")
          .key(MONTH)
          .columns(FINGERPRINT, HORIZON)
          .build();

  // --- gold

  public static final Table CUSTOMER =
      Table.gold("customer", "one row per customer known at as_of; no contact data")
          .key(CUSTOMER_ID)
          .columns(COHORT, SUBSCRIPTION_COHORT, COHORT_KNOWN, FIRST_DAY, LAST_DAY, FIRST_PAID_ON)
          .columns(TENURE_DAYS, IS_ACTIVE_ORDERS, IS_ACTIVE_SUBSCRIPTIONS)
          .columns(SIGNED_UP_ON, REGION, INCOME_BAND, ACQUISITION_CHANNEL)
          .columns(FIRST_CHANNEL, FIRST_CATEGORY, FIRST_DISCOUNTED, FIRST_PLAN, CURRENT_PLAN)
          .columns(DIMENSIONS)
          .check("last-not-before-first", "last_order_on >= first_order_on")
          .build();

  public static final Table CALENDAR =
      Table.gold("calendar", "one row per day from the first event to as_of")
          .key(DAY)
          .columns(MONTH, QUARTER, YEAR, WEEK, DAY_OF_WEEK, IS_MONTH_END)
          .build();

  public static final Table RECONCILIATION =
      Table.gold("reconciliation", "one row per source and month of the event; null: no date")
          .key(SOURCE)
          .nullableKey(MONTH)
          .columns(ROWS_READ, MONEY_READ, ROWS_FILTERED, MONEY_FILTERED)
          .columns(ROWS_QUARANTINED, MONEY_QUARANTINED, ROWS_DUPLICATE, MONEY_DUPLICATE)
          .columns(ROWS_REPLACED, MONEY_REPLACED, ROWS_IN_SILVER, MONEY_IN_SILVER)
          .columns(MONEY_MOVED, FX_EFFECT, MONEY_IN_GOLD, EXCESS_REFUNDS, DIFFERENCE)
          .check("nothing-lost", "difference = 0")
          .check(
              "rows-accounted-for",
              "rows_read = rows_filtered + rows_quarantined + rows_duplicate + rows_replaced"
                  + " + rows_in_silver")
          .build();

  public static final Table COHORT_RETENTION =
      Table.gold(
              "cohort_retention",
              "one row per basis, dimension value, window, cohort (null: all) and period")
          .key(BASIS, DIMENSION, VALUE, WINDOW)
          .nullableKey(COHORT)
          .key(PERIOD)
          .columns(IS_TOTAL, IS_FINAL, COHORT_SIZE, ELIGIBLE, ACTIVE, ACTIVE_OR_LATER)
          .columns(RETENTION, RETENTION_LOW, RETENTION_HIGH, RETENTION_SHRUNK, CHURNED, HAZARD)
          .columns(COHORT_REVENUE, CUMULATIVE_REVENUE, IS_MATURE)
          // A new cohort is one more that the others are compared with.
          .moving(ACTIVE_OR_LATER, RETENTION_SHRUNK)
          .check("active-within-eligible", "active <= eligible or eligible = 0")
          .check("retention-is-a-share", "retention between 0 and 1")
          .check("shrunk-retention-is-a-share", "retention_shrunk between 0 and 1")
          .build();

  public static final Table RETENTION_FORECAST =
      Table.gold(
              "retention_forecast",
              "one row per basis, dimension value, cohort, period to come and model")
          .key(BASIS, DIMENSION, VALUE, COHORT, PERIOD, MODEL)
          .columns(EXPECTED_RETENTION, LOW, HIGH, PARAMETERS, HOLDOUT_ERROR, IS_BEST, STATUS)
          .moving(EXPECTED_RETENTION, LOW, HIGH, PARAMETERS, HOLDOUT_ERROR, IS_BEST, STATUS)
          .check(
              "shares-in-order",
              "0 <= low and low <= expected_retention and expected_retention <= high"
                  + " and high <= 1")
          .check("error-is-a-share", "holdout_error between 0 and 1")
          .build();

  public static final Table CHURN_MONTHLY =
      Table.gold("churn_monthly", "one row per basis, dimension value and month")
          .key(BASIS, DIMENSION, VALUE, MONTH)
          .columns(CUSTOMERS_AT_START, GAINED, CHURNED, RETURNED, CUSTOMERS_AT_END)
          .columns(CHURN_RATE, CHURN_LOW, CHURN_HIGH, CHURN_RATE_SHRUNK, REVENUE_AT_RISK)
          .columns(RETURNED_WITHIN_YEAR, FALSE_CHURN_SHARE)
          .columns(SHORT_LIVED_CUSTOMERS, INACTIVE_AFTER_DAYS, IS_MATURE)
          .moving(RETURNED_WITHIN_YEAR, FALSE_CHURN_SHARE)
          .check(
              "movements-foot",
              "customers_at_start + gained + returned - churned = customers_at_end")
          .check("shrunk-rate-is-a-share", "churn_rate_shrunk between 0 and 1")
          .check("who-returns-has-churned", "returned_within_year between 0 and churned")
          .build();

  public static final Table MRR_MOVEMENT =
      Table.gold("mrr_movement", "one row per dimension value and month")
          .key(DIMENSION, VALUE, MONTH)
          .columns(OPENING_MRR, NEW_MRR, EXPANSION_MRR, CONTRACTION_MRR, CHURNED_MRR)
          .columns(REACTIVATION_MRR, FX_MRR, CLOSING_MRR)
          .columns(OPENING_CUSTOMERS, NEW_CUSTOMERS, EXPANSION_CUSTOMERS, CONTRACTION_CUSTOMERS)
          .columns(CHURNED_CUSTOMERS, REACTIVATION_CUSTOMERS, CLOSING_CUSTOMERS)
          .columns(SHORT_LIVED_CUSTOMERS, SHORT_LIVED_MRR)
          .columns(GROSS_CHURN_RATE, NET_CHURN_RATE, GROSS_RETENTION, NET_RETENTION, QUICK_RATIO)
          .columns(GRACE_DAYS, PAST_DUE_DAYS, CHURN_DATED_BY, PRICE_BASIS, IS_MATURE)
          .counting(SUBSCRIPTIONS_TABLE)
          .check(
              "movements-foot",
              "opening_mrr + new_mrr + expansion_mrr + reactivation_mrr - contraction_mrr"
                  + " - churned_mrr + fx_mrr = closing_mrr")
          .check(
              "customers-foot",
              "opening_customers + new_customers + reactivation_customers - churned_customers"
                  + " = closing_customers")
          .check("gross-retention-at-most-one", "gross_retention <= 1")
          .build();

  public static final Table MRR_DIALECT =
      Table.gold("mrr_dialect", "one row per dialect, month and measure; all customers")
          .key(DIALECT, MONTH, MEASURE)
          .columns(FIGURE, DIALECT_DIFFERENCE, EXPLAINED_BY)
          .counting(SUBSCRIPTIONS_TABLE)
          .check(
              "nothing-left-unexplained",
              "difference = aggregate(explained_by, cast(0 as decimal(34,12)),"
                  + " (sum, part) -> cast(sum + part.amount as decimal(34,12)))")
          .build();

  public static final Table MRR_DIALECT_CUSTOMER =
      Table.gold(
              "mrr_dialect_customer",
              "one row per dialect, month, measure, customer and reason with a difference")
          .key(DIALECT, MONTH, MEASURE, CUSTOMER_ID, REASON)
          .columns(DIALECT_DIFFERENCE)
          .check("makes-a-difference", "difference <> 0")
          .build();

  public static final Table NPS_TABLE =
      Table.gold("nps", "one row per dimension value and month (null: all time)")
          .key(DIMENSION, VALUE)
          .nullableKey(NPS_PERIOD)
          .columns(RESPONSES, RESPONDENTS, PROMOTERS, PASSIVES, DETRACTORS, NPS, STANDARD_ERROR)
          .columns(NPS_LOW, NPS_HIGH, NPS_WEIGHTED, NPS_WEIGHTED_LOW, NPS_WEIGHTED_HIGH)
          .columns(EFFECTIVE_RESPONDENTS, BASE_COVERED, MEAN_SCORE, SHARE_ASKED, IS_SUPPRESSED)
          .columns(CHANGE_FROM_PREVIOUS, CHANGE_IS_SIGNIFICANT, CHANGE_P_VALUE, CHANGE_Q_VALUE)
          .moving(NPS_WEIGHTED, NPS_WEIGHTED_LOW, NPS_WEIGHTED_HIGH, EFFECTIVE_RESPONDENTS)
          .moving(BASE_COVERED, SHARE_ASKED, CHANGE_Q_VALUE)
          .counting(NPS_RESPONSES_TABLE)
          .check("bands-add-up", "promoters + passives + detractors = respondents")
          .check("nps-in-range", "nps between -100 and 100")
          // The adjusted interval of a few equal answers need not hold their score.
          .check("bounds-in-order", "nps_low <= nps_high and nps_weighted_low <= nps_weighted_high")
          .check(
              "weights-tell-no-more", "effective_respondents between 0 and respondents * 1.000001")
          .check("chances-in-range", "change_p_value between 0 and 1 and change_q_value <= 1")
          .build();

  public static final Table KPI_TABLE =
      Table.gold("kpi", "one row per KPI, dimension value and month, quarter or year with any row")
          .key(KPI, DIMENSION, VALUE, GRAIN, KPI_PERIOD)
          .columns(SCORECARD, N, SUM, SUM_OF_SQUARES, KPI_VALUE, LOW, HIGH, UNIT, IS_MATURE)
          .counting(
              ORDERS_TABLE,
              REFUNDS_TABLE,
              SUBSCRIPTIONS_TABLE,
              NPS_RESPONSES_TABLE,
              SERVICE_CONTACTS_TABLE,
              CAMPAIGN_CONTACTS_TABLE,
              CUSTOMERS_TABLE)
          .check("has-rows", "n > 0")
          .check("value-of-mature-periods", "is_mature = (kpi_value is not null)")
          .check("bounds-hold-the-value", "low <= kpi_value and kpi_value <= high")
          .check("squares-are-not-negative", "sum_of_squares >= 0")
          .build();

  public static final Table ORIENTATION =
      Table.gold(
              "orientation",
              "one row per market, channel or plan, quadrant, and correlation over a dimension")
          .key(DIMENSION, VALUE, SUBJECT)
          .columns(SALES_INDEX, SALES_INDEX_ERROR, CUSTOMER_INDEX, CUSTOMER_INDEX_ERROR, QUADRANT)
          .columns(N, INGREDIENTS, DEVIATIONS, CHURNED_SHARE, NPS, MEAN_CLV, MEAN_PROFIT)
          .columns(CORRELATION, LOW, HIGH, VERDICT, NOTE)
          .counting(
              ORDERS_TABLE,
              REFUNDS_TABLE,
              SUBSCRIPTIONS_TABLE,
              NPS_RESPONSES_TABLE,
              SERVICE_CONTACTS_TABLE,
              CAMPAIGN_CONTACTS_TABLE,
              CUSTOMERS_TABLE)
          .check(
              "indexes-in-range",
              "sales_index between 20 and 80 and customer_index between 20 and 80")
          .check(
              "correlation-in-order",
              "-1 <= low and low <= correlation and correlation <= high and high <= 1")
          .check(
              "quadrant-of-both-indexes",
              "subject <> 'unit' or (quadrant is null)"
                  + " = (sales_index is null or customer_index is null)")
          .build();

  public static final Table NPS_OUTCOME =
      Table.gold("nps_outcome", "one row per band of answers and measure")
          .key(BAND, MEASURE)
          .columns(COMPARED_WITH, FITTED_CUSTOMERS, ESTIMATE, LOW, HIGH, UNIT)
          .columns(ESTIMATE_BEFORE, ESTIMATE_CHANGE, ESTIMATE_CHANGE_LOW, ESTIMATE_CHANGE_HIGH)
          .columns(MATCHED_SHARE, ADJUSTED, ADJUSTED_LOW, ADJUSTED_HIGH)
          .columns(PLACEBO_ESTIMATE, PLACEBO_LOW, PLACEBO_HIGH)
          .columns(VALUE_AT_RISK, OUTCOME_DAYS, STATUS, NOTE)
          .counting(
              NPS_RESPONSES_TABLE,
              ORDERS_TABLE,
              REFUNDS_TABLE,
              SUBSCRIPTIONS_TABLE,
              CUSTOMERS_TABLE)
          .check("bounds-hold-the-estimate", "low <= estimate and estimate <= high")
          .check(
              "bounds-hold-the-change",
              "estimate_change_low <= estimate_change and estimate_change <= estimate_change_high")
          .check(
              "bounds-hold-the-adjusted", "adjusted_low <= adjusted and adjusted <= adjusted_high")
          .check("nothing-below-zero", "low >= 0 and estimate_before >= 0 and value_at_risk >= 0")
          .check("matched-is-a-share", "matched_share between 0 and 1")
          .check("has-a-status", "status in ('estimated', 'not enough data')")
          .check("no-figure-has-a-reason", "status = 'estimated' or note is not null")
          .check("no-reason-no-figure", "status = 'estimated' or adjusted is null")
          .build();

  public static final Table INSIGHT_TABLE =
      Table.gold("insight", "one row per insight, as told and adjusted, and dimension value")
          .key(INSIGHT, DIMENSION, VALUE)
          .columns(QUESTION, ESTIMATE, LOW, HIGH, ESTIMATE_SHRUNK, UNIT, N, MATCHED_SHARE)
          .columns(CLAIMED, CLAIM_FROM, CLAIM_TO, P_VALUE, Q_VALUE)
          .columns(PLACEBO_ESTIMATE, PLACEBO_LOW, PLACEBO_HIGH, VERDICT, METHOD, NOTE)
          .counting(
              ORDERS_TABLE,
              REFUNDS_TABLE,
              ORDER_LINES_TABLE,
              SUBSCRIPTIONS_TABLE,
              NPS_RESPONSES_TABLE,
              CUSTOMERS_TABLE,
              SERVICE_CONTACTS_TABLE,
              CAMPAIGN_CONTACTS_TABLE)
          .check("bounds-hold-the-estimate", "low <= estimate and estimate <= high")
          .check(
              "estimate-has-bounds",
              "(estimate is null) = (low is null) and (estimate is null) = (high is null)")
          .check("has-a-verdict", "verdict in ('supported', 'contradicted', 'not enough data')")
          .check("no-estimate-no-verdict", "estimate is not null or verdict = 'not enough data'")
          .check("no-verdict-has-a-reason", "verdict <> 'not enough data' or note is not null")
          .check("chances-are-shares", "p_value between 0 and 1 and q_value between 0 and 1")
          .check("matched-is-a-share", "matched_share between 0 and 1")
          .build();

  public static final Table RESTATEMENT =
      Table.gold("restatement", "one row per published cell that has another figure now")
          .key(TABLE_NAME, CELL)
          .columns(PERIOD_ENDS_ON, IS_SETTLED)
          .columns(FIRST_PUBLISHED, PREVIOUSLY_PUBLISHED, PRESENT, CAUSE)
          .check("has-a-cause", "cause is not null and cause <> ''")
          .build();

  public static final Table SUBSCRIPTION_SURVIVAL =
      Table.gold("subscription_survival", "one row per dimension value and month of tenure")
          .key(DIMENSION, VALUE, TENURE_MONTH)
          .columns(AT_RISK, CHURNED, INVOLUNTARY, CENSORED, SURVIVAL, LOW, HIGH)
          .columns(VOLUNTARY_INCIDENCE, INVOLUNTARY_INCIDENCE)
          .columns(RESTRICTED_MEAN_MONTHS, MEDIAN_MONTHS)
          .counting(SUBSCRIPTIONS_TABLE)
          .check("outcomes-add-up", "voluntary_incidence + involuntary_incidence + survival = 1")
          .check("exits-are-at-risk", "churned + censored <= at_risk")
          .check("bounds-hold-survival", "0 <= low and low <= survival and survival <= high")
          .build();

  public static final Table PAYMENT_RECOVERY =
      Table.gold("payment_recovery", "one row per dimension value and month after a failed payment")
          .key(DIMENSION, VALUE, MONTHS_SINCE_FAILURE)
          .columns(AT_RISK, RECOVERED, CENSORED, RECOVERY, LOW, HIGH)
          .counting(SUBSCRIPTIONS_TABLE)
          .check("exits-are-at-risk", "recovered + censored <= at_risk")
          .check("bounds-hold-recovery", "0 <= low and low <= recovery and recovery <= high")
          .build();

  public static final Table CLV_MODEL =
      Table.gold("clv_model", "one row per model of how customers buy, spend or renew, and segment")
          .key(MODEL, SEGMENT)
          .columns(TIME_UNIT, FITTED_MODEL, PARAMETERS, STANDARD_ERRORS, LOG_COVARIANCE)
          .columns(LOG_LIKELIHOOD, FITTED_CUSTOMERS, ITERATIONS, CONVERGED, GRADIENT_NORM)
          .columns(DIAGNOSTICS, IS_USED, HOLDOUT, METHOD, FIT_STEPS, WARNINGS)
          .columns(TRAINED_THROUGH, STATUS)
          .check("parameters-are-positive", "forall(map_values(parameters), p -> p >= 0)")
          .check("errors-are-positive", "forall(map_values(standard_errors), e -> e > 0)")
          .check("what-is-used-has-parameters", "not is_used or parameters is not null")
          .build();

  public static final Table CLV_VALIDATION =
      Table.gold(
              "clv_validation", "one row per model, naive ones included, and bucket of customers")
          .key(MODEL, KIND, ORIGIN, BUCKET)
          .columns(FITTED_CUSTOMERS, ACTUAL, EXPECTED, ERROR, RMSE, POISSON_DEVIANCE)
          .check(
              "nothing-below-zero", "actual >= 0 and expected >= 0 and poisson_deviance >= -1e-9")
          .check("has-customers", "customers > 0")
          .build();

  public static final Table CUSTOMER_CLV =
      Table.gold("customer_clv", "one row per customer with orders, refunds or a subscription")
          .key(CUSTOMER_ID)
          .columns(FIRST_DAY, LAST_DAY, ORDERS, FREQUENCY, RECENCY_DAYS, AGE_DAYS)
          .columns(DAYS_SINCE_LAST_ORDER, CUSTOMER_REVENUE, CUSTOMER_MARGIN, HISTORICAL_MARGIN)
          .columns(P_ALIVE, P_NO_PURCHASE, EXPECTED_ORDERS, EXPECTED_ORDER_VALUE)
          .columns(EXPECTED_ORDER_MARGIN, ORDER_CLV, SUBSCRIPTION_CLV, CLV, CLV_LOW, CLV_HIGH)
          .columns(HORIZON_DAYS, ANNUAL_DISCOUNT_RATE, MODEL, METHOD, STATUS, VALUE_DECILE)
          .check(
              "history-is-possible",
              "(frequency = 0) = (recency_days = 0) and recency_days between 0 and age_days")
          .check(
              "probabilities-are-shares",
              "p_alive between 0 and 1 and p_no_purchase between 0 and 1")
          .check(
              "nobody-is-worth-less-than-nothing",
              "clv >= 0 and order_clv >= 0 and subscription_clv >= 0 and expected_orders >= 0"
                  + " and expected_order_value >= 0")
          .check("orders-are-finite", "expected_orders < double('Infinity')")
          .check("bounds-in-order", "0 <= clv_low and clv_low <= clv_high")
          .check("no-value-has-a-reason", "(clv is null) = (status like 'skipped: %')")
          .check("deciles-of-who-has-a-value", "(clv is null) = (value_decile is null)")
          .build();

  public static final Table CLV_COHORT =
      Table.gold("clv_cohort", "one row per dimension value and cohort (null: all customers)")
          .key(DIMENSION, VALUE)
          .nullableKey(COHORT)
          .columns(IS_TOTAL, FITTED_CUSTOMERS, HISTORICAL_MARGIN, RECURRING_MARGIN)
          .columns(CLV, CLV_LOW, CLV_HIGH)
          .columns(PROCESS_VARIANCE, PARAMETER_VARIANCE, MODEL_ERROR_VARIANCE)
          .columns(COST_KNOWN_SHARE, TOTAL_ACQUISITION_COST, CLV_TO_ACQUISITION_COST)
          .columns(VALUE_TO_ACQUISITION_COST, PAYBACK_MONTHS)
          .counting(CUSTOMERS_TABLE, ORDERS_TABLE, SUBSCRIPTIONS_TABLE)
          .check("bounds-in-order", "0 <= clv_low and clv_low <= clv_high")
          .check(
              "variances-are-squares",
              "process_variance >= 0 and parameter_variance >= 0 and model_error_variance >= 0")
          .check("cost-or-no-share", "(cost_known_share = 0) = (acquisition_cost is null)")
          .build();

  public static final Table CUSTOMER_PROFIT =
      Table.gold("customer_profit", "one row per customer known at as_of")
          .key(CUSTOMER_ID)
          .columns(NET_REVENUE, SUBSCRIPTION_REVENUE, TOTAL_COST, TOTAL_SERVICE_COST)
          .columns(TOTAL_CONTACT_COST, TOTAL_CAMPAIGN_COST, CUSTOMER_ACQUISITION_COST)
          .columns(PROFIT, PROFIT_12M, COST_KNOWN, UNKNOWN_COSTS)
          .columns(PROFIT_RANK, PROFIT_DECILE, IS_UNPROFITABLE, CUMULATIVE_PROFIT_SHARE)
          .columns(PAYBACK_MONTHS, CLV, SERVICE_COST_12M, SERVICE_COST_TO_CLV)
          .columns(SERVICE_LEVEL, SERVICE_LEVEL_REASON)
          .check(
              "profit-foots",
              "profit = revenue - cost - service_cost - contact_cost - campaign_cost"
                  + " - acquisition_cost")
          .check("losses-are-told", "is_unprofitable = (profit < 0)")
          .check("unknown-costs-are-named", "cost_known = (size(unknown_costs) = 0)")
          .check("ranks-are-positive", "profit_rank >= 1 and profit_decile between 1 and 10")
          .check("payback-is-not-negative", "payback_months >= 0")
          .check(
              "service-level-is-one-of-four",
              "service_level in ('high-touch', 'standard', 'self-service', 'review')")
          .build();

  // --- ops

  public static final Table RUN_LOG =
      Table.of(Layer.OPS, "run_log", Slice.LOG, "one row per run, job and source")
          .columns(RUN_ID, RUN_KEY, AS_OF, JOB, SOURCE, STATUS, STARTED_AT, ENDED_AT)
          .columns(ROWS_READ, ROWS_ACCEPTED, ROWS_REPLACED, ROWS_DUPLICATE, ROWS_QUARANTINED)
          .columns(ROWS_FILTERED, ROWS_SUPERSEDED, ROWS_REMOVED, ROWS_WRITTEN, TABLE_VERSIONS)
          .columns(MESSAGE)
          .build();

  public static final Table PUBLICATION_TABLE =
      Table.of(Layer.OPS, "publication", Slice.LOG, "one row per publication")
          .key(PUBLICATION)
          .columns(RUN_ID, RUN_KEY, AS_OF, PUBLISHED_AT, TABLE_VERSIONS)
          .columns(FENCE, SETTINGS_HASH, CODE_VERSION)
          .build();

  public static final Table QUARANTINE =
      Table.of(Layer.OPS, "quarantine", Slice.APPEND, "one row per source row that was refused")
          .columns(RUN_ID, AS_OF, SOURCE, FILE, ROW, REASONS, EVENT_ON)
          .build();

  public static final Table INGESTED_FILE =
      Table.of(Layer.OPS, "ingested_file", Slice.APPEND, "one row per file taken in")
          .columns(RUN_ID, AS_OF, SOURCE, PATH, BYTES, MODIFIED_AT, CHECKSUM, MAPPING, INGEST_NO)
          .columns(FIRST_NO)
          .build();

  public static final Table INGEST_ACCOUNT =
      Table.of(
              Layer.OPS,
              "ingest_account",
              Slice.APPEND,
              "one row per ingest, source, event day and outcome")
          .columns(RUN_ID, AS_OF, SOURCE, INGEST_NO, IS_REBUILD, EVENT_ON, OUTCOME)
          .columns(ROW_COUNT, MONEY)
          .build();

  /** All tables, in the order of the flow. */
  public static final List<Table> ALL =
      List.of(
          FX_RATES_TABLE,
          ORDERS_TABLE,
          REFUNDS_TABLE,
          ORDER_LINES_TABLE,
          SUBSCRIPTIONS_TABLE,
          NPS_RESPONSES_TABLE,
          CUSTOMERS_TABLE,
          CUSTOMER_CONTACT_TABLE,
          SERVICE_CONTACTS_TABLE,
          CAMPAIGN_CONTACTS_TABLE,
          FEATURES_TABLE,
          CUSTOMER_MONTH,
          CUSTOMER_STATE,
          SUBSCRIPTION_MONTH,
          CUSTOMER,
          CALENDAR,
          RECONCILIATION,
          COHORT_RETENTION,
          RETENTION_FORECAST,
          CHURN_MONTHLY,
          MRR_MOVEMENT,
          MRR_DIALECT,
          MRR_DIALECT_CUSTOMER,
          SUBSCRIPTION_SURVIVAL,
          PAYMENT_RECOVERY,
          CLV_MODEL,
          CLV_VALIDATION,
          CUSTOMER_CLV,
          CLV_COHORT,
          NPS_TABLE,
          CUSTOMER_PROFIT,
          KPI_TABLE,
          ORIENTATION,
          NPS_OUTCOME,
          INSIGHT_TABLE,
          RESTATEMENT,
          RUN_LOG,
          PUBLICATION_TABLE,
          QUARANTINE,
          INGESTED_FILE,
          INGEST_ACCOUNT,
          MONTH_BUILD);

  /** The table of a full name such as {@code gold.nps}, in any letter case. */
  public static Optional<Table> named(String fullName) {
    return ALL.stream().filter(table -> table.fullName().equalsIgnoreCase(fullName)).findFirst();
  }

  /** Full names of all tables. */
  public static Stream<String> names() {
    return ALL.stream().map(Table::fullName);
  }
}
