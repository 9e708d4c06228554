package clientele.catalogue;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The column names of the project: one name, one type, one meaning.
 *
 * <p>Endings: {@code _on} a date, {@code _at} an instant, {@code _days} and {@code _months}
 * lengths, {@code _rate} and shares 0..1, {@code _low} and {@code _high} the bounds of a 95 %
 * interval, {@code is_} a yes or no.
 */
public final class Vocabulary {
  private Vocabulary() {}

  /** Amounts of one event. */
  public static final DataType AMOUNT_TYPE = createDecimalType(18, 2);

  /** Sums of amounts. */
  public static final DataType MONEY_TYPE = createDecimalType(28, 2);

  /**
   * Figures of any unit: exact as money, and exact enough as a ratio. Below 38 digits, so that a
   * sum of two loses none.
   */
  static final DataType FIGURE_TYPE = createDecimalType(34, 12);

  // --- every table
  public static final TableColumn AS_OF =
      new TableColumn("as_of", DateType, "business date the row is computed for, included");
  public static final TableColumn RUN_ID = text("run_id", "run that wrote the row");
  public static final TableColumn CUSTOMER_ID =
      text("customer_id", "customer, as in the sources, byte for byte");
  public static final TableColumn MONTH = date("month", "first day of the calendar month");
  public static final TableColumn DIMENSION =
      text("dimension", "'all', or the name of a configured dimension");
  public static final TableColumn VALUE =
      text("value", "value of the dimension; 'all' for dimension 'all', 'unknown' where missing");
  public static final TableColumn BASIS =
      text("basis", "what activity means: orders or subscriptions");

  // --- events
  public static final TableColumn ORDER_ID =
      text("order_id", "order; null where the source has no order numbers");
  public static final TableColumn ORDERED_AT =
      new TableColumn("ordered_at", TimestampType, "instant of the order");
  public static final TableColumn ORDERED_ON =
      date("ordered_on", "date of the order in the business time zone");
  public static final TableColumn AMOUNT =
      new TableColumn(
          "amount", AMOUNT_TYPE, "net of discounts, in the row's own currency; 0 or more");
  public static final TableColumn DISCOUNT =
      new TableColumn(
          "discount", AMOUNT_TYPE, "discount given, in the row's own currency; null: not known");
  public static final TableColumn COST =
      new TableColumn(
          "cost", AMOUNT_TYPE, "cost of the goods, in the row's own currency; null: not known");
  public static final TableColumn SERVICE_COST =
      new TableColumn(
          "service_cost",
          AMOUNT_TYPE,
          "delivery and handling paid by the seller, in the row's own currency; null: not known");
  public static final TableColumn CATEGORY = text("category", "category of goods; null: not known");
  public static final TableColumn CHANNEL = text("channel", "channel of sale; null: not known");
  public static final TableColumn CURRENCY =
      text("currency", "ISO 4217 code; null: the reporting currency");
  public static final TableColumn REFUND_ID =
      text("refund_id", "the refund's own order_id; null where the source has none");
  public static final TableColumn REFUNDED_AT =
      new TableColumn("refunded_at", TimestampType, "instant of the refund");
  public static final TableColumn REFUNDED_ON =
      date("refunded_on", "date of the refund in the business time zone");
  public static final TableColumn REFUND_OF =
      text("refund_of", "order that is refunded; null: not linked to any");
  public static final TableColumn LINE_NO = text("line_no", "line within the order; null: none");
  public static final TableColumn PRODUCT_ID = text("product_id", "product");
  public static final TableColumn QUANTITY =
      new TableColumn("quantity", createDecimalType(18, 3), "units; negative: returned");
  public static final TableColumn LINE_AMOUNT =
      new TableColumn(
          "amount",
          AMOUNT_TYPE,
          "net amount of the line in the row's own currency; negative: a refund");
  public static final TableColumn SUBSCRIPTION_ID = text("subscription_id", "subscription");
  public static final TableColumn STARTED_ON = date("started_on", "first day of the term");
  public static final TableColumn ENDED_ON =
      date("ended_on", "first day without service; null: runs on");
  public static final TableColumn PLAN = text("plan", "plan subscribed to");
  public static final TableColumn PRICE =
      new TableColumn("price", AMOUNT_TYPE, "price per billing period in the row's own currency");
  public static final TableColumn BILLING_PERIOD =
      text("billing_period", "week, month, quarter, year, or an ISO-8601 period such as P4W");
  public static final TableColumn END_REASON =
      text("end_reason", "cancelled, not_renewed or payment_failed; null: not known");
  public static final TableColumn TRIAL_UNTIL =
      date("trial_until", "first paid day after a trial; null: no trial");
  public static final TableColumn CANCELLED_ON =
      date("cancelled_on", "day on which the customer gave notice; null: none, or not known");
  public static final TableColumn LIST_PRICE =
      new TableColumn("list_price", AMOUNT_TYPE, "price without discount; null: as price");
  public static final TableColumn RESPONSE_ID = text("response_id", "answer to the NPS question");
  public static final TableColumn RESPONDED_AT =
      new TableColumn("responded_at", TimestampType, "instant of the answer");
  public static final TableColumn RESPONDED_ON =
      date("responded_on", "date of the answer in the business time zone");
  public static final TableColumn SCORE =
      new TableColumn("score", IntegerType, "answer to 'would you recommend us'; 0..10");
  public static final TableColumn STAGE =
      text("stage", "before, during or after the purchase; null: not known");
  public static final TableColumn COMMENT = text("comment", "the customer's own words");
  public static final TableColumn SIGNED_UP_ON =
      date("signed_up_on", "date of registration; null: not known");
  public static final TableColumn REGION = text("region", "region or market; null: not known");
  public static final TableColumn INCOME_BAND =
      text("income_band", "low, middle or high; null: not known");
  public static final TableColumn ACQUISITION_CHANNEL =
      text("acquisition_channel", "channel that brought the customer; null: not known");
  public static final TableColumn ACQUISITION_COST =
      new TableColumn(
          "acquisition_cost",
          AMOUNT_TYPE,
          "cost of winning the customer; reporting currency; null: not known");
  public static final TableColumn REFERRED_BY =
      text("referred_by", "customer who recommended; null: none or not known");
  public static final TableColumn VALID_FROM =
      date("valid_from", "from when the row's attributes hold; null: always");
  public static final TableColumn ATTRIBUTES =
      new TableColumn(
          "attributes", createMapType(StringType, StringType), "further attributes by name");
  public static final TableColumn EMAIL = text("email", "e-mail address");
  public static final TableColumn PHONE = text("phone", "telephone number");
  public static final TableColumn FIRST_NAME = text("first_name", "first name");
  public static final TableColumn LAST_NAME = text("last_name", "last name");
  public static final TableColumn COUNTRY = text("country", "country, ISO 3166");
  public static final TableColumn POSTCODE = text("postcode", "postal code");
  public static final TableColumn LANGUAGE = text("language", "language, BCP 47");
  public static final TableColumn CONSENT_MARKETING =
      new TableColumn(
          "consent_marketing", BooleanType, "agreed to be contacted; null counts as no");
  public static final TableColumn SUPPRESSED =
      new TableColumn("suppressed", BooleanType, "must not be contacted; null counts as no");
  public static final TableColumn CONTACT_ID = text("contact_id", "service contact");
  public static final TableColumn OPENED_AT =
      new TableColumn("opened_at", TimestampType, "instant at which the customer got in touch");
  public static final TableColumn OPENED_ON =
      date("opened_on", "date of the contact in the business time zone");
  public static final TableColumn RESOLVED_AT =
      new TableColumn("resolved_at", TimestampType, "instant of the answer; null: still open");
  public static final TableColumn SATISFACTION =
      new TableColumn("satisfaction", IntegerType, "rating of the contact, 1..5; null: not rated");
  public static final TableColumn CONTACT_COST =
      new TableColumn(
          "cost",
          AMOUNT_TYPE,
          "cost of answering the contact; reporting currency; null: not known");
  public static final TableColumn CAMPAIGN_ID = text("campaign_id", "campaign");
  public static final TableColumn CONTACTED_AT =
      new TableColumn("contacted_at", TimestampType, "instant of assignment to the campaign");
  public static final TableColumn CONTACTED_ON =
      date("contacted_on", "date of assignment in the business time zone");
  public static final TableColumn ARM = text("arm", "treated or control");
  public static final TableColumn CAMPAIGN_COST =
      new TableColumn(
          "cost",
          AMOUNT_TYPE,
          "cost of what was done or offered; reporting currency; null: not known");
  public static final TableColumn ACTION = text("action", "what was done or offered");
  public static final TableColumn ON_DATE = date("on_date", "date from which the rate holds");
  public static final TableColumn RATE =
      new TableColumn(
          "rate", createDecimalType(20, 12), "units of the reporting currency for one unit");
  public static final TableColumn FEATURE_AS_OF =
      date("as_of", "date at which the features were known");
  public static final TableColumn NUMBERS =
      new TableColumn("numbers", createMapType(StringType, DoubleType), "numeric features by name");
  public static final TableColumn TEXTS =
      new TableColumn("texts", createMapType(StringType, StringType), "text features by name");

