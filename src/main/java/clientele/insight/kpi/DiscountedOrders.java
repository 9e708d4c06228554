package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.DISCOUNT;
import static org.apache.spark.sql.functions.when;

/** How many orders need a discount. */
final class DiscountedOrders {
  static final Kpi KPI =
      Kpi.of(
          "discounted_orders",
          Scorecard.BUSINESS,
          Unit.SHARE,
          "How many orders have a discount?",
          "orders with a discount above 0; those of unknown discount are left out",
          Population.ORDERS_KEPT,
          when(DISCOUNT.col().isNotNull(), DISCOUNT.col().gt(0).cast("int")));

  private DiscountedOrders() {}
}
