package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The fold of a customer's months into one row: first and last occasion, counts and sums. */
public final class CustomerTotals {
  private CustomerTotals() {}

  /** One row per customer with any month. */
  public static Dataset<Row> of(Dataset<Row> months) {
    return months
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min(Months.firstDayOf(MONTH.col(), ORDER_DAYS.col())).as(FIRST_DAY.name()),
            max(Months.lastDayOf(MONTH.col(), ORDER_DAYS.col())).as(LAST_DAY.name()),
            sum(bit_count(ORDER_DAYS.col()).cast("bigint")).as(OCCASIONS.name()),
            sum(ORDERS.col()).as(ORDERS.name()),
            sum(OCCASION_REVENUE.col()).cast(OCCASION_REVENUE.type()).as(OCCASION_REVENUE.name()),
            sum(OCCASION_MARGIN.col()).cast(OCCASION_MARGIN.type()).as(OCCASION_MARGIN.name()),
            sum(REVENUE.col()).cast(REVENUE.type()).as(REVENUE.name()),
            sum(REFUNDS.col()).cast(REFUNDS.type()).as(REFUNDS.name()));
  }
}