  // --- provenance of a silver row
  public static final TableColumn SOURCE_FILE = text("source_file", "file the row was read from");
  public static final TableColumn INGEST_NO =
      new TableColumn("ingest_no", LongType, "number of the ingest that brought the row; from 1");
  public static final TableColumn ROW_ORDER =
      new TableColumn(
          "row_order", LongType, "rank among the rows of a key by latest-by; null: none given");
  public static final TableColumn ROW_HASH =
      new TableColumn(
          "row_hash",
          LongType,
          "hash of the source row where identical rows without a key are dropped; else null");
  public static final TableColumn REPLACED_ON =
      date(
          "replaced_on",
          "event date of the later row of this key that took its place: from then on the row does"
              + " not count; null: counts");

  public static final TableColumn KNOWN_ON =
      date(
          "known_on",
          "of an order made of lines: date of the later line since which the order is as in this"
              + " row; null: since the order's own date");

  // --- months
  public static final TableColumn ORDER_DAYS =
      new TableColumn(
          "order_days", IntegerType, "days of the month with a purchase occasion; bit i = day i+1");
  public static final TableColumn ORDERS =
      new TableColumn("orders", LongType, "orders that are not cancelled; count");
  public static final TableColumn OCCASION_REVENUE =
      money("occasion_revenue", "net value of the occasions; linked refunds taken off");
  public static final TableColumn OCCASION_MARGIN =
      money("occasion_margin", "occasion_revenue less known cost and service cost; may be < 0");
  public static final TableColumn FIRST_DAY_REVENUE =
      money("first_day_revenue", "occasion_revenue of the month's first occasion day; 0: none");
  public static final TableColumn FIRST_DAY_MARGIN =
      money("first_day_margin", "occasion_margin of the month's first occasion day; 0: none");
  public static final TableColumn REVENUE =
      money("revenue", "gross amount of the orders dated in the period");
  public static final TableColumn REFUNDS =
      money("refunds", "refunds dated in the period, positive");
  public static final TableColumn EXCESS_REFUNDS =
      money(
          "excess_refunds",
          "refunds of the orders dated in the period beyond their amounts; in the books, unlinked");
  public static final TableColumn TOTAL_DISCOUNT =
      money("discount", "discounts of the orders dated in the period");
  public static final TableColumn TOTAL_COST =
      money("cost", "known cost of goods of the orders dated in the period");
  public static final TableColumn TOTAL_SERVICE_COST =
      money("service_cost", "known delivery and handling cost of the orders dated in the period");
  public static final TableColumn ORDERS_WITHOUT_COST =
      new TableColumn(
          "orders_without_cost",
          LongType,
          "orders, cancelled ones too, whose cost is not known; count");
  public static final TableColumn ORDERS_WITHOUT_SERVICE_COST =
      new TableColumn(
          "orders_without_service_cost",
          LongType,
          "orders, cancelled ones too, whose service_cost is not known; count");
  public static final TableColumn CATEGORY_ORDERS =
      new TableColumn(
          "category_orders",
          createMapType(StringType, LongType),
          "orders not cancelled by category; count");
  public static final TableColumn FINGERPRINT =
      text("fingerprint", "digest of all that the month was folded from");
  public static final TableColumn HORIZON =
      date("horizon", "newest business date the month table was built for");
  public static final TableColumn SETTLED_THROUGH =
      date("settled_through", "last day of the last month that can no longer change by a refund");
  public static final TableColumn FIRST_DAY =
      date("first_order_on", "first day with a purchase occasion; null: none");
  public static final TableColumn LAST_DAY =
      date("last_order_on", "last day with a purchase occasion; null: none");
  public static final TableColumn OCCASIONS =
      new TableColumn("occasions", LongType, "days with a purchase; count");

  // --- customers
  public static final TableColumn COHORT =
      date("cohort", "month of the first occasion (first paid day); null: a total, or none");
  public static final TableColumn SUBSCRIPTION_COHORT =
      date("subscription_cohort", "month of the first paid day; null: never paid");
  public static final TableColumn COHORT_KNOWN =
      flag("cohort_known", "false where earlier orders are missing from the history");
  public static final TableColumn FIRST_PAID_ON =
      date("first_paid_on", "first paid day of any subscription; null: never paid");
  public static final TableColumn TENURE_DAYS =
      new TableColumn(
          "tenure_days", IntegerType, "days since the first occasion or paid day; null: neither");
  public static final TableColumn IS_ACTIVE_ORDERS =
      flag("is_active_orders", "had an occasion in the last W days");
  public static final TableColumn IS_ACTIVE_SUBSCRIPTIONS =
      flag("is_active_subscriptions", "pays for a subscription at the business date");
  public static final TableColumn FIRST_CHANNEL =
      text("first_channel", "channel of the first occasion; null: not known");
  public static final TableColumn FIRST_CATEGORY =
      text("first_category", "category of the first occasion; null: not known");
  public static final TableColumn FIRST_DISCOUNTED =
      text("first_discounted", "yes or no: the first occasion had a discount; null: not known");
  public static final TableColumn FIRST_PLAN =
      text("first_plan", "plan of the first paid day; null: never paid");
  public static final TableColumn CURRENT_PLAN =
      text("current_plan", "plan at the business date; of several the highest MRR; null: none");
  public static final TableColumn DIMENSIONS =
      new TableColumn(
          "dimensions", createMapType(StringType, StringType), "value of each dimension by name");

