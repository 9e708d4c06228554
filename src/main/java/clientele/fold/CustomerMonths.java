package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.catalogue.Vocabulary;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The fold of orders and refunds into one row per customer and month of activity: all that later
 * jobs need of them, in columns that add up.
 *
 * <p>Money is summed as whole cents in longs, which is several times faster than decimals and exact
 * up to 9 × 10^16 of the currency; beyond that Spark stops with an overflow instead of a wrong sum.
 */
public final class CustomerMonths {
  private static final List<TableColumn> MONEY =
      List.of(
          OCCASION_REVENUE,
          OCCASION_MARGIN,
          FIRST_DAY_REVENUE,
          FIRST_DAY_MARGIN,
          REVENUE,
          REFUNDS,
          EXCESS_REFUNDS,
          TOTAL_DISCOUNT,
          TOTAL_COST,
          TOTAL_SERVICE_COST);

  private CustomerMonths() {}

  /**
   * Last day of the last month that is settled at a date: no refund dated later can change it.
   *
   * @return the last day of the newest month with last day + window <= asOf
   */
  public static LocalDate settledThrough(LocalDate asOf, int windowDays) {
    YearMonth month = YearMonth.from(asOf.minusDays(windowDays));
    LocalDate end = month.atEndOfMonth();
    return end.plusDays(windowDays).isAfter(asOf) ? month.minusMonths(1).atEndOfMonth() : end;
  }

  /**
   * Folds orders and refunds as known at a date.
   *
   * @param orders dated on or before asOf, reporting currency
   * @param refunds likewise; must hold every refund that names one of the orders
   * @param withCategories false where no order has a category: the map is null then
   */
  public static Dataset<Row> fold(
      Dataset<Row> orders,
      Dataset<Row> refunds,
      LocalDate asOf,
      int windowDays,
      Categories withCategories) {
    Dataset<Row> valued =
        Ledger.netOrders(orders, refunds, asOf, windowDays)
            .select(
                CUSTOMER_ID.col(),
                ORDERED_ON.col().as("day"),
                CATEGORY.col(),
                Ledger.isOccasion().as("counts"),
                cents(AMOUNT.col()).as("amount"),
                cents(Ledger.NET.col()).as("net"),
                cents(DISCOUNT.col()).as("discount"),
                cents(COST.col()).as("cost"),
                cents(SERVICE_COST.col()).as("service"),
                isMissing(COST.col()).as("without_cost"),
                isMissing(SERVICE_COST.col()).as("without_service"),
                lit(0L).as("refunded"),
                cents(Ledger.EXCESS.col()).as("excess"));
    Dataset<Row> taken =
        refunds.select(
            CUSTOMER_ID.col(),
            REFUNDED_ON.col().as("day"),
            lit(null).cast("string").as("category"),
            lit(false).as("counts"),
            lit(0L).as("amount"),
            lit(0L).as("net"),
            lit(0L).as("discount"),
            lit(0L).as("cost"),
            lit(0L).as("service"),
            lit(0L).as("without_cost"),
            lit(0L).as("without_service"),
            cents(AMOUNT.col()).as("refunded"),
            lit(0L).as("excess"));
    // One shuffle by customer serves every grouping below.
    Dataset<Row> events = valued.union(taken).repartition(CUSTOMER_ID.col());
    Dataset<Row> months = perMonth(perDay(events));
    Dataset<Row> complete =
        switch (withCategories) {
          case NONE ->
              months.withColumn(CATEGORY_ORDERS.name(), lit(null).cast(CATEGORY_ORDERS.type()));
          case SOME ->
              months.join(
                  categories(events),
                  scala.jdk.javaapi.CollectionConverters.asScala(
                          List.of(CUSTOMER_ID.name(), MONTH.name()))
                      .toSeq(),
                  "left"); // at most one map per customer and month
        };
    return complete.select(Tables.CUSTOMER_MONTH.selectOwn());
  }

