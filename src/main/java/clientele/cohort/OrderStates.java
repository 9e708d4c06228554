package clientele.cohort;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static clientele.catalogue.Vocabulary.REFUNDS;
import static clientele.catalogue.Vocabulary.REVENUE;
import static clientele.cohort.States.one;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The states of customers who place orders, from the months they ordered in.
 *
 * <p>A customer lapses W days after the last occasion of a month, unless another one comes first.
 * The lapse is a churn of its calendar month if it is dated <= D and no occasion falls in or before
 * that month: the customer was active at the end of the month before, because the lapse came later,
 * and is not at the end of this one. With W >= 31 the lapse is in a later month than the occasion,
 * so every month with an occasion ends active. The day masks are never expanded: the first and the
 * last occasion day of a month say all that is asked.
 */
final class OrderStates {
  private static final String FIRST_IN_MONTH = "first_in_month";
  private static final String LAST_IN_MONTH = "last_in_month";
  private static final String PREVIOUS_ON = "previous_on";
  private static final String NEXT_ON = "next_on";
  private static final String LAPSES_ON = "lapses_on";
  private static final String LAPSES = "lapses";
  private static final String LAPSED_REVENUE = "lapsed_revenue";
  private static final String FIRST_LAPSE = "first_lapse";

  private OrderStates() {}

  /**
   * The states of calendar months; months in which nothing happened to a customer have none.
   *
   * @param customerMonth silver.customer_month up to asOf
   * @param inactiveAfterDays W
   */
  static Dataset<Row> months(Dataset<Row> customerMonth, int inactiveAfterDays, LocalDate asOf) {
    Column ordered = col(FIRST_IN_MONTH).isNotNull();
    Column gained = col(FIRST_IN_MONTH).equalTo(col(States.FIRST_ON));
    Column earlierLapse = Months.index(date_add(col(PREVIOUS_ON), inactiveAfterDays));
    Column month =
        States.state(
            col(States.POSITION),
            States.MONTH_MEASURES,
            Map.of(
                States.JOINED, one(gained),
                States.GAINED, one(gained),
                States.RETURNED, one(earlierLapse.lt(col(States.POSITION)).and(ordered)),
                States.ACTIVE, one(ordered),
                States.ACTIVE_UNTIL, one(ordered.and(col(NEXT_ON).isNull())),
                States.REVENUE, col(States.REVENUE)));
    Column lapseMonth = Months.index(col(LAPSES_ON));
    Column comesBack = col(NEXT_ON).leq(date_add(col(LAPSES_ON), States.YEAR_DAYS));
    Column lapse =
        States.state(
            lapseMonth,
            States.MONTH_MEASURES,
            Map.of(
                States.CHURNED, lit(1L),
                States.FIRST_CHURNED, one(lapseMonth.equalTo(col(FIRST_LAPSE))),
                States.RETURNED_WITHIN_YEAR, one(comesBack),
                States.REVENUE_AT_RISK, col(LAPSED_REVENUE)));
    return States.flat(
        lapses(history(customerMonth), inactiveAfterDays, asOf), month, when(col(LAPSES), lapse));
  }

  /**
   * The states of 30-day periods since the customer's first occasion.
   *
   * @param customerMonth silver.customer_month up to asOf
   */
  static Dataset<Row> periods(Dataset<Row> customerMonth, LocalDate asOf) {
    Column passed = periodOf(date_add(lit(asOf), 1));
    // A month has at most 31 days, which touch two periods: those of its first and last occasion.
    Column first = periodOf(col(FIRST_IN_MONTH));
    Column last = periodOf(col(LAST_IN_MONTH));
    Column previous = coalesce(periodOf(col(PREVIOUS_ON)), lit(-1));
    Map<String, Column> active = Map.of(States.ACTIVE, lit(1L));
    List<String> measures = States.PERIOD_MEASURES;
    Column joins =
        when(
            col(PREVIOUS_ON).isNull(),
            States.state(lit(0), measures, Map.of(States.JOINED, lit(1L))));
    Column firstIsNew =
        when(first.gt(previous).and(first.lt(passed)), States.state(first, measures, active));
    Column lastIsNew =
        when(last.gt(first).and(last.lt(passed)), States.state(last, measures, active));
    Column ends = col(NEXT_ON).isNull().and(passed.gt(0));
    Column lastPassed = passed.minus(1);
    Column eligibleUntil =
        when(ends, States.state(lastPassed, measures, Map.of(States.ELIGIBLE_UNTIL, lit(1L))));
    Column activeUntil =
        when(
            ends,
            States.state(least(last, lastPassed), measures, Map.of(States.ACTIVE_UNTIL, lit(1L))));
    Dataset<Row> occasions = history(customerMonth).where(col(FIRST_IN_MONTH).isNotNull());
    return States.flat(occasions, joins, firstIsNew, lastIsNew, eligibleUntil, activeUntil);
  }