  // --- calendar and reconciliation
  public static final TableColumn DAY = date("day", "calendar day");
  public static final TableColumn YEAR = new TableColumn("year", IntegerType, "calendar year");
  public static final TableColumn QUARTER = date("quarter", "first day of the calendar quarter");
  public static final TableColumn WEEK = date("week", "Monday of the ISO week");
  public static final TableColumn DAY_OF_WEEK =
      new TableColumn("day_of_week", IntegerType, "1 Monday .. 7 Sunday");
  public static final TableColumn IS_MONTH_END = flag("is_month_end", "last day of its month");
  public static final TableColumn SOURCE = text("source", "source of the configuration");
  public static final TableColumn ROWS_READ = rows("rows_read", "read from the files");
  public static final TableColumn MONEY_READ = ownMoney("money_read", "amount of all rows read");
  public static final TableColumn ROWS_ACCEPTED = rows("rows_accepted", "taken into silver");
  public static final TableColumn ROWS_REPLACED =
      rows("rows_replaced", "lost to a later row of their key");
  public static final TableColumn MONEY_REPLACED =
      ownMoney("money_replaced", "amount of the replaced and superseded rows");
  public static final TableColumn ROWS_DUPLICATE =
      rows("rows_duplicate", "same as a row already taken");
  public static final TableColumn MONEY_DUPLICATE =
      ownMoney("money_duplicate", "amount of the duplicates");
  public static final TableColumn ROWS_QUARANTINED =
      rows("rows_quarantined", "set aside in ops.quarantine with their reasons");
  public static final TableColumn MONEY_QUARANTINED =
      ownMoney("money_quarantined", "amount of the quarantined rows, where it can be read");
  public static final TableColumn ROWS_FILTERED =
      rows("rows_filtered", "outside the configured condition");
  public static final TableColumn MONEY_FILTERED =
      ownMoney("money_filtered", "amount of the filtered rows");
  public static final TableColumn ROWS_SUPERSEDED =
      rows("rows_superseded", "older silver rows overwritten");
  public static final TableColumn ROWS_REMOVED =
      rows("rows_removed", "silver rows that vanished from their source");
  public static final TableColumn ROWS_IN_SILVER = rows("rows_in_silver", "standing in silver");
  public static final TableColumn MONEY_IN_SILVER =
      ownMoney("money_in_silver", "amount standing in silver; refunds negative");
  public static final TableColumn MONEY_MOVED =
      ownMoney("money_moved", "of lines in the month of their order, less those of other months'");
  public static final TableColumn MONEY_IN_GOLD =
      money("money_in_gold", "net revenue that gold tables show for the month");
  public static final TableColumn FX_EFFECT =
      money("fx_effect", "conversion to the reporting currency: after less before");
  public static final TableColumn DIFFERENCE =
      money("difference", "money that cannot be accounted for; 0");

  // --- cohorts and churn
  public static final TableColumn WINDOW =
      text("window", "month: calendar months; day30: 30-day periods from the first day");
  public static final TableColumn PERIOD =
      new TableColumn("period", IntegerType, "periods since the cohort's own; 0 = its first");
  public static final TableColumn IS_TOTAL = flag("is_total", "sums over all cohorts");
  public static final TableColumn IS_FINAL =
      flag("is_final", "late churn can no longer change the row; null: not said");
  public static final TableColumn COHORT_SIZE = customers("cohort_size", "in the cohort");
  public static final TableColumn ELIGIBLE = customers("eligible", "whose period has fully passed");
  public static final TableColumn ACTIVE = customers("active", "active in the period");
  public static final TableColumn ACTIVE_OR_LATER =
      customers("active_or_later", "active in the period or later");
  public static final TableColumn RETENTION = share("retention", "active / eligible");
  public static final TableColumn RETENTION_LOW = share("retention_low", "Wilson, 95 %");
  public static final TableColumn RETENTION_HIGH = share("retention_high", "Wilson, 95 %");
  public static final TableColumn CHURNED = customers("churned", "who left in the period");
  public static final TableColumn HAZARD =
      share("hazard", "left in the period / not left before it");
  public static final TableColumn CUMULATIVE_REVENUE =
      money("cumulative_revenue", "net revenue of the cohort up to the period");
  public static final TableColumn COHORT_REVENUE =
      money("revenue", "net revenue (MRR for subscriptions) of the cohort in the period");
  public static final TableColumn IS_MATURE = flag("is_mature", "the period is over at as_of");
  public static final TableColumn CUSTOMERS_AT_START =
      customers("customers_at_start", "active at the end of the month before");
  public static final TableColumn GAINED =
      customers("gained", "active at the end, first ever in the month");
  public static final TableColumn RETURNED =
      customers("returned", "active at the end, not at the start, known from earlier");
  public static final TableColumn CUSTOMERS_AT_END =
      customers("customers_at_end", "active at the end of the month, or at as_of if sooner");
  public static final TableColumn CHURN_RATE = share("churn_rate", "churned / customers_at_start");
  public static final TableColumn CHURN_RATE_SHRUNK =
      share(
          "churn_rate_shrunk",
          "churn_rate drawn towards that of all values of the dimension in the month, the more"
              + " the fewer customers there are (beta-binomial, moments: Kleinman 1973)");
  public static final TableColumn RETURNED_WITHIN_YEAR =
      customers(
          "returned_within_year",
          "of the churned who came back by as_of, at most 365 days after they left");
  public static final TableColumn FALSE_CHURN_SHARE =
      new TableColumn(
          "false_churn_share",
          DoubleType,
          "returned_within_year / churned; 0..1; null: nobody churned, or the month ended less than"
              + " 365 days before as_of");
  public static final TableColumn RETENTION_SHRUNK =
      share(
          "retention_shrunk",
          "retention drawn towards that of all cohorts at the same period, the more the fewer"
              + " customers there are (beta-binomial, moments: Kleinman 1973)");
  public static final TableColumn CHURN_LOW = share("churn_low", "Wilson, 95 %");
  public static final TableColumn CHURN_HIGH = share("churn_high", "Wilson, 95 %");
  public static final TableColumn REVENUE_AT_RISK =
      money("revenue_at_risk", "of the churned: net revenue of the 12 months before, or MRR");
  public static final TableColumn SHORT_LIVED_CUSTOMERS =
      customers(
          "short_lived_customers",
          "who paid in the month but at neither end of it; null: basis orders");
  public static final TableColumn INACTIVE_AFTER_DAYS =
      new TableColumn("inactive_after_days", IntegerType, "W: days without occasion until lapse");