  /** Whether orders have categories to be counted. */
  public enum Categories {
    NONE,
    SOME
  }

  private static Dataset<Row> perDay(Dataset<Row> events) {
    Column counts = col("counts");
    Column margin = col("net").minus(col("cost")).minus(col("service"));
    return events
        .groupBy(CUSTOMER_ID.col(), col("day"))
        .agg(
            sum(when(counts, 1L).otherwise(0L)).as("orders"),
            sum(when(counts, col("net")).otherwise(0L)).as("net"),
            // Goods that came back have cost money too: all orders of the day count.
            sum(margin).as("margin"),
            sum(col("amount")).as("amount"),
            sum(col("refunded")).as("refunded"),
            sum(col("excess")).as("excess"),
            sum(col("discount")).as("discount"),
            sum(col("cost")).as("cost"),
            sum(col("service")).as("service"),
            sum(col("without_cost")).as("without_cost"),
            sum(col("without_service")).as("without_service"));
  }

  private static Dataset<Row> perMonth(Dataset<Row> days) {
    Column isOccasion = col("orders").gt(0);
    Column bit = pow(lit(2), dayofmonth(col("day")).minus(1)).cast("int");
    // Null days sort out: the least day is among occasions only.
    Column occasionDay = when(isOccasion, col("day"));
    Dataset<Row> months =
        days.groupBy(CUSTOMER_ID.col(), trunc(col("day"), "month").as(MONTH.name()))
            .agg(
                coalesce(bit_or(when(isOccasion, bit)), lit(0)).as(ORDER_DAYS.name()),
                sum(col("orders")).as(ORDERS.name()),
                sum(col("net")).as(OCCASION_REVENUE.name()),
                sum(when(isOccasion, col("margin")).otherwise(0L)).as(OCCASION_MARGIN.name()),
                coalesce(min_by(col("net"), occasionDay), lit(0L)).as(FIRST_DAY_REVENUE.name()),
                coalesce(min_by(col("margin"), occasionDay), lit(0L)).as(FIRST_DAY_MARGIN.name()),
                sum(col("amount")).as(REVENUE.name()),
                sum(col("refunded")).as(REFUNDS.name()),
                sum(col("excess")).as(EXCESS_REFUNDS.name()),
                sum(col("discount")).as(TOTAL_DISCOUNT.name()),
                sum(col("cost")).as(TOTAL_COST.name()),
                sum(col("service")).as(TOTAL_SERVICE_COST.name()),
                sum(col("without_cost")).as(ORDERS_WITHOUT_COST.name()),
                sum(col("without_service")).as(ORDERS_WITHOUT_SERVICE_COST.name()));
    Map<String, Column> inUnits = new HashMap<>();
    for (TableColumn money : MONEY) {
      inUnits.put(money.name(), fromCents(money.col()));
    }
    return months.withColumns(inUnits);
  }

  private static Dataset<Row> categories(Dataset<Row> events) {
    return events
        .where(col("counts").and(CATEGORY.col().isNotNull()))
        .groupBy(CUSTOMER_ID.col(), trunc(col("day"), "month").as(MONTH.name()), CATEGORY.col())
        .agg(count(lit(1)).as("n"))
        .groupBy(CUSTOMER_ID.col(), MONTH.col())
        .agg(
            map_from_entries(
                    org.apache.spark.sql.functions.array_sort(
                        collect_list(struct(CATEGORY.col(), col("n")))))
                .as(CATEGORY_ORDERS.name()));
  }

  /** Whole cents; an unknown amount counts as none. */
  private static Column cents(Column amount) {
    return coalesce(amount.multiply(lit(100)).cast("bigint"), lit(0L));
  }

  private static Column isMissing(Column amount) {
    return when(amount.isNull(), 1L).otherwise(0L);
  }

  private static Column fromCents(Column cents) {
    return cents
        .cast("decimal(20,0)")
        .multiply(lit(new java.math.BigDecimal("0.01")))
        .cast(Vocabulary.MONEY_TYPE);
  }
}
