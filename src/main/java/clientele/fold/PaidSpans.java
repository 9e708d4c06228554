package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import clientele.settings.Dimension;
import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The terms that are paid for: from the first day that is not on trial to the day before the end.
 */
public final class PaidSpans {
  /** The attributes of {@link #perCustomer}, as dimensions name them. */
  public static final List<String> ATTRIBUTES = List.of(FIRST_PLAN.name(), CURRENT_PLAN.name());

  /** First paid day. */
  public static final String PAID_FROM = "paid_from";

  /** First day that no longer counts as paid; null: runs on. Later than ended_on if bridged. */
  public static final String PAID_UNTIL = "paid_until";

  /** Monthly recurring revenue in the term's own currency; decimal(28,10). */
  public static final String MRR = "mrr";

  /** The customer's first paid start on the day of the end or soon after; null: none. */
  static final String NEXT_START = "next_start";

  static final String PAYMENT_FAILED = "payment_failed";

  private PaidSpans() {}

  /**
   * Terms with a price and at least one paid day, as known at the date.
   *
   * <p>An end that is followed by a paid start of the same customer within the days of grace is
   * bridged: the term counts as paid up to that start. A start after the date is not known, so
   * until then the days are not paid; but those in which a failed payment is waited for are. A term
   * that is still waited for at the date runs on, as far as is known.
   *
   * @param terms silver.subscriptions as known at the date
   * @return the terms with {@link #PAID_FROM}, {@link #PAID_UNTIL} and {@link #MRR}
   */
  public static Dataset<Row> of(Dataset<Row> terms, LocalDate asOf, SubscriptionSettings policy) {
    Dataset<Row> paid = paid(terms, asOf).withColumn(PAID_UNTIL, ENDED_ON.col());
    int days = Math.max(policy.graceDays(), policy.pastDueDays());
    if (days == 0) {
      return paid;
    }
    Column isOver = col(PAID_UNTIL).leq(lit(asOf));
    return withNextStarts(paid, days)
        .withColumn(PAID_UNTIL, until(policy))
        .withColumn(PAID_UNTIL, when(isOver, col(PAID_UNTIL)))
        .withColumn(END_REASON.name(), when(isOver, END_REASON.col()))
        .drop(NEXT_START);
  }

  /** First day that no longer counts as paid, of a paid term with {@link #NEXT_START}. */
  static Column until(SubscriptionSettings policy) {
    Column until = col(PAID_UNTIL);
    Column next = col(NEXT_START);
    Column gap = datediff(next, until);
    Column isFailed = END_REASON.col().equalTo(PAYMENT_FAILED);
    int pastDueDays = policy.pastDueDays();
    return when(gap.leq(policy.graceDays()), next)
        .when(isFailed.and(gap.leq(pastDueDays)), next)
        .when(isFailed, date_add(until, pastDueDays))
        .otherwise(until);
  }

  /**
   * Terms with at least one day that is not on trial, free ones too, as known at the date, with
   * {@link #NEXT_START}.
   *
   * @param terms silver.subscriptions as known at the date
   * @param days how far to look for the next start
   */
  static Dataset<Row> withNextStarts(Dataset<Row> terms, LocalDate asOf, int days) {
    return withNextStarts(spans(terms, asOf).withColumn(PAID_UNTIL, ENDED_ON.col()), days);
  }

  private static Dataset<Row> withNextStarts(Dataset<Row> spans, int days) {
    Column[] terms = Arrays.stream(spans.columns()).map(name -> col(name)).toArray(Column[]::new);
    Column[] boundaries =
        Stream.concat(
                Arrays.stream(terms),
                Stream.of(
                    posexplode(array(col(PAID_FROM), col(PAID_UNTIL)))
                        .as(new String[] {"boundary", "boundary_day"})))
            .toArray(Column[]::new);
    Column isStart = col("boundary").equalTo(0);
    Column isPaidStart = isStart.and(PRICE.col().gt(0));
    WindowSpec nearby =
        Window.partitionBy(CUSTOMER_ID.col())
            .orderBy(unix_date(col("boundary_day")).cast("long"))
            .rangeBetween(Window.currentRow(), days);
    Column nextStart = min(when(isPaidStart, col("boundary_day"))).over(nearby);
    return spans
        .select(boundaries)
        .withColumn(NEXT_START, nextStart)
        .where(not(isStart))
        .drop("boundary", "boundary_day");
  }