  // --- retention forecast
  public static final TableColumn MODEL = text("model", "name of the model; see metrics.md");
  public static final TableColumn EXPECTED_RETENTION =
      share(
          "expected_retention",
          "expected customers who have not churned up to the end of the period / cohort size");
  public static final TableColumn LOW = number("low", "95 %, lower bound of the estimate");
  public static final TableColumn HIGH = number("high", "95 %, upper bound of the estimate");
  public static final TableColumn PARAMETERS =
      new TableColumn(
          "parameters",
          createMapType(StringType, DoubleType),
          "of the model by name, standard errors under _se if they have no column; null: there is"
              + " no model");
  public static final TableColumn HOLDOUT_ERROR =
      number("holdout_error", "mean absolute error of the share still there, in held out periods");
  public static final TableColumn IS_BEST =
      flag("is_best", "has the least holdout_error of the models that can forecast the cohort");
  // --- recurring revenue
  public static final TableColumn OPENING_MRR =
      money("opening_mrr", "monthly recurring revenue at the end of the month before");
  public static final TableColumn CLOSING_MRR =
      money("closing_mrr", "the same at the end of the month, or at as_of if sooner");
  public static final TableColumn FX_MRR =
      money("fx_mrr", "change by rates alone, of who paid at both ends of the month");
  public static final TableColumn MOVEMENT =
      text("movement", "new, expansion, contraction, churned, reactivation or none");
  public static final TableColumn MOVEMENT_MRR =
      money("movement_mrr", "size of the movement, 0 or more");
  public static final TableColumn PLANS =
      new TableColumn("plans", LongType, "terms paid for at the end of the month; count");
  public static final TableColumn SHORT_LIVED =
      flag("short_lived", "paid in the month but at neither end of it");
  public static final TableColumn SHORT_LIVED_MRR =
      money("short_lived_mrr", "of the terms of the short-lived; in no other sum");
  public static final TableColumn NEW_MRR =
      money("new_mrr", "of who pays at the end, and paid on no day before the month");
  public static final TableColumn EXPANSION_MRR =
      money("expansion_mrr", "rise of who paid at both ends, rates apart");
  public static final TableColumn CONTRACTION_MRR =
      money("contraction_mrr", "fall of who paid at both ends, rates apart; positive");
  public static final TableColumn CHURNED_MRR =
      money(
          "churned_mrr",
          "of who paid at the start, not at the end; dated on the first day without service;"
              + " positive");
  public static final TableColumn REACTIVATION_MRR =
      money("reactivation_mrr", "of who pays at the end, not at the start, but paid earlier");
  public static final TableColumn OPENING_CUSTOMERS =
      customers("opening_customers", "paying at the end of the month before");
  public static final TableColumn NEW_CUSTOMERS =
      customers("new_customers", "whose movement is new");
  public static final TableColumn EXPANSION_CUSTOMERS =
      customers("expansion_customers", "whose movement is expansion");
  public static final TableColumn CONTRACTION_CUSTOMERS =
      customers("contraction_customers", "whose movement is contraction");
  public static final TableColumn CHURNED_CUSTOMERS =
      customers("churned_customers", "whose movement is churned");
  public static final TableColumn REACTIVATION_CUSTOMERS =
      customers("reactivation_customers", "whose movement is reactivation");
  public static final TableColumn CLOSING_CUSTOMERS =
      customers("closing_customers", "paying at the end of the month, or at as_of if sooner");
  public static final TableColumn GROSS_CHURN_RATE =
      share("gross_churn_rate", "(churned + contraction) / opening MRR");
  public static final TableColumn NET_CHURN_RATE =
      ratio(
          "net_churn_rate",
          "(churned + contraction - expansion - reactivation) / opening MRR; < 0: growth");
  public static final TableColumn GROSS_RETENTION =
      share("gross_retention", "opening MRR that is still there, without its rises");
  public static final TableColumn NET_RETENTION =
      ratio(
          "net_retention", "MRR of who paid at the start, at the end / at the start; rates apart");
  public static final TableColumn QUICK_RATIO =
      ratio("quick_ratio", "(new + expansion + reactivation) / (churned + contraction) MRR");
  public static final TableColumn GRACE_DAYS =
      new TableColumn(
          "grace_days",
          IntegerType,
          "days between an end and the next start that count as paid; policy in force");
  public static final TableColumn PAST_DUE_DAYS =
      new TableColumn(
          "past_due_days",
          IntegerType,
          "days after a failed payment that count as paid; policy in force");
  public static final TableColumn CHURN_DATED_BY =
      text("churn_dated_by", "what ends a term: service-end or notice; policy in force");
  public static final TableColumn PRICE_BASIS =
      text("price_basis", "what a term is worth: billed or list; policy in force");

  // --- recurring revenue under the definitions of others
  public static final TableColumn DIALECT =
      text("dialect", "whose published definition: chartmogul, stripe or baremetrics");
  public static final TableColumn MEASURE =
      text("measure", "opening_mrr, net_retention, churn_rate and so on; see metrics.md");
  public static final TableColumn REASON =
      text("reason", "rule that differs from Clientele's own; see metrics.md");
  public static final TableColumn FIGURE =
      new TableColumn(
          "figure",
          FIGURE_TYPE,
          "by that definition; reporting currency, customers or ratio, as the measure is; null:"
              + " nothing to divide by, or immature");
  public static final TableColumn DIALECT_DIFFERENCE =
      new TableColumn(
          "difference",
          FIGURE_TYPE,
          "that figure less Clientele's own, or the customer's part of it; unit of the measure;"
              + " null: one of the two is null");
  public static final TableColumn EXPLAINED_BY =
      new TableColumn(
          "explained_by",
          createArrayType(
              new StructType()
                  .add("reason", StringType)
                  .add("amount", FIGURE_TYPE)
                  .add("customers", LongType)),
          "by reason: amount, of which the sum is the difference, and customers whose figures"
              + " differ for it (null: the formula differs); empty: no difference");

  // --- survival of subscriptions
  public static final TableColumn TENURE_MONTH =
      new TableColumn(
          "tenure_month", IntegerType, "full months since the first paid day, from 0; months");
  public static final TableColumn AT_RISK =
      customers("at_risk", "observed in the period, with no end (or recovery) before it");
  public static final TableColumn INVOLUNTARY =
      customers("involuntary", "among churned, whose payment failed");
  public static final TableColumn CENSORED =
      customers("censored", "observed up to the period and not beyond, with no end (or recovery)");
  public static final TableColumn SURVIVAL =
      probability("survival", "to pay on beyond these months (Kaplan-Meier)");
  public static final TableColumn VOLUNTARY_INCIDENCE =
      probability(
          "voluntary_incidence",
          "to have left by these months, other than by a failed payment (Aalen-Johansen)");
  public static final TableColumn INVOLUNTARY_INCIDENCE =
      probability(
          "involuntary_incidence",
          "to have left by these months by a failed payment (Aalen-Johansen)");
  public static final TableColumn RESTRICTED_MEAN_MONTHS =
      new TableColumn(
          "restricted_mean_months",
          DoubleType,
          "mean of the months paid out of the first tenure_month; months; 0..tenure_month");
  public static final TableColumn MEDIAN_MONTHS =
      new TableColumn(
          "median_months",
          IntegerType,
          "of the curve: first tenure_month with survival <= 0.5; months; null: not reached");
  public static final TableColumn MONTHS_SINCE_FAILURE =
      new TableColumn(
          "months_since_failure", IntegerType, "full months since the failed payment; from 0");
  public static final TableColumn RECOVERED =
      customers("recovered", "who pay again, for the first time in the period");
  public static final TableColumn RECOVERY =
      probability("recovery", "to pay again within these months");

