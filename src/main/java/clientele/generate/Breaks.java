package clientele.generate;

import static clientele.generate.Break.accepted;
import static clientele.generate.Break.conflictingKey;
import static clientele.generate.Break.correctedLater;
import static clientele.generate.Break.exactDuplicate;
import static clientele.generate.Break.laterDuplicate;
import static clientele.generate.Break.open;
import static clientele.generate.Break.quarantined;

import clientele.generate.Break.Fate;
import clientele.generate.Break.Scope;
import java.util.List;
import java.util.Map;

/** All the ways in which each source is broken, and what its columns must become to hold them. */
final class Breaks {
  /** Text that a spreadsheet, a page, a shell or a CSV file would take for something else. */
  private static final String HOSTILE =
      "element_at(array('=cmd|'' /C calc''!A0', '<script>alert(1)</script>', 'Zoë 😀 \\u202E',"
          + " 'a \"quoted\", name', 'two\\nlines', 'O''Neill; DROP TABLE orders'),"
          + " CAST(1 + pmod(xxhash64(customer_id), 6) AS INT))";

  private static final String NOWHERE = "concat('nowhere-', order_id)";
  private static final String INFINITE = "DOUBLE('Infinity')";
  private static final String NAN = "DOUBLE('NaN')";
  private static final String TOO_BIG = "1e17D";
  private static final String NULL_TEXT = "CAST(NULL AS STRING)";
  private static final String BLANK = "'   '";
  private static final String NO_DATE = "'31/02/2025 25:61'";

  /**
   * One source's breaks.
   *
   * @param key columns that name a row
   * @param loosened columns that become double or text, with the expression that does it
   * @param tightened the expression in the configuration that reads a loosened column
   */
  record Of(
      String source,
      List<String> key,
      Map<String, String> loosened,
      Map<String, String> tightened,
      List<Break> breaks) {}

  private static final Of ORDERS =
      new Of(
          "orders",
          List.of("order_id"),
          Map.of("amount", "CAST(amount AS DOUBLE)", "ordered_at", text("ordered_at")),
          Map.of("ordered_at", instant("ordered_at")),
          List.of(
              accepted("null_order_id", "order_id", NULL_TEXT),
              accepted("blank_order_id", "order_id", BLANK),
              open("null_customer_id", "customer_id", NULL_TEXT),
              open("blank_customer_id", "customer_id", BLANK),
              accepted("trailing_blank_id", "customer_id", "concat(customer_id, ' ')"),
              accepted("hostile_customer_id", "customer_id", HOSTILE),
              quarantined("null_amount", "amount", "CAST(NULL AS DOUBLE)"),
              quarantined("nan_amount", "amount", NAN),
              quarantined("infinite_amount", "amount", INFINITE),
              quarantined("too_big_amount", "amount", TOO_BIG),
              quarantined("null_date", "ordered_at", NULL_TEXT),
              quarantined("unparsable_date", "ordered_at", NO_DATE),
              open("far_future_date", "ordered_at", "'9999-12-31T23:59:59Z'"),
              open("far_past_date", "ordered_at", "'0001-01-01T00:00:00Z'"),
              quarantined("unknown_currency", "currency", "'XXX'"),
              new Break(
                  "orphan_refund",
                  Scope.ROW,
                  Fate.ACCEPTED,
                  Map.of("amount", "-abs(amount) - 1", "refund_of", NOWHERE)),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("amount", "amount + 1"),
              correctedLater("amount", "amount * 2")));

  private static final Of ORDER_LINES =
      new Of(
          "order_lines",
          List.of("order_id", "line_no"),
          Map.of("amount", "CAST(amount AS DOUBLE)"),
          Map.of(),
          List.of(
              open("null_order_id", "order_id", NULL_TEXT),
              open("unknown_order_id", "order_id", NOWHERE),
              open("null_line_no", "line_no", "CAST(NULL AS INT)"),
              quarantined("null_product_id", "product_id", NULL_TEXT),
              quarantined("nan_amount", "amount", NAN),
              quarantined("too_big_amount", "amount", TOO_BIG),
              open("negative_quantity", "quantity", "-quantity"),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("quantity", "quantity + 1"),
              correctedLater("quantity", "quantity + 1")));

