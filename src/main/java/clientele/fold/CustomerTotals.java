package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The fold of a customer's months into one row: first and last occasion, counts and sums. */
public final class CustomerTotals {
  private CustomerTotals() {}

  /** One row per customer with any month. */
  public static Dataset<Row> of(Dataset<Row> months) {
    Column hasOccasion = ORDER_DAYS.col().notEqual(0);
    return months
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min(when(hasOccasion, firstDay())).as(FIRST_DAY.name()),
            max(when(hasOccasion, lastDay())).as(LAST_DAY.name()),
            sum(bit_count(ORDER_DAYS.col()).cast("bigint")).as(OCCASIONS.name()),
            sum(ORDERS.col()).as(ORDERS.name()),
            sum(OCCASION_REVENUE.col()).cast(OCCASION_REVENUE.type()).as(OCCASION_REVENUE.name()),
            sum(OCCASION_MARGIN.col()).cast(OCCASION_MARGIN.type()).as(OCCASION_MARGIN.name()),
            sum(REVENUE.col()).cast(REVENUE.type()).as(REVENUE.name()),
            sum(REFUNDS.col()).cast(REFUNDS.type()).as(REFUNDS.name()));
  }

  /** First occasion of a month: its lowest bit. */
  public static Column firstDay() {
    Column mask = ORDER_DAYS.col();
    return date_add(MONTH.col(), log2(mask.bitwiseAND(negate(mask))).cast("int"));
  }

  /** Last occasion of a month: its highest bit; masks stay below 2^31, exact in a double. */
  public static Column lastDay() {
    return date_add(MONTH.col(), log2(ORDER_DAYS.col()).cast("int"));
  }
}
