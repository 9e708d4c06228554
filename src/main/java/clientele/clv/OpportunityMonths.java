package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.fold.Months;
import clientele.model.Opportunities;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Months of customers folded into opportunities: all orders of a customer in one period are one
 * occasion, on the last day of the period.
 *
 * <p>Orders in a period that is not over are none yet, but those of who is new in it: the first
 * occasion is on the day of the date then.
 */
final class OpportunityMonths {
  private static final String PERIOD = "period";
  private static final String FIRST_ORDER = "first_order";
  private static final String LAST_ORDER = "last_order";
  private static final String DAY = "day";

  private static final List<TableColumn> SUMS =
      List.of(
          ORDERS,
          OCCASION_REVENUE,
          OCCASION_MARGIN,
          REVENUE,
          REFUNDS,
          TOTAL_COST,
          TOTAL_SERVICE_COST);

  private OpportunityMonths() {}

  /**
   * One row per customer and period with any month, with the columns of silver.customer_month that
   * histories are made of and the days of the first and the last order.
   *
   * @param customerMonth silver.customer_month up to the date
   */
  static Dataset<Row> of(Dataset<Row> customerMonth, Opportunities opportunities, LocalDate date) {
    int months = opportunities.months();
    Column firstOrder = Months.firstDayOf(MONTH.col(), ORDER_DAYS.col());
    Column lastOrder = Months.lastDayOf(MONTH.col(), ORDER_DAYS.col());
    Column[] totals =
        Stream.concat(
                Stream.of(max(lastOrder).as(LAST_ORDER)),
                SUMS.stream().map(one -> sum(one.col()).as(one.name())))
            .toArray(Column[]::new);
    Dataset<Row> periods =
        customerMonth
            .repartition(CUSTOMER_ID.col())
            .groupBy(
                CUSTOMER_ID.col(),
                floor(Months.index(MONTH.col()).divide(months)).cast("int").as(PERIOD))
            .agg(min(firstOrder).as(FIRST_ORDER), totals);
    Column end = last_day(Months.firstDay(col(PERIOD).plus(1).multiply(months).minus(1)));
    Column firstEver = min(col(FIRST_ORDER)).over(Window.partitionBy(CUSTOMER_ID.col()));
    Column isOccasion =
        col(FIRST_ORDER)
            .isNotNull()
            .and(end.leq(lit(date)).or(col(FIRST_ORDER).equalTo(firstEver)));
    Column bit = call_function("shiftleft", lit(1), dayofmonth(col(DAY)).minus(1));
    return periods
        .withColumn(DAY, least(end, lit(date)))
        .withColumn(MONTH.name(), trunc(col(DAY), "month"))
        .withColumn(ORDER_DAYS.name(), when(isOccasion, bit).otherwise(0))
        .withColumn(FIRST_DAY_REVENUE.name(), OCCASION_REVENUE.col())
        .withColumn(FIRST_DAY_MARGIN.name(), OCCASION_MARGIN.col());
  }

  /** Whether rows are of opportunities. */
  static boolean areIn(Dataset<Row> months) {
    return List.of(months.columns()).contains(FIRST_ORDER);
  }

  /** The day of the first order of a row; null: none. */
  static Column firstOrder() {
    return col(FIRST_ORDER);
  }

  /** The day of the last order of a row; null: none. */
  static Column lastOrder() {
    return col(LAST_ORDER);
  }
}
