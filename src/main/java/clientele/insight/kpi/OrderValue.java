package clientele.insight.kpi;

/** What an order is worth. */
final class OrderValue {
  static final Kpi KPI =
      Kpi.of(
          "order_value",
          Scorecard.BUSINESS,
          Unit.MONEY,
          "How much does a customer spend at once?",
          "amount less the refunds linked to the order within the cancellation window",
          Population.ORDERS_KEPT,
          EventRows.NET);

  private OrderValue() {}
}
