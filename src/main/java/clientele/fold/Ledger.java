package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Vocabulary;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What each order is worth at a business date: its amount less the refunds that are linked to it
 * and dated at most {@code cancellation-window-days} after it.
 *
 * <p>A refund is linked if it names an order of the same customer that is dated no later. What a
 * refund takes beyond the order's amount changes the books only. An order whose linked refunds
 * leave nothing of it is cancelled; so is an order of zero that a refund names.
 */
public final class Ledger {
  /** Amount less linked refunds, 0 or more. */
  public static final TableColumn NET =
      new TableColumn("net", Vocabulary.MONEY_TYPE, "net value of the order at the date");

  /** Linked refunds less the amount, 0 or more: counts as unlinked. */
  static final TableColumn EXCESS =
      new TableColumn("excess", Vocabulary.MONEY_TYPE, "linked refunds beyond the amount");

  /** Whether linked refunds left nothing of the order. */
  public static final TableColumn CANCELLED =
      new TableColumn(
          "is_cancelled", org.apache.spark.sql.types.DataTypes.BooleanType, "order is cancelled");

  private Ledger() {}

  /**
   * The orders with {@code net}, {@code excess} and {@code is_cancelled}.
   *
   * @param orders orders dated on or before the date, in the reporting currency
   * @param refunds refunds dated on or before the date, likewise
   */
  public static Dataset<Row> netOrders(
      Dataset<Row> orders, Dataset<Row> refunds, LocalDate asOf, int windowDays) {
    Dataset<Row> perDay =
        refunds
            .where(REFUND_OF.col().isNotNull())
            .groupBy(CUSTOMER_ID.col(), REFUND_OF.col(), REFUNDED_ON.col())
            .agg(sum(AMOUNT.col()).as("refunded"));
    // A list per refunded order; as long as there are days on which it was refunded.
    Dataset<Row> perOrder =
        perDay
            .groupBy(CUSTOMER_ID.col().as("refund_customer"), REFUND_OF.col().as("refund_order"))
            .agg(collect_list(struct(REFUNDED_ON.col().as("on"), col("refunded"))).as("refunds"));
    Dataset<Row> joined =
        orders.join(
            perOrder,
            orders
                .col(CUSTOMER_ID.name())
                .equalTo(perOrder.col("refund_customer"))
                .and(orders.col(ORDER_ID.name()).equalTo(perOrder.col("refund_order"))),
            "left"); // each order has at most one list
    Column last = least(lit(asOf), date_add(ORDERED_ON.col(), windowDays));
    Column linked =
        filter(
            col("refunds"),
            refund ->
                refund.getField("on").geq(ORDERED_ON.col()).and(refund.getField("on").leq(last)));
    Column zero = lit(0).cast(Vocabulary.MONEY_TYPE);
    Column refunded =
        aggregate(
            linked,
            zero,
            (total, refund) -> total.plus(refund.getField("refunded")).cast(Vocabulary.MONEY_TYPE));
    Column touched = col("refunds").isNotNull();
    Column net =
        when(touched, greatest(AMOUNT.col().minus(refunded), zero)).otherwise(AMOUNT.col());
    Column isLinked = coalesce(size(linked).gt(0), lit(false));
    Column excess = when(touched, greatest(refunded.minus(AMOUNT.col()), zero)).otherwise(zero);
    Dataset<Row> valued =
        joined.withColumns(
            Map.of(NET.name(), net.cast(NET.type()), EXCESS.name(), excess.cast(EXCESS.type())));
    return valued
        .withColumn(
            CANCELLED.name(), when(touched, isLinked.and(NET.col().equalTo(0))).otherwise(false))
        .drop("refunds", "refund_customer", "refund_order");
  }

  /** Whether an order counts as a purchase. */
  static Column isOccasion() {
    return not(CANCELLED.col());
  }
}
