package clientele.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import clientele.settings.SourceName;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What a row must obey beside having its values, by source: reason code and the condition of a bad
 * row.
 */
final class Rules {
  private static final String PERIOD = "week|month|quarter|year|P[1-9][0-9]{0,3}[DWMY]";

  private Rules() {}

  static Map<String, Column> of(SourceName source) {
    return switch (source) {
      case ORDERS, ORDER_LINES, FEATURES -> Map.of();
      case SUBSCRIPTIONS ->
          Map.of(
              "negative_price", col("price").lt(0),
              "negative_list_price", col("list_price").lt(0),
              "ended_before_started", col("ended_on").lt(col("started_on")),
              "unknown_billing_period", not(col("billing_period").rlike("^(" + PERIOD + ")$")),
              "unknown_end_reason",
                  not(col("end_reason").isin("cancelled", "not_renewed", "payment_failed")));
      case NPS_RESPONSES -> Map.of("score_out_of_range", not(col("score").between(0, 10)));
      case CUSTOMERS ->
          Map.of(
              "unknown_income_band", not(col("income_band").isin("low", "middle", "high")),
              "negative_acquisition_cost", col("acquisition_cost").lt(0));
      case SERVICE_CONTACTS ->
          Map.of(
              "unknown_stage", not(col("stage").isin("before", "during", "after")),
              "satisfaction_out_of_range", not(col("satisfaction").between(1, 5)),
              "resolved_before_opened", col("resolved_at").lt(col("opened_at")));
      case CAMPAIGN_CONTACTS -> Map.of("unknown_arm", not(col("arm").isin("treated", "control")));
      case FX_RATES -> Map.of("rate_not_positive", col("rate").leq(0));
    };
  }
}
