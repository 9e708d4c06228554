package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.DISCOUNT;
import static org.apache.spark.sql.functions.when;

/** Culture: whether loyalty is rewarded, or its lack. */
final class LoyalDiscounts {
  static final Kpi KPI =
      Kpi.of(
              "loyal_discounts",
              Scorecard.CULTURE,
              Unit.SHARE,
              "How many of the discounts go to loyal customers?",
              "discounted orders of customers with insights.loyal-from-orders orders or more "
                  + "on earlier days; fair if it is no less than the same share of all orders",
              Population.ORDERS_KEPT,
              context ->
                  when(
                      DISCOUNT.col().gt(0),
                      EventRows.EARLIER_ORDERS
                          .geq(context.settings().insights().loyalFromOrders())
                          .cast("int")))
          .ofKnownHistory();

  private LoyalDiscounts() {}
}