  // --- customer lifetime value
  public static final TableColumn SEGMENT =
      text(
          "segment",
          "all; calibration, calibration-2, calibration-3: without what came in the held out days,"
              + " in twice and three times as many; quarter:2024-Q1: who first bought then;"
              + " quarter:others: in quarters without a model of their own; covariates: with what is"
              + " known of customers besides; of subscriptions: term: and the length of the billing"
              + " period (term:P12M), or trial");
  public static final TableColumn TIME_UNIT =
      text(
          "time_unit",
          "unit of time of the parameters: week, or opportunity (clv.opportunity); of subscriptions"
              + " their period; of the season day");
  public static final TableColumn FITTED_MODEL =
      text(
          "fitted_model",
          "model that the parameters are of: the row's own, or the simpler one that stands in; null:"
              + " none");
  public static final TableColumn STANDARD_ERRORS =
      new TableColumn(
          "standard_errors",
          createMapType(StringType, DoubleType),
          "of the parameters by name; null: the data do not tell them, or another model stands in");
  public static final TableColumn LOG_COVARIANCE =
      new TableColumn(
          "log_covariance",
          createMapType(StringType, DoubleType),
          "of the logs of the parameters, by two names with a comma between; null as"
              + " standard_errors");
  public static final TableColumn LOG_LIKELIHOOD =
      number("log_likelihood", "of the fitted model, time in weeks, money in reporting currency");
  public static final TableColumn FITTED_CUSTOMERS =
      customers("customers", "that the row is about; of renewals: subscriptions");
  public static final TableColumn ITERATIONS =
      new TableColumn(
          "iterations",
          IntegerType,
          "steps of the search, those with some of the customers first included; count");
  public static final TableColumn CONVERGED =
      flag("converged", "the search ended at a maximum that the data tell well");
  public static final TableColumn GRADIENT_NORM =
      number("gradient_norm", "length of the gradient by logs of parameters, at the end");
  public static final TableColumn DIAGNOSTICS =
      new TableColumn(
          "diagnostics",
          createMapType(StringType, DoubleType),
          "condition of the Hessian by logs of parameters; model_error, how far off totals were,"
              + " as a share; regularity of purchases, 1: by chance, with regularity_se;"
              + " quarters_chi_square, _freedom, _p_value: one model for each quarter against this"
              + " one; covariates_...: the same of covariates, with customers[region=North] who have"
              + " each value; of spend: rho and eta_squared against frequency, margin_ratio and"
              + " mean_order of all repeat purchases, or of first ones if nobody paid for these;"
              + " orders_in_52_units, expected of a new customer, and stop_chance, a / (a + b): told"
              + " even where parameters are not; of the season: see metrics.md; null: none");
  public static final TableColumn IS_USED =
      flag("is_used", "gold.customer_clv is made with this model");
  public static final TableColumn HOLDOUT =
      new TableColumn(
          "holdout",
          createMapType(StringType, DoubleType),
          "held out days, foretold from before them: days, customers, log_score (mean by customer,"
              + " the higher the better), actual and expected orders, rmse, naive_rmse and mean_rate"
              + " (a rate carried on, in the unit of time); of all: means over origins; of a quarter"
              + " also ratio (expected over actual orders) and pooled_ratio, as the model of all"
              + " expected; of covariates pooled_log_score, of the model without; of renewals periods,"
              + " renewals, log_score and naive_log_score (a constant share leaves); null: history too"
              + " short, or nobody had bought again");
  public static final TableColumn FIT_STEPS =
      new TableColumn(
          "steps",
          createArrayType(StringType),
          "what was tried in turn, with its outcome; the last gave the parameters");
  public static final TableColumn WARNINGS =
      new TableColumn(
          "warnings", createArrayType(StringType), "what to mind in using the model; empty: none");
  public static final TableColumn TRAINED_THROUGH =
      date("trained_through", "last day of the data that the model was fitted to");
  public static final TableColumn KIND =
      text(
          "kind",
          "total; frequency: by purchases after the first, at origin; decile: by purchases"
              + " expected, most first; pit: by place in what was held for likely; week: repeat"
              + " purchases since the beginning");
  public static final TableColumn ORIGIN =
      date(
          "origin",
          "last day that the models knew of; as many days after it as are held out are foretold");
  public static final TableColumn BUCKET =
      text(
          "bucket",
          "all of total; 0, 1, ... 6, 7+ of frequency; 1 to 10 of decile; 0.00, 0.05, ... 0.95 of"
              + " pit: where the bin begins; the last day of a week");
  public static final TableColumn ACTUAL =
      new TableColumn(
          "actual",
          DoubleType,
          "days with a purchase after origin; week: after the first, since the beginning; pit:"
              + " customers in the bin; count");
  public static final TableColumn EXPECTED =
      new TableColumn(
          "expected",
          DoubleType,
          "the same, as the model foretold it; pit: if all bins were alike; count");
  public static final TableColumn ERROR =
      new TableColumn("error", DoubleType, "expected less actual; count");
  public static final TableColumn RMSE =
      new TableColumn(
          "rmse",
          DoubleType,
          "root of the mean square error by customer; purchases; 0 or more; null: pit, week");
  public static final TableColumn POISSON_DEVIANCE =
      new TableColumn(
          "poisson_deviance",
          DoubleType,
          "mean by customer; 0 or more; null: pit, week, or what came was held for impossible");
  public static final TableColumn FREQUENCY =
      new TableColumn("frequency", LongType, "x: days with a purchase after the first; count");
  public static final TableColumn RECENCY_DAYS =
      new TableColumn("recency_days", IntegerType, "t_x: from the first to the last order; days");
  public static final TableColumn AGE_DAYS =
      new TableColumn("age_days", IntegerType, "T: from the first order to as_of; days");
  public static final TableColumn DAYS_SINCE_LAST_ORDER =
      new TableColumn("days_since_last_order", IntegerType, "from the last order to as_of; days");
  public static final TableColumn CUSTOMER_REVENUE =
      money("revenue", "net value of the customer's occasions to as_of");
  public static final TableColumn CUSTOMER_MARGIN =
      money("margin", "the customer's revenue less known cost and service cost; may be < 0");
  public static final TableColumn HISTORICAL_MARGIN =
      money(
          "historical_margin",
          "in the books to as_of: orders less refunds, known cost and service cost; may be < 0");
  public static final TableColumn P_ALIVE =
      probability("p_alive", "that the customer has not stopped for good at as_of; null: no model");
  public static final TableColumn P_NO_PURCHASE =
      probability("p_no_purchase", "of no order within the horizon; null: no model");
  public static final TableColumn EXPECTED_ORDERS =
      new TableColumn(
          "expected_orders", DoubleType, "days with a purchase within the horizon; null: no model");
  public static final TableColumn EXPECTED_ORDER_VALUE =
      money("expected_order_value", "revenue of such a day; null: no model");
  public static final TableColumn EXPECTED_ORDER_MARGIN =
      money("expected_order_margin", "margin of such a day, 0 or more; null: no model");
  public static final TableColumn ORDER_CLV =
      money("order_clv", "present value of the orders' margin within the horizon; null: no model");
  public static final TableColumn SUBSCRIPTION_CLV =
      money(
          "subscription_clv",
          "present value of the subscriptions' margin within the horizon; 0: nothing is to come;"
              + " null: no model");
  public static final TableColumn CLV =
      money("clv", "present value of the margin within the horizon; null: no model, see status");
  public static final TableColumn CLV_LOW =
      money("clv_low", "of what the value turns out to be, 95 %");
  public static final TableColumn CLV_HIGH =
      money("clv_high", "of what the value turns out to be, 95 %; may be below its mean, clv");
  public static final TableColumn HORIZON_DAYS =
      new TableColumn("horizon_days", IntegerType, "days after as_of that are looked at");
  public static final TableColumn ANNUAL_DISCOUNT_RATE =
      new TableColumn(
          "annual_discount_rate",
          DoubleType,
          "interest of a year: money a year away is worth 1 / (1 + it); 0..1");
  public static final TableColumn METHOD =
      text(
          "method",
          "how the fitted model came about; of a customer's value, with renewals where what is to"
              + " come of subscriptions is told, be it 0, and whether by covariates; of an insight,"
              + " how it was found; null: no model");
  public static final TableColumn VALUE_DECILE =
      new TableColumn("value_decile", IntegerType, "1 = the tenth with the most clv; null: no clv");