  private static final Of SUBSCRIPTIONS =
      new Of(
          "subscriptions",
          List.of("subscription_id", "started_on"),
          Map.of("price", "CAST(price AS DOUBLE)", "started_on", "CAST(started_on AS STRING)"),
          Map.of("started_on", "try_cast(started_on AS DATE)"),
          List.of(
              quarantined("null_subscription_id", "subscription_id", NULL_TEXT),
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("unparsable_date", "started_on", NO_DATE),
              quarantined(
                  "ended_before_started", "ended_on", "date_sub(CAST(started_on AS DATE), 10)"),
              quarantined("negative_price", "price", "-1D - price"),
              quarantined("nan_price", "price", NAN),
              quarantined("unknown_period", "billing_period", "'fortnightly-ish'"),
              quarantined("unknown_currency", "currency", "'XXX'"),
              open("unknown_end_reason", "end_reason", "'bored'"),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("price", "price + 1"),
              correctedLater("price", "price + 1")));

  private static final Of NPS_RESPONSES =
      new Of(
          "nps_responses",
          List.of("response_id"),
          Map.of("responded_at", text("responded_at")),
          Map.of("responded_at", instant("responded_at")),
          List.of(
              quarantined("null_response_id", "response_id", NULL_TEXT),
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("unparsable_date", "responded_at", NO_DATE),
              quarantined("score_above_10", "score", "11"),
              quarantined("score_below_0", "score", "-1"),
              quarantined("null_score", "score", "CAST(NULL AS INT)"),
              open("unknown_stage", "stage", "'someday'"),
              accepted("hostile_comment", "comment", HOSTILE),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("score", "pmod(score + 1, 11)"),
              correctedLater("score", "pmod(score + 1, 11)")));

  private static final Of CUSTOMERS =
      new Of(
          "customers",
          List.of("customer_id"),
          Map.of(),
          Map.of(),
          List.of(
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("blank_customer_id", "customer_id", BLANK),
              open("unknown_income_band", "income_band", "'rich'"),
              open("negative_acquisition_cost", "acquisition_cost", "CAST(-5 AS DECIMAL(18,2))"),
              accepted("hostile_name", "first_name", HOSTILE),
              accepted("hostile_email", "email", HOSTILE),
              exactDuplicate(),
              conflictingKey("postcode", "'ZZ1 1ZZ'")));

  private static final Of SERVICE_CONTACTS =
      new Of(
          "service_contacts",
          List.of("contact_id"),
          Map.of(),
          Map.of(),
          List.of(
              quarantined("null_contact_id", "contact_id", NULL_TEXT),
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("unknown_stage", "stage", "'someday'"),
              quarantined("satisfaction_above_5", "satisfaction", "6"),
              open("resolved_before_opened", "resolved_at", "opened_at - INTERVAL 1 DAY"),
              open("negative_cost", "cost", "CAST(-1 - cost AS DECIMAL(18,2))"),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("cost", "CAST(cost + 1 AS DECIMAL(18,2))"),
              correctedLater("cost", "CAST(cost + 1 AS DECIMAL(18,2))")));

  private static final Of CAMPAIGN_CONTACTS =
      new Of(
          "campaign_contacts",
          List.of("campaign_id", "customer_id", "contacted_at"),
          Map.of(),
          Map.of(),
          List.of(
              quarantined("null_campaign_id", "campaign_id", NULL_TEXT),
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("unknown_arm", "arm", "'placebo'"),
              quarantined("null_arm", "arm", NULL_TEXT),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("arm", "if(arm = 'treated', 'control', 'treated')")));

  private static final Of FEATURES =
      new Of(
          "features",
          List.of("customer_id", "as_of"),
          Map.of(),
          Map.of(),
          List.of(
              quarantined("null_customer_id", "customer_id", NULL_TEXT),
              quarantined("null_as_of", "as_of", "CAST(NULL AS DATE)"),
              accepted("hostile_device", "device", HOSTILE),
              exactDuplicate(),
              laterDuplicate(),
              conflictingKey("web_visits_30d", "web_visits_30d + 1")));

  private static final List<Of> ALL =
      List.of(
          ORDERS,
          ORDER_LINES,
          SUBSCRIPTIONS,
          NPS_RESPONSES,
          CUSTOMERS,
          SERVICE_CONTACTS,
          CAMPAIGN_CONTACTS,
          FEATURES);

  private Breaks() {}

  static Of of(String source) {
    return ALL.stream().filter(breaks -> breaks.source().equals(source)).findFirst().orElseThrow();
  }

  private static String text(String instant) {
    return "date_format(%s, \"yyyy-MM-dd'T'HH:mm:ss'Z'\")".formatted(instant);
  }

  private static String instant(String text) {
    return "try_cast(%s AS TIMESTAMP)".formatted(text);
  }
}
