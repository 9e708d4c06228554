package clientele.nps;

import static clientele.catalogue.Vocabulary.AMOUNT;
import static clientele.catalogue.Vocabulary.CHANNEL;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DISCOUNT;
import static clientele.catalogue.Vocabulary.MEASURE;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.ORDERED_ON;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static clientele.catalogue.Vocabulary.ORDER_ID;
import static clientele.catalogue.Vocabulary.REFERRED_BY;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SCORE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Dimensions;
import clientele.fold.Ledger;
import clientele.fold.Months;
import clientele.fold.PaidSpans;
import clientele.fold.Strata;
import clientele.settings.NpsSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers did in the year up to their first answer, and in the year after it.
 *
 * <p>The answer of day a counts if a + F is not after the business date. Before are the days (a -
 * F, a], after are (a, a + F]: what made a company ask often happened on the day of the answer.
 *
 * @param responses silver.nps_responses
 * @param orders silver.orders with net values, of {@link Ledger#netOrders}; those of customers
 *     without an answer may be missing
 * @param spans of {@link PaidSpans#of}
 * @param months silver.customer_month
 * @param customers as of {@link Dimensions#inForce}
 */
record OutcomeUnits(
    Dataset<Row> responses,
    Dataset<Row> orders,
    Dataset<Row> spans,
    Dataset<Row> months,
    Dataset<Row> customers,
    NpsSettings settings,
    LocalDate asOf) {
  /** F: days before and after an answer. */
  static final int DAYS = 365;

  // An outcome is one of these over another, both summed over customers.
  static final String AFTER = "after";
  static final String AFTER_BASE = "after_base";
  static final String BEFORE = "before";
  static final String BEFORE_BASE = "before_base";
  static final List<String> OUTCOMES = List.of(AFTER, AFTER_BASE, BEFORE, BEFORE_BASE);

  // What customers of a stratum have in common, in exact terms and in steps of days.
  static final String ORDERS_CLASS = "orders_class";
  static final String RECENCY = "recency_step";
  static final String TENURE = "tenure_step";

  private static final String ANSWERED_ON = "answered_on";
  private static final String ORDERS_SO_FAR = "orders_so_far";
  private static final String FIRST_ON = "first_on";
  private static final String LAST_ON = "last_on";
  private static final String PAYING_FROM = "paying_from";
  private static final String REFERRED_ON = "referred_on";

  /** What is summed over the days after, and over the days before. */
  private enum Sum {
    ORDERS,
    REVENUE,
    DISCOUNTS,
    LIST_VALUE,
    PAYING,
    REFERRALS;

    private String after() {
      return AFTER + " " + this;
    }

    private String before() {
      return BEFORE + " " + this;
    }
  }

  /**
   * One row per customer and measure: the verdict of the answer, what strata are made of, and
   * {@link #OUTCOMES}.
   */
  Dataset<Row> rows() {
    Dataset<Row> first = firstAnswers();
    String customer = CUSTOMER_ID.name();
    Dataset<Row> units =
        first
            .join(bought(first), customer, "left") // each of these has one row per customer
            .join(paid(first), customer, "left")
            .join(recommended(first), customer, "left");
    Column day = col(ANSWERED_ON);
    Column since = least(col(FIRST_ON), col(PAYING_FROM));
    return units
        .select(
            col(Answers.VERDICT),
            Strata.ordersClass(coalesce(col(ORDERS_SO_FAR), lit(0L))).as(ORDERS_CLASS),
            coalesce(CHANNEL.col(), lit(Dimensions.UNKNOWN)).as(CHANNEL.name()),
            Strata.step(datediff(day, col(LAST_ON))).as(RECENCY),
            Strata.step(datediff(day, since)).as(TENURE),
            explode(
                    array(
                        ofEach(OutcomeMeasure.CHURN_RATE, isGone(Sum::after), isGone(Sum::before)),
                        ofEach(OutcomeMeasure.ORDERS, after(Sum.ORDERS), before(Sum.ORDERS)),
                        ofEach(OutcomeMeasure.REVENUE, after(Sum.REVENUE), before(Sum.REVENUE)),
                        measure(
                            OutcomeMeasure.DISCOUNT_SHARE,
                            after(Sum.DISCOUNTS),
                            after(Sum.LIST_VALUE),
                            before(Sum.DISCOUNTS),
                            before(Sum.LIST_VALUE)),
                        ofEach(
                            OutcomeMeasure.REFERRALS, after(Sum.REFERRALS), before(Sum.REFERRALS))))
                .as("outcome"))
        .select(
            col(Answers.VERDICT),
            col(ORDERS_CLASS),
            CHANNEL.col(),
            col(RECENCY),
            col(TENURE),
            col("outcome.*"));
  }

  /** One row per customer whose first answer has been followed for long enough. */
  private Dataset<Row> firstAnswers() {
    Column rank = struct(RESPONDED_AT.col(), RESPONSE_ID.col());
    return responses
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min_by(RESPONDED_ON.col(), rank).as(ANSWERED_ON),
            min_by(SCORE.col(), rank).as(SCORE.name()))
        .where(date_add(col(ANSWERED_ON), DAYS).leq(lit(asOf)))
        .withColumn(Answers.VERDICT, Answers.verdict(settings));
  }

  private Dataset<Row> bought(Dataset<Row> first) {
    Column counts = not(Ledger.CANCELLED.col());
    Column isSoFar = counts.and(ORDERED_ON.col().leq(col(ANSWERED_ON)));
    Column dayIfSoFar = when(isSoFar, ORDERED_ON.col());
    // Orders without an id are told apart by their content.
    Column rank =
        when(
            isSoFar,
            struct(ORDERED_ON.col(), ORDER_ID.col().isNull(), ORDER_ID.col(), CHANNEL.col()));
    Column isAfter = counts.and(isAfter(ORDERED_ON.col()));
    Column isBefore = counts.and(isBefore(ORDERED_ON.col()));
    Column listValue = AMOUNT.col().plus(DISCOUNT.col());
    return orders
        .join(first, CUSTOMER_ID.name()) // one answer
        .groupBy(CUSTOMER_ID.col())
        .agg(
            count_if(isSoFar).as(ORDERS_SO_FAR),
            min(dayIfSoFar).as(FIRST_ON),
            max(dayIfSoFar).as(LAST_ON),
            min_by(CHANNEL.col(), rank).as(CHANNEL.name()),
            count_if(isAfter).as(Sum.ORDERS.after()),
            count_if(isBefore).as(Sum.ORDERS.before()),
            sum(when(isAfter, Ledger.NET.col())).as(Sum.REVENUE.after()),
            sum(when(isBefore, Ledger.NET.col())).as(Sum.REVENUE.before()),
            sum(when(isAfter, DISCOUNT.col())).as(Sum.DISCOUNTS.after()),
            sum(when(isBefore, DISCOUNT.col())).as(Sum.DISCOUNTS.before()),
            sum(when(isAfter, listValue)).as(Sum.LIST_VALUE.after()),
            sum(when(isBefore, listValue)).as(Sum.LIST_VALUE.before()));
  }

  /** Who pays on the last day before, and on the last day after. */
  private Dataset<Row> paid(Dataset<Row> first) {
    Column day = col(ANSWERED_ON);
    Column from = col(PaidSpans.PAID_FROM);
    return spans
        .join(first, CUSTOMER_ID.name()) // one answer
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min(when(from.leq(day), from)).as(PAYING_FROM),
            bool_or(isPaying(date_add(day, DAYS))).cast("int").as(Sum.PAYING.after()),
            bool_or(isPaying(day)).cast("int").as(Sum.PAYING.before()));
  }

  private static Column isPaying(Column day) {
    Column until = col(PaidSpans.PAID_UNTIL);
    return col(PaidSpans.PAID_FROM).leq(day).and(coalesce(until.gt(day), lit(true)));
  }

  /** Customers who name this one, by the day of their first purchase or payment. */
  private Dataset<Row> recommended(Dataset<Row> first) {
    Column isOfAnother = REFERRED_BY.col().notEqual(CUSTOMER_ID.col());
    Column firstDay = Months.firstDayOf(MONTH.col(), ORDER_DAYS.col());
    Dataset<Row> starts =
        months
            .select(CUSTOMER_ID.col(), firstDay.as(REFERRED_ON))
            .union(spans.select(CUSTOMER_ID.col(), col(PaidSpans.PAID_FROM)))
            .groupBy(CUSTOMER_ID.col())
            .agg(min(col(REFERRED_ON)).as(REFERRED_ON));
    return customers
        .where(isOfAnother)
        .select(CUSTOMER_ID.col(), REFERRED_BY.col())
        .join(starts, CUSTOMER_ID.name()) // at most one first day
        .select(REFERRED_BY.col().as(CUSTOMER_ID.name()), col(REFERRED_ON))
        .join(first, CUSTOMER_ID.name()) // one answer of who is named
        .groupBy(CUSTOMER_ID.col())
        .agg(
            count_if(isAfter(col(REFERRED_ON))).as(Sum.REFERRALS.after()),
            count_if(isBefore(col(REFERRED_ON))).as(Sum.REFERRALS.before()));
  }

  private static Column isAfter(Column day) {
    Column days = datediff(day, col(ANSWERED_ON));
    return days.gt(0).and(days.leq(DAYS));
  }

  private static Column isBefore(Column day) {
    Column days = datediff(day, col(ANSWERED_ON));
    return days.gt(-DAYS).and(days.leq(0));
  }

  /** Neither an order in the days nor a subscription on the last of them. */
  private static Column isGone(Function<Sum, String> side) {
    Column active = number(side.apply(Sum.ORDERS)).plus(number(side.apply(Sum.PAYING)));
    return when(active.equalTo(0), 1.0).otherwise(0.0);
  }

  private static Column after(Sum sum) {
    return number(sum.after());
  }

  private static Column before(Sum sum) {
    return number(sum.before());
  }

  /** Who has no row did nothing. */
  private static Column number(String name) {
    return coalesce(col(name).cast("double"), lit(0.0));
  }

  /** A mean: the base is the customers. */
  private static Column ofEach(OutcomeMeasure measure, Column after, Column before) {
    return measure(measure, after, lit(1.0), before, lit(1.0));
  }

  private static Column measure(
      OutcomeMeasure measure, Column after, Column afterBase, Column before, Column beforeBase) {
    return struct(
        lit(measure.label()).as(MEASURE.name()),
        after.as(AFTER),
        afterBase.as(AFTER_BASE),
        before.as(BEFORE),
        beforeBase.as(BEFORE_BASE));
  }
}
