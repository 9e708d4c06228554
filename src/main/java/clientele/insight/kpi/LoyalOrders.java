package clientele.insight.kpi;

/** What the share of discounts of loyal customers is held against. */
final class LoyalOrders {
  static final Kpi KPI =
      Kpi.of(
              "loyal_orders",
              Scorecard.CULTURE,
              Unit.SHARE,
              "How many of the orders come from loyal customers?",
              "orders of customers with insights.loyal-from-orders orders or more on earlier "
                  + "days; the measure for loyal_discounts",
              Population.ORDERS_KEPT,
              context ->
                  EventRows.EARLIER_ORDERS
                      .geq(context.settings().insights().loyalFromOrders())
                      .cast("int"))
          .ofKnownHistory();

  private LoyalOrders() {}
}
