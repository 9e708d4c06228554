package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ORDERS;

/** How often buyers order in a month. */
final class OrdersPerBuyer {
  static final Kpi KPI =
      Kpi.of(
          "orders_per_buyer",
          Scorecard.BUSINESS,
          Unit.COUNT,
          "How often does a buyer order in a month?",
          "orders that are not cancelled",
          Population.BUYERS,
          ORDERS.col());

  private OrdersPerBuyer() {}
}