  // --- customer lifetime value of cohorts
  public static final TableColumn PROCESS_VARIANCE =
      variance("process_variance", "by chance, were the models exact; null: no model");
  public static final TableColumn PARAMETER_VARIANCE =
      variance(
          "parameter_variance",
          "by parameters of the purchase model that are not known exactly; null: the data do not"
              + " tell how well");
  public static final TableColumn MODEL_ERROR_VARIANCE =
      variance(
          "model_error_variance",
          "(model_error · clv)², by what models missed in the past; null: history too short to"
              + " tell");
  public static final TableColumn RECURRING_MARGIN =
      money(
          "recurring_margin",
          "MRR at the end of each month so far, times the share of margin that subscription_clv has");
  public static final TableColumn COST_KNOWN_SHARE =
      share("cost_known_share", "customers in a known cohort with acquisition cost / customers");
  public static final TableColumn TOTAL_ACQUISITION_COST =
      money("acquisition_cost", "of winning the customers of whom it is known; null: of nobody");
  public static final TableColumn CLV_TO_ACQUISITION_COST =
      new TableColumn(
          "clv_to_acquisition_cost",
          DoubleType,
          "clv of the customers with acquisition cost / that cost; null: nothing to divide by");
  public static final TableColumn VALUE_TO_ACQUISITION_COST =
      new TableColumn(
          "value_to_acquisition_cost",
          DoubleType,
          "the same with historical_margin and recurring_margin added to clv; null: nothing to"
              + " divide by");
  public static final TableColumn PAYBACK_MONTHS =
      new TableColumn(
          "payback_months",
          IntegerType,
          "first n with a margin of months 0..n, since the first purchase, that covers the"
              + " acquisition cost; null: not yet, or the cost or the first purchase is not known");

  // --- profit of customers
  public static final TableColumn NET_REVENUE =
      money("revenue", "orders less refunds dated up to as_of, and subscription_revenue");
  public static final TableColumn SUBSCRIPTION_REVENUE =
      money(
          "subscription_revenue",
          "in revenue: closing MRR of each month up to as_of; 0 where profit.revenue leaves it out");
  public static final TableColumn TOTAL_CONTACT_COST =
      money("contact_cost", "known cost of answering the customer's service contacts");
  public static final TableColumn TOTAL_CAMPAIGN_COST =
      money("campaign_cost", "known cost of what campaigns did or offered");
  public static final TableColumn CUSTOMER_ACQUISITION_COST =
      money("acquisition_cost", "of winning the customer; 0 where it is not known");
  public static final TableColumn PROFIT =
      money(
          "profit",
          "revenue less cost, service_cost, contact_cost, campaign_cost and acquisition_cost, since"
              + " the first row; may be < 0");
  public static final TableColumn PROFIT_12M =
      money(
          "profit_12m",
          "the same of the month of as_of and the 11 before; acquisition_cost by the month in which"
              + " the customer came; may be < 0");
  public static final TableColumn COST_KNOWN =
      flag("cost_known", "no cost of the customer is missing; see unknown_costs");
  public static final TableColumn UNKNOWN_COSTS =
      new TableColumn(
          "unknown_costs",
          createArrayType(StringType),
          "costs that are not known in full, where the missing part counts as 0: cost,"
              + " service_cost, contact_cost, campaign_cost, acquisition_cost; empty: none");
  public static final TableColumn PROFIT_RANK =
      new TableColumn("profit_rank", LongType, "1 = the most profit, then by customer_id");
  public static final TableColumn PROFIT_DECILE =
      new TableColumn("profit_decile", IntegerType, "1 = the tenth of customers with most profit");
  public static final TableColumn IS_UNPROFITABLE = flag("is_unprofitable", "profit is below 0");
  public static final TableColumn CUMULATIVE_PROFIT_SHARE =
      new TableColumn(
          "cumulative_profit_share",
          DoubleType,
          "profit of the customers up to this profit_rank / profit of all (whale curve); above 1"
              + " where others lose money; null: the company has made no profit");
  public static final TableColumn SERVICE_COST_12M =
      money("service_cost_12m", "service_cost and contact_cost of the months of profit_12m");
  public static final TableColumn SERVICE_COST_TO_CLV =
      new TableColumn(
          "service_cost_to_clv",
          DoubleType,
          "service_cost_12m / clv: what present service costs against the value at stake; null:"
              + " clv is 0 or not known");
  public static final TableColumn SERVICE_LEVEL =
      text(
          "service_level",
          "service that profit_12m and clv pay for: high-touch, standard, self-service; or review:"
              + " the customer costs more than is to come");
  public static final TableColumn SERVICE_LEVEL_REASON =
      text("service_level_reason", "what the level follows from");