  private static Dataset<Row> paid(Dataset<Row> terms, LocalDate asOf) {
    return spans(terms.where(PRICE.col().gt(0)), asOf);
  }

  private static Dataset<Row> spans(Dataset<Row> terms, LocalDate asOf) {
    Column from = greatest(STARTED_ON.col(), coalesce(TRIAL_UNTIL.col(), STARTED_ON.col()));
    Column hasPaidDay =
        col(PAID_FROM).leq(lit(asOf)).and(coalesce(ENDED_ON.col().gt(col(PAID_FROM)), lit(true)));
    return terms
        .withColumn(PAID_FROM, from)
        .where(hasPaidDay)
        .withColumn(MRR, monthly().cast("decimal(28,10)"));
  }

  /**
   * One row per customer who ever paid: first_paid_on, first_plan, current_plan,
   * is_active_subscriptions.
   *
   * @param terms with prices in one currency, so that the dearest plan can be told
   */
  public static Dataset<Row> perCustomer(
      Dataset<Row> terms, LocalDate asOf, SubscriptionSettings policy) {
    Column isPaying = coalesce(col(PAID_UNTIL).gt(lit(asOf)), lit(true));
    // The earliest, of several the dearest, of several the first by name.
    Column first = struct(col(PAID_FROM), negate(col(MRR)), PLAN.col());
    Column lowest = when(isPaying, struct(negate(col(MRR)), PLAN.col()));
    return of(terms, asOf, policy)
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min(col(PAID_FROM)).as(FIRST_PAID_ON.name()),
            min_by(PLAN.col(), first).as(FIRST_PLAN.name()),
            min_by(PLAN.col(), lowest).as(CURRENT_PLAN.name()),
            max(isPaying).as(IS_ACTIVE_SUBSCRIPTIONS.name()));
  }

  /** first_plan and current_plan of {@link #perCustomer} if a dimension needs them, else none. */
  public static List<Dataset<Row>> ifUsed(
      List<Dimension> dimensions, Dataset<Row> terms, LocalDate asOf, SubscriptionSettings policy) {
    return Dimensions.use(dimensions, ATTRIBUTES)
        ? List.of(
            perCustomer(terms, asOf, policy)
                .select(CUSTOMER_ID.col(), FIRST_PLAN.col(), CURRENT_PLAN.col()))
        : List.of();
  }

  /**
   * The price per month: a twelfth of a yearly price, 52 twelfths of a weekly one. The price is
   * multiplied before it is divided: times a rounded 1/12, the half cents of 99.90 a year would be
   * lost.
   */
  private static Column monthly() {
    Column period = BILLING_PERIOD.col();
    Column n = regexp_extract(period, "^P(\\d+)[DWMY]$", 1).try_cast("int");
    Column unit = regexp_extract(period, "^P\\d+([DWMY])$", 1);
    return when(period.equalTo("week"), ratio(52, lit(12)))
        .when(period.equalTo("month"), ratio(1, lit(1)))
        .when(period.equalTo("quarter"), ratio(1, lit(3)))
        .when(period.equalTo("year"), ratio(1, lit(12)))
        .when(unit.equalTo("D"), ratio(365, n.multiply(12)))
        .when(unit.equalTo("W"), ratio(52, n.multiply(12)))
        .when(unit.equalTo("M"), ratio(1, n))
        .when(unit.equalTo("Y"), ratio(1, n.multiply(12)));
  }

  private static Column ratio(int numerator, Column denominator) {
    Column times = lit(numerator).cast("decimal(3,0)");
    return PRICE.col().multiply(times).divide(denominator.cast("decimal(10,0)"));
  }
}
