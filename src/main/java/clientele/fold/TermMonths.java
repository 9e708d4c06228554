package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SubscriptionSettings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The terms of each customer month by month, with the days and amounts that any definition of
 * recurring revenue is made of.
 *
 * <p>Days are counted from 1970-01-01; a day that never comes is {@link #NEVER}.
 */
public final class TermMonths {
  /** Index of the month. */
  public static final String POSITION = "position";

  /** Index of the month of the customer's first paid day. */
  public static final String FIRST_POSITION = "first_position";

  /** Array of the customer's terms that count in the month by any definition. */
  public static final String TERMS = "terms";

  /** First day that counts. */
  public static final String FROM = "from";

  /** First day that no longer counts: as the source says; or later, as the other two say. */
  public static final String UNTIL = "until";

  /** The same, if a gap within the grace counts as paid. */
  public static final String BRIDGED_UNTIL = "bridged_until";

  /** The same, if a failed payment is waited for. */
  public static final String AWAITED_UNTIL = "awaited_until";

  /** Whether the price is 0. Such a term counts only from the customer's first paid day on. */
  public static final String IS_FREE = "is_free";

  public static final String IS_FOREIGN = "is_foreign";

  /** Monthly revenue in the term's own currency, unrounded. */
  public static final String MRR = PaidSpans.MRR;

  /** Rate of the end of the month before, or of the month's own end if there was none; 1: own. */
  public static final String RATE_AT_START = Fx.RATE_AT_START;

  /** Rate of the end of the month. */
  public static final String RATE_AT_END = Fx.RATE_AT_END;

  /** Monthly revenue in cents at the rate of the first day of the billing period it is first in. */
  public static final String VALUE_IN = "value_in";

  /** The same of the billing period that it is last in. */
  public static final String VALUE_OUT = "value_out";

  /** Monthly revenue in cents at the rate of the day of its end, if that is in the month. */
  public static final String VALUE_UNTIL = "value_until";

  public static final int NEVER = Integer.MAX_VALUE;

  private static final String FIRST_DAY = "first_day";
  private static final String LAST_DAY = "last_day";
  private static final String DAY_IN = "day_in";
  private static final String DAY_OUT = "day_out";
  private static final String RATE_IN = "rate_in";
  private static final String RATE_OUT = "rate_out";
  private static final String RATE_UNTIL = "rate_until";

  private TermMonths() {}

  /**
   * One row per customer and month in which a term counts by any definition, or did so on the last
   * day of the month before.
   *
   * @param terms silver.subscriptions as known at the date
   * @param rates silver.fx_rates as known at the date; empty: all terms are in the reporting
   *     currency
   * @param awaitedDays how long a failed payment is waited for
   * @return customer_id, {@link #POSITION}, {@link #FIRST_POSITION} and {@link #TERMS}
   */
  public static Dataset<Row> of(
      Dataset<Row> terms,
      Optional<Dataset<Row>> rates,
      String reporting,
      SubscriptionSettings policy,
      int awaitedDays,
      LocalDate asOf) {
    int days = Math.max(awaitedDays, Math.max(policy.graceDays(), policy.pastDueDays()));
    Dataset<Row> spans =
        untilEnds(PaidSpans.withNextStarts(terms, asOf, days), policy, awaitedDays);
    Dataset<Row> months = withAmounts(touchedMonths(spans, asOf), rates, reporting, asOf);
    Column term =
        struct(
            unix_date(col(PaidSpans.PAID_FROM)).as(FROM),
            day(PaidSpans.PAID_UNTIL).as(UNTIL),
            day(BRIDGED_UNTIL).as(BRIDGED_UNTIL),
            day(AWAITED_UNTIL).as(AWAITED_UNTIL),
            col(IS_FREE),
            Fx.isForeign(reporting).as(IS_FOREIGN),
            col(MRR),
            col(RATE_AT_START),
            col(RATE_AT_END),
            col(VALUE_IN),
            col(VALUE_OUT),
            col(VALUE_UNTIL));
    return months
        .groupBy(CUSTOMER_ID.col(), col(POSITION))
        .agg(min(FIRST_POSITION).as(FIRST_POSITION), collect_list(term).as(TERMS));
  }

  /** With the ends by each definition; free terms only from the customer's first paid day on. */
  private static Dataset<Row> untilEnds(
      Dataset<Row> spans, SubscriptionSettings policy, int awaitedDays) {
    Column until = col(PaidSpans.PAID_UNTIL);
    Column next = col(PaidSpans.NEXT_START);
    Column gap = datediff(next, until);
    Column isFree = PRICE.col().equalTo(0);
    Column isFailed = not(isFree).and(END_REASON.col().equalTo(PaidSpans.PAYMENT_FAILED));
    Column recovery = coalesce(when(gap.leq(awaitedDays), next), date_add(until, awaitedDays));
    Column firstPaid =
        min(when(not(isFree), col(PaidSpans.PAID_FROM)))
            .over(Window.partitionBy(CUSTOMER_ID.col()));
    return spans
        .withColumns(
            Map.of(
                IS_FREE,
                isFree,
                BRIDGED_UNTIL,
                when(isFree, until).otherwise(PaidSpans.until(policy)),
                AWAITED_UNTIL,
                when(isFailed, recovery).otherwise(until),
                FIRST_PAID_ON.name(),
                firstPaid))
        .withColumn(PaidSpans.PAID_FROM, greatest(col(PaidSpans.PAID_FROM), FIRST_PAID_ON.col()))
        .where(
            FIRST_PAID_ON
                .col()
                .isNotNull()
                .and(coalesce(until.gt(col(PaidSpans.PAID_FROM)), lit(true))));
  }

  private static Dataset<Row> touchedMonths(Dataset<Row> spans, LocalDate asOf) {
    Column last = greatest(col(BRIDGED_UNTIL), col(AWAITED_UNTIL));
    Column months =
        sequence(
            Months.index(col(PaidSpans.PAID_FROM)),
            Months.index(least(coalesce(last, lit(asOf)), lit(asOf))));
    return spans
        .withColumn(POSITION, explode(months))
        .withColumn(FIRST_POSITION, Months.index(FIRST_PAID_ON.col()))
        .withColumn(FIRST_DAY, Months.firstDay(col(POSITION)))
        .withColumn(LAST_DAY, least(last_day(col(FIRST_DAY)), lit(asOf)));
  }

  private static Dataset<Row> withAmounts(
      Dataset<Row> months, Optional<Dataset<Row>> rates, String reporting, LocalDate asOf) {
    if (rates.isEmpty()) {
      Column own = lit(BigDecimal.ONE).cast(RATE.type());
      Column cents = cents(lit(false), own);
      return months.withColumns(
          Map.of(
              RATE_AT_START,
              own,
              RATE_AT_END,
              own,
              VALUE_IN,
              cents,
              VALUE_OUT,
              cents,
              VALUE_UNTIL,
              cents));
    }
    Dataset<Row> daily = Fx.daily(rates.get(), reporting, asOf);
    Column before = date_sub(col(FIRST_DAY), 1);
    Dataset<Row> dated =
        months
            .withColumn("before", before)
            .withColumn(DAY_IN, periodAt(greatest(col(PaidSpans.PAID_FROM), before)))
            .withColumn(DAY_OUT, periodAt(lastDayThatCounts()));
    Dataset<Row> rated = Fx.withRate(dated, daily, "before", Fx.RATE_AT_START);
    rated = Fx.withRate(rated, daily, LAST_DAY, Fx.RATE_AT_END);
    rated = Fx.withRate(rated, daily, DAY_IN, RATE_IN);
    rated = Fx.withRate(rated, daily, DAY_OUT, RATE_OUT);
    rated = Fx.withRate(rated, daily, PaidSpans.PAID_UNTIL, RATE_UNTIL);
    Column atEnd = rate(RATE_AT_END, reporting);
    return rated.withColumns(
        Map.of(
            // A term that begins in the month may have no rate before it.
            RATE_AT_START, coalesce(rate(RATE_AT_START, reporting), atEnd),
            RATE_AT_END, atEnd,
            VALUE_IN, cents(Fx.isForeign(reporting), col(RATE_IN)),
            VALUE_OUT, cents(Fx.isForeign(reporting), col(RATE_OUT)),
            VALUE_UNTIL, cents(Fx.isForeign(reporting), col(RATE_UNTIL))));
  }

  /** The last day of the month on which the term counts as the source says. */
  private static Column lastDayThatCounts() {
    Column until = coalesce(date_sub(col(PaidSpans.PAID_UNTIL), 1), col(LAST_DAY));
    return least(until, col(LAST_DAY));
  }

  private static Column periodAt(Column day) {
    return BillingPeriods.startOf(col(PaidSpans.PAID_FROM), day);
  }

  private static Column rate(String rate, String reporting) {
    return when(Fx.isForeign(reporting), col(rate))
        .otherwise(lit(BigDecimal.ONE).cast(RATE.type()));
  }

  private static Column day(String date) {
    return coalesce(unix_date(col(date)), lit(NEVER));
  }

  /** 0 where there is no rate of that day, because the day is not in the month. */
  private static Column cents(Column isForeign, Column rate) {
    Column rounded = Fx.cents(Fx.product(col(MRR), isForeign, rate));
    return coalesce(rounded.multiply(100).cast("long"), lit(0L));
  }
}
