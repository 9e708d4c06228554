package clientele.insight;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.BillingPeriods;
import clientele.fold.Dimensions;
import clientele.fold.Ledger;
import clientele.fold.Months;
import clientele.fold.PaidSpans;
import clientele.fold.RenewalClocks;
import clientele.job.Inputs;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All events of each customer in one row, whatever they are: one shuffle brings together what every
 * insight needs.
 *
 * <p>An event is a kind, a day, two texts and five numbers, whose meaning {@link HistoryRow} knows.
 * Orders are one event a day, so the longest row has as many as the history has days.
 */
final class Histories {
  /** Array of events. */
  static final String EVENTS = "events";

  private static final int TEXTS = 2;
  private static final int NUMBERS = 5;

  /** What an event is. */
  enum Kind {
    DAY,
    BOUGHT,
    CONTACT,
    ANSWER,
    ASSIGNMENT,
    REFERRAL,
    SPAN,
    RUN,
    ATTRIBUTES,
    VALUE
  }

  private final Inputs inputs;
  private final Settings settings;
  private final LocalDate date;
  private final Dataset<Row> customers;

  private Histories(Inputs inputs, Settings settings, LocalDate date) {
    this.inputs = inputs;
    this.settings = settings;
    this.date = date;
    this.customers = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
  }

  /** One row per customer: {@link #EVENTS} and {@link Dimensions#VALUES}. */
  static Dataset<Row> of(Inputs inputs, Settings settings, LocalDate date) {
    return new Histories(inputs, settings, date).rows();
  }

  private Dataset<Row> rows() {
    List<Dataset<Row>> events = new ArrayList<>();
    events.add(days());
    events.add(values());
    if (reads(SourceName.ORDER_LINES)) {
      events.add(linesBought());
    }
    if (reads(SourceName.SERVICE_CONTACTS)) {
      events.add(contacts());
    }
    if (reads(SourceName.NPS_RESPONSES)) {
      events.add(answers());
    }
    if (reads(SourceName.CAMPAIGN_CONTACTS)) {
      events.add(assignments());
    }
    if (reads(SourceName.CUSTOMERS)) {
      events.add(attributes());
      events.add(referrals());
    }
    if (reads(SourceName.SUBSCRIPTIONS)) {
      events.add(spans());
      events.add(runs());
    }
    Column event = struct(col("kind"), col("day"), col("texts"), col("numbers"));
    Dataset<Row> perCustomer =
        events.stream()
            .reduce(Dataset::union)
            .orElseThrow()
            .groupBy(CUSTOMER_ID.col())
            .agg(collect_list(event).as(EVENTS));
    List<Dataset<Row>> builtIns =
        Dimensions.builtIns(
            settings.dimensions(),
            inputs.table(Tables.ORDERS_TABLE),
            inputs.table(Tables.CUSTOMER_MONTH),
            inputs.comparableTerms(),
            settings.subscriptions(),
            date);
    return Dimensions.of(perCustomer, customers, settings.dimensions(), builtIns)
        .select(col(EVENTS), col(Dimensions.VALUES));
  }

  private boolean reads(SourceName source) {
    return settings.source(source).isPresent();
  }

  /** One event per customer and day with orders. */
  private Dataset<Row> days() {
    Dataset<Row> orders =
        Ledger.netOrders(
            inputs.table(Tables.ORDERS_TABLE),
            inputs.table(Tables.REFUNDS_TABLE),
            date,
            settings.cancellationWindowDays());
    Column cost = coalesce(COST.col(), lit(0)).plus(coalesce(SERVICE_COST.col(), lit(0)));
    Column counts = not(Ledger.CANCELLED.col());
    Column list = AMOUNT.col().plus(coalesce(DISCOUNT.col(), lit(0)));
    // Orders without an id are told apart by their content.
    Column rank = struct(ORDER_ID.col().isNull(), ORDER_ID.col(), CHANNEL.col(), CATEGORY.col());
    Dataset<Row> days =
        orders
            .groupBy(CUSTOMER_ID.col(), ORDERED_ON.col())
            .agg(
                count_if(counts).as("counting"),
                min_by(CHANNEL.col(), rank).as("channel"),
                min_by(CATEGORY.col(), rank).as("category"),
                sum(cents(Ledger.NET.col().minus(cost))).as("margin"),
                sum(cents(DISCOUNT.col())).as("discount"),
                sum(cents(list)).as("list"),
                sum(cents(SERVICE_COST.col())).as("service"));
    return events(
        days,
        Kind.DAY,
        ORDERED_ON.col(),
        List.of(col("channel"), col("category")),
        when(col("counting").gt(0), 1L).otherwise(0L),
        col("margin"),
        col("discount"),
        col("list"),
        col("service"));
  }

  /** Categories of the lines, dated as their order. */
  private Dataset<Row> linesBought() {
    Dataset<Row> orders =
        inputs
            .table(Tables.ORDERS_TABLE)
            .select(CUSTOMER_ID.col(), ORDER_ID.col(), ORDERED_ON.col());
    Dataset<Row> lines =
        inputs
            .table(Tables.ORDER_LINES_TABLE)
            .where(CATEGORY.col().isNotNull().and(QUANTITY.col().gt(0)))
            .select(ORDER_ID.col(), CATEGORY.col())
            .distinct();
    Dataset<Row> bought =
        lines
            .join(orders, ORDER_ID.name()) // each line has at most one order
            .select(CUSTOMER_ID.col(), ORDERED_ON.col(), CATEGORY.col())
            .distinct();
    return events(bought, Kind.BOUGHT, ORDERED_ON.col(), List.of(CATEGORY.col()));
  }

