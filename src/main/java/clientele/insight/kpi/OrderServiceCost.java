package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.SERVICE_COST;

/** What delivery and handling of an order cost the seller. */
final class OrderServiceCost {
  static final Kpi KPI =
      Kpi.of(
          "order_service_cost",
          Scorecard.BUSINESS,
          Unit.MONEY,
          "How much is spent on delivering an order?",
          "delivery and handling paid by the seller; orders of which it is unknown are "
              + "left out",
          Population.ORDERS_KEPT,
          SERVICE_COST.col());

  private OrderServiceCost() {}
}