  // --- NPS
  public static final TableColumn NPS_PERIOD =
      date("period", "first day of the month; null: all time");
  public static final TableColumn RESPONSES =
      new TableColumn("responses", LongType, "valid answers; count");
  public static final TableColumn RESPONDENTS = customers("respondents", "with an answer");
  public static final TableColumn PROMOTERS = customers("promoters", "answering at the top");
  public static final TableColumn PASSIVES = customers("passives", "answering in between");
  public static final TableColumn DETRACTORS = customers("detractors", "answering low");
  public static final TableColumn NPS =
      number("nps", "100 (share of promoters - share of detractors); -100..100");
  public static final TableColumn STANDARD_ERROR = number("standard_error", "of nps, in points");
  public static final TableColumn NPS_LOW = number("nps_low", "adjusted Wald, 95 %");
  public static final TableColumn NPS_HIGH = number("nps_high", "adjusted Wald, 95 %");
  public static final TableColumn NPS_WEIGHTED =
      number("nps_weighted", "nps weighted back to the customer base; null: no nps.weight-by");
  public static final TableColumn NPS_WEIGHTED_LOW =
      number("nps_weighted_low", "adjusted Wald, linearised variance, 95 %");
  public static final TableColumn NPS_WEIGHTED_HIGH =
      number("nps_weighted_high", "adjusted Wald, linearised variance, 95 %");
  public static final TableColumn EFFECTIVE_RESPONDENTS =
      number(
          "effective_respondents",
          "respondents of equal weight who would tell as much as the weighted ones; Kish");
  public static final TableColumn BASE_COVERED =
      share("base_covered", "customers in strata with an answer / customers known in the cell");
  public static final TableColumn MEAN_SCORE = number("mean_score", "mean answer, 0..10");
  public static final TableColumn SHARE_ASKED =
      share("share_asked", "respondents / customers known at as_of in the cell");
  public static final TableColumn IS_SUPPRESSED =
      flag("is_suppressed", "too few respondents: counts only");
  public static final TableColumn CHANGE_FROM_PREVIOUS =
      number("change_from_previous", "nps less that of the month before, in points");
  public static final TableColumn CHANGE_IS_SIGNIFICANT =
      flag("change_is_significant", "the change is larger than chance at 95 %");
  public static final TableColumn CHANGE_P_VALUE =
      number(
          "change_p_value",
          "chance of such a change or a larger one if nothing changed; 0..1; counts who answered"
              + " in both months as the same");
  public static final TableColumn CHANGE_Q_VALUE =
      number(
          "change_q_value",
          "share of false alarms among the changes of the dimension with this q or less; 0..1;"
              + " Benjamini-Hochberg");

  public static final TableColumn BAND =
      text("band", "promoter, passive, detractor: by the answer that counts; see metrics.md");
  public static final TableColumn COMPARED_WITH =
      text("compared_with", "band with whose like customers those of the row are compared");
  public static final TableColumn ESTIMATE_BEFORE =
      number("estimate_before", "the estimate of the days before the answer, in the unit");
  public static final TableColumn ESTIMATE_CHANGE =
      number("estimate_change", "estimate less estimate_before, in the unit");
  public static final TableColumn ESTIMATE_CHANGE_LOW =
      number("estimate_change_low", "95 %, lower bound of estimate_change");
  public static final TableColumn ESTIMATE_CHANGE_HIGH =
      number("estimate_change_high", "95 %, upper bound of estimate_change");
  public static final TableColumn ADJUSTED =
      number(
          "adjusted",
          "estimate_change less that of customers of compared_with in the same strata, in the unit");
  public static final TableColumn ADJUSTED_LOW =
      number("adjusted_low", "95 %, lower bound of adjusted");
  public static final TableColumn ADJUSTED_HIGH =
      number("adjusted_high", "95 %, upper bound of adjusted");
  public static final TableColumn VALUE_AT_RISK =
      money(
          "value_at_risk",
          "clv of all whose latest answer is that of a detractor; null: another band, or no values");
  public static final TableColumn OUTCOME_DAYS =
      new TableColumn(
          "outcome_days", IntegerType, "days after the answer that are looked at, and before it");
  public static final TableColumn ESTIMATE =
      number("estimate", "the figure found, in the unit; null: there is none, see the note");
  public static final TableColumn MATCHED_SHARE =
      share(
          "matched_share",
          "those with a counterpart in their stratum / those it is about; null: not matched");
  public static final TableColumn PLACEBO_ESTIMATE =
      number(
          "placebo_estimate",
          "the same figure of the time before, in the unit: anything but 0 is no effect; null:"
              + " there is no such time");
  public static final TableColumn PLACEBO_LOW =
      number("placebo_low", "95 %, lower bound of placebo_estimate");
  public static final TableColumn PLACEBO_HIGH =
      number("placebo_high", "95 %, upper bound of placebo_estimate");

  // --- KPIs
  public static final TableColumn KPI =
      text("kpi", "name of the mean; its definition stands in metrics.md");
  public static final TableColumn GRAIN =
      text("grain", "length of the period: month, quarter, year");
  public static final TableColumn KPI_PERIOD =
      date("period", "first day of the month, quarter or year");
  public static final TableColumn SCORECARD =
      text("scorecard", "page it belongs to: business, service, satisfaction or culture");
  public static final TableColumn N =
      new TableColumn("n", LongType, "rows that the figure is made of, so far; count");
  public static final TableColumn SUM =
      new TableColumn(
          "sum",
          createDecimalType(28, 6),
          "of the scores, so far; in the unit; adds up over periods and dimension values");
  public static final TableColumn SUM_OF_SQUARES =
      new TableColumn(
          "sum_of_squares",
          DoubleType,
          "of the scores, so far; in the unit squared; adds up as the sum does");
  public static final TableColumn KPI_VALUE =
      number("kpi_value", "sum / n; in the unit; null before is_mature");
  public static final TableColumn UNIT =
      text(
          "unit",
          "share (0..1), currency (that of the reports), count, hours, months, occasions,"
              + " customers, points or ratio");

  // --- orientation
  public static final TableColumn SUBJECT =
      text(
          "subject",
          "unit: a market, channel or plan; quadrant: the units in it; correlation: of the two"
              + " indexes over the units; disattenuated: the same without sampling error");
  public static final TableColumn SALES_INDEX =
      number("sales_index", "how sales-oriented; 50: as units were in the first complete year");
  public static final TableColumn SALES_INDEX_ERROR =
      number("sales_index_se", "standard error of sales_index by sampling, in points");
  public static final TableColumn CUSTOMER_INDEX =
      number("customer_index", "how customer-oriented; 50: as units were in the first year");
  public static final TableColumn CUSTOMER_INDEX_ERROR =
      number("customer_index_se", "standard error of customer_index by sampling, in points");
  public static final TableColumn QUADRANT =
      text(
          "quadrant",
          "sales and customer, sales, customer, neither, or on the line (within one standard error"
              + " of 50); null: an index is missing, or a correlation");
  public static final TableColumn INGREDIENTS =
      new TableColumn(
          "ingredients",
          createMapType(StringType, DoubleType),
          "what the indexes are made of, by name, as it is; null: not of a unit");
  public static final TableColumn DEVIATIONS =
      new TableColumn(
          "deviations",
          createMapType(StringType, DoubleType),
          "the same drawn in, in standard deviations from the first complete year; -3..3; null: not"
              + " of a unit");
  public static final TableColumn CHURNED_SHARE =
      share("churned_share", "customers of the twelve months no longer active at as_of / them");
  public static final TableColumn MEAN_CLV =
      number("mean_clv", "clv of the customers of the twelve months; reporting currency");
  public static final TableColumn MEAN_PROFIT =
      number(
          "mean_profit",
          "of the twelve months by customer: value of orders less cost, service cost, cost of"
              + " contacts and campaigns; reporting currency");
  public static final TableColumn CORRELATION =
      number("correlation", "of sales_index and customer_index over the units; -1..1");