  private Dataset<Row> contacts() {
    return events(
        inputs.table(Tables.SERVICE_CONTACTS_TABLE),
        Kind.CONTACT,
        OPENED_ON.col(),
        List.of(STAGE.col()),
        coalesce(SATISFACTION.col().cast("long"), lit(0L)),
        cents(CONTACT_COST.col()));
  }

  private Dataset<Row> answers() {
    return events(
        inputs.table(Tables.NPS_RESPONSES_TABLE),
        Kind.ANSWER,
        RESPONDED_ON.col(),
        List.of(RESPONSE_ID.col()),
        SCORE.col().cast("long"),
        unix_micros(RESPONDED_AT.col()));
  }

  private Dataset<Row> assignments() {
    return events(
        inputs.table(Tables.CAMPAIGN_CONTACTS_TABLE),
        Kind.ASSIGNMENT,
        CONTACTED_ON.col(),
        List.of(CAMPAIGN_ID.col(), ACTION.col()),
        when(ARM.col().equalTo("treated"), 1L).otherwise(0L),
        cents(CAMPAIGN_COST.col()));
  }

  /** What is known of who was registered by the date, or whose registration has no date. */
  private Dataset<Row> attributes() {
    Column isKnown = coalesce(SIGNED_UP_ON.col().leq(lit(date)), lit(true));
    return events(
        customers.where(isKnown),
        Kind.ATTRIBUTES,
        lit(date),
        List.of(INCOME_BAND.col()),
        when(ACQUISITION_COST.col().isNotNull(), cents(ACQUISITION_COST.col())),
        unix_date(SIGNED_UP_ON.col()).cast("long"));
  }

  /** Of who was brought by another customer, the first purchase; an event of the other. */
  private Dataset<Row> referrals() {
    Dataset<Row> first =
        inputs
            .table(Tables.CUSTOMER_MONTH)
            .where(ORDER_DAYS.col().notEqual(0))
            .groupBy(CUSTOMER_ID.col())
            .agg(min(Months.firstDayOf(MONTH.col(), ORDER_DAYS.col())).as(FIRST_DAY.name()));
    Dataset<Row> brought =
        customers
            .where(REFERRED_BY.col().isNotNull())
            .select(CUSTOMER_ID.col(), REFERRED_BY.col())
            .join(first, CUSTOMER_ID.name()) // at most one row of each customer
            .select(REFERRED_BY.col().as(CUSTOMER_ID.name()), FIRST_DAY.col());
    return events(brought, Kind.REFERRAL, FIRST_DAY.col(), List.of());
  }

  private Dataset<Row> spans() {
    Dataset<Row> spans =
        PaidSpans.of(inputs.table(Tables.SUBSCRIPTIONS_TABLE), date, settings.subscriptions());
    return events(
        spans,
        Kind.SPAN,
        col(PaidSpans.PAID_FROM),
        List.of(BillingPeriods.length()),
        unix_date(col(PaidSpans.PAID_UNTIL)).cast("long"));
  }

  private Dataset<Row> runs() {
    Dataset<Row> clocks =
        RenewalClocks.of(
            inputs.table(Tables.SUBSCRIPTIONS_TABLE),
            settings.subscriptions(),
            settings.source(SourceName.SUBSCRIPTIONS).flatMap(s -> s.historyStartsOn()),
            date);
    return events(
        clocks,
        Kind.RUN,
        col(RenewalClocks.PAID_FROM),
        List.of(col(RenewalClocks.LENGTH)),
        col(RenewalClocks.PERIODS).cast("long"),
        col(RenewalClocks.UNSEEN).cast("long"),
        when(col(RenewalClocks.HAS_LEFT), 1L).otherwise(0L),
        when(col(RenewalClocks.IS_LIVE), 1L).otherwise(0L));
  }

  private Dataset<Row> values() {
    return events(
        inputs.table(Tables.CUSTOMER_CLV).where(CLV.col().isNotNull()),
        Kind.VALUE,
        lit(date),
        List.of(),
        cents(CLV.col()));
  }

  private static Dataset<Row> events(
      Dataset<Row> rows, Kind kind, Column day, List<Column> texts, Column... numbers) {
    Column[] allTexts = new Column[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      allTexts[i] = (i < texts.size() ? texts.get(i) : lit(null)).cast("string");
    }
    Column[] allNumbers = new Column[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      allNumbers[i] = (i < numbers.length ? numbers[i] : lit(null)).cast("bigint");
    }
    return rows.select(
        CUSTOMER_ID.col(),
        lit(kind.name()).as("kind"),
        unix_date(day).as("day"),
        array(allTexts).as("texts"),
        array(allNumbers).as("numbers"));
  }

  /** Whole cents; an unknown amount counts as none. */
  private static Column cents(Column amount) {
    return coalesce(amount.multiply(100).cast("bigint"), lit(0L));
  }
}