  private static Column periodOf(Column date) {
    return floor(datediff(date, col(States.FIRST_ON)).divide(30));
  }

  /** The rows of customer_month, each with what lies before and after it. */
  private static Dataset<Row> history(Dataset<Row> customerMonth) {
    Column ordered = ORDER_DAYS.col().notEqual(0);
    Dataset<Row> ledger =
        customerMonth.select(
            CUSTOMER_ID.col(),
            Months.index(MONTH.col()).as(States.POSITION),
            when(ordered, Months.firstDayOf(MONTH.col(), ORDER_DAYS.col())).as(FIRST_IN_MONTH),
            when(ordered, Months.lastDayOf(MONTH.col(), ORDER_DAYS.col())).as(LAST_IN_MONTH),
            States.cents(REVENUE.col().minus(REFUNDS.col())).as(States.REVENUE));
    WindowSpec ordering = byMonth();
    WindowSpec whole =
        ordering.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    Column firstOn = min(col(FIRST_IN_MONTH)).over(whole);
    return ledger.select(
        col("*"),
        firstOn.as(States.FIRST_ON),
        coalesce(Months.index(firstOn), min(col(States.POSITION)).over(whole)).as(States.COHORT),
        lag(col(LAST_IN_MONTH), 1, null, true).over(ordering).as(PREVIOUS_ON),
        lead(col(FIRST_IN_MONTH), 1, null, true).over(ordering).as(NEXT_ON));
  }

  private static Dataset<Row> lapses(Dataset<Row> history, int inactiveAfterDays, LocalDate asOf) {
    Column lapseMonth = Months.index(col(LAPSES_ON));
    Column noneBefore = col(NEXT_ON).isNull().or(col(NEXT_ON).gt(last_day(col(LAPSES_ON))));
    Column lapses = coalesce(col(LAPSES_ON).leq(lit(asOf)), lit(false)).and(noneBefore);
    WindowSpec whole =
        byMonth().rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    return history
        .withColumn(LAPSES_ON, date_add(col(LAST_IN_MONTH), inactiveAfterDays))
        .withColumn(LAPSES, lapses)
        .select(
            col("*"),
            min(when(col(LAPSES), lapseMonth)).over(whole).as(FIRST_LAPSE),
            revenueBeforeLapse(lapseMonth, inactiveAfterDays).as(LAPSED_REVENUE));
  }

  /**
   * Net revenue of the 12 months before that of the lapse. A frame has to be constant, so there is
   * one for each number of months that W days after a day of a month can reach.
   */
  private static Column revenueBeforeLapse(Column lapseMonth, int inactiveAfterDays) {
    Column monthsToLapse = lapseMonth.minus(col(States.POSITION));
    Column result = lit(0L);
    for (int gap = inactiveAfterDays / 31; gap <= (inactiveAfterDays + 30) / 28; gap++) {
      Column booked = sum(col(States.REVENUE)).over(byMonth().rangeBetween(gap - 12, gap - 1));
      result = when(monthsToLapse.equalTo(gap), coalesce(booked, lit(0L))).otherwise(result);
    }
    return result;
  }

  private static WindowSpec byMonth() {
    return Window.partitionBy(CUSTOMER_ID.col()).orderBy(col(States.POSITION));
  }
}
