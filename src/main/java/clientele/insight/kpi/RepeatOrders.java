package clientele.insight.kpi;

/** How many orders come from customers who had bought before. */
final class RepeatOrders {
  static final Kpi KPI =
      Kpi.of(
              "repeat_orders",
              Scorecard.BUSINESS,
              Unit.SHARE,
              "How many orders come from customers who had bought before?",
              "orders of customers with an order on an earlier day",
              Population.ORDERS_KEPT,
              EventRows.EARLIER_ORDERS.gt(0).cast("int"))
          .ofKnownHistory();

  private RepeatOrders() {}
}