  // --- insights
  public static final TableColumn INSIGHT =
      text("insight", "what is asked; ends with _raw where it is answered as the claim is told");
  public static final TableColumn QUESTION = text("question", "the same in words");
  public static final TableColumn ESTIMATE_SHRUNK =
      number(
          "estimate_shrunk",
          "the estimate drawn towards that of all customers, the more the less certain it is; in"
              + " the unit; null: nothing to draw towards");
  public static final TableColumn CLAIMED =
      number("claimed", "the figure that is claimed, in the unit; null: a direction is claimed");
  public static final TableColumn CLAIM_FROM =
      number("claim_from", "the claim counts as true from here on; null: without end");
  public static final TableColumn CLAIM_TO =
      number("claim_to", "the claim counts as true up to here; null: without end");
  public static final TableColumn P_VALUE =
      number(
          "p_value",
          "chance to be so far from the nearest bound of the claim if the truth lay on it; 0..1");
  public static final TableColumn Q_VALUE =
      number(
          "q_value",
          "share of false alarms among the values of the insight with this q or less; 0..1;"
              + " Benjamini-Hochberg; of comparisons: p by Holm; null: one question alone");
  public static final TableColumn VERDICT =
      text("verdict", "of the claim: supported, contradicted, not enough data");
  public static final TableColumn NOTE =
      text("note", "why there is no verdict, and what to keep in mind; null: nothing");

  // --- restatement
  public static final TableColumn TABLE_NAME = text("table", "table of the cell, as in SQL");
  public static final TableColumn CELL =
      text("cell", "the cell as JSON: key of its row without as_of, and its column");
  public static final TableColumn PERIOD_ENDS_ON =
      date("period_ends_on", "last day of what the cell is about; null: of all time, or a total");
  public static final TableColumn IS_SETTLED =
      flag("is_settled", "the cell is of a period that was over, and dates can be compared");
  public static final TableColumn FIRST_PUBLISHED =
      new TableColumn(
          "first_published", DoubleType, "the figure first shown; unit of the cell; null: none");
  public static final TableColumn PREVIOUSLY_PUBLISHED =
      new TableColumn(
          "previously_published",
          DoubleType,
          "the figure shown by the business date before, or first at this one; null: none");
  public static final TableColumn PRESENT =
      new TableColumn("present", DoubleType, "the figure shown now; unit of the cell; null: none");
  public static final TableColumn CAUSE =
      text(
          "cause",
          "what altered it: late row, refund, replacement, erasure, definition, code; several are"
              + " listed in this order");

  // --- ops
  public static final TableColumn RUN_KEY = text("run_key", "key under which the run was started");
  public static final TableColumn JOB = text("job", "job of the pipeline");
  public static final TableColumn STATUS =
      text(
          "status",
          "how it ended: ended, fitted, failed, or skipped: reason; of a customer's value:"
              + " scored, left_truncated, not_identified, subscriptions_only, or skipped: reason;"
              + " of an outcome: estimated, or not enough data");
  public static final TableColumn STARTED_AT = instant("started_at", "start");
  public static final TableColumn ENDED_AT = instant("ended_at", "end");
  public static final TableColumn ROWS_WRITTEN = rows("rows_written", "written to tables");
  public static final TableColumn TABLE_VERSIONS =
      new TableColumn(
          "table_versions", createMapType(StringType, LongType), "Delta version of each table");
  public static final TableColumn MESSAGE = text("message", "what went wrong, or a warning");
  public static final TableColumn PUBLISHED_AT = instant("published_at", "publication");
  public static final TableColumn PUBLICATION =
      new TableColumn("publication", LongType, "number of the publication; from 1, upwards");
  public static final TableColumn FENCE =
      new TableColumn("fence", LongType, "fencing number of the writer lease");
  public static final TableColumn SETTINGS_HASH = text("settings_hash", "digest of the settings");
  public static final TableColumn CODE_VERSION = text("code_version", "version of Clientele");
  public static final TableColumn FILE = text("file", "file the row was read from");
  public static final TableColumn ROW = text("row", "the source row, all its columns, as JSON");
  public static final TableColumn REASONS =
      new TableColumn("reasons", createArrayType(StringType), "why the row was set aside");
  public static final TableColumn PATH = text("path", "path of the file");
  public static final TableColumn BYTES = new TableColumn("bytes", LongType, "size; bytes");
  public static final TableColumn MODIFIED_AT = instant("modified_at", "last change of the file");
  public static final TableColumn CHECKSUM = text("checksum", "CRC-32C of the content, hex");
  public static final TableColumn MAPPING =
      text("mapping", "digest of the settings under which the file was read");
  public static final TableColumn FIRST_NO =
      new TableColumn(
          "first_no", LongType, "number of the ingest that first brought the file as it is");
  public static final TableColumn IS_REBUILD =
      flag("is_rebuild", "the source was read anew as a whole: earlier accounts are void");
  public static final TableColumn OUTCOME =
      text("outcome", "accepted, replaced, duplicate, quarantined, filtered, superseded, removed");
  public static final TableColumn ROW_COUNT = rows("rows", "with this outcome");
  public static final TableColumn MONEY = ownMoney("money", "sum of the rows' amounts");
  public static final TableColumn EVENT_ON =
      date("event_on", "date of the event; null: the row has none that can be read");

  private static TableColumn text(String name, String comment) {
    return new TableColumn(name, StringType, comment);
  }

  private static TableColumn date(String name, String comment) {
    return new TableColumn(name, DateType, comment);
  }

  private static TableColumn instant(String name, String comment) {
    return new TableColumn(name, TimestampType, "instant of the " + comment);
  }

  private static TableColumn flag(String name, String comment) {
    return new TableColumn(name, BooleanType, comment);
  }

  private static TableColumn number(String name, String comment) {
    return new TableColumn(name, DoubleType, comment + "; null: too little data");
  }

  private static TableColumn ratio(String name, String comment) {
    return new TableColumn(name, DoubleType, comment + "; null: nothing to divide by, or immature");
  }

  private static TableColumn share(String name, String comment) {
    return new TableColumn(name, DoubleType, comment + "; 0..1; null: no or immature data");
  }

  private static TableColumn probability(String name, String comment) {
    return new TableColumn(name, DoubleType, "probability " + comment + "; 0..1");
  }

  private static TableColumn customers(String name, String comment) {
    return new TableColumn(name, LongType, "customers " + comment + "; count");
  }

  private static TableColumn variance(String name, String comment) {
    return new TableColumn(
        name, DoubleType, "of the total " + comment + "; reporting currency squared");
  }

  private static TableColumn rows(String name, String comment) {
    return new TableColumn(name, LongType, "rows " + comment + "; count");
  }

  /** Money as the source has it: sums of one currency only where the source has one. */
  private static TableColumn ownMoney(String name, String comment) {
    return new TableColumn(
        name, MONEY_TYPE, comment + "; rows' own currencies, added up as they stand");
  }

  private static TableColumn money(String name, String comment) {
    return new TableColumn(name, MONEY_TYPE, comment + "; reporting currency");
  }
}
