package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.AMOUNT;

import clientele.fold.Ledger;

/** How many orders are paid back, in part or in full. */
final class RefundedOrders {
  static final Kpi KPI =
      Kpi.of(
          "refunded_orders",
          Scorecard.BUSINESS,
          Unit.SHARE,
          "How many orders are paid back, in part or in full?",
          "orders of which linked refunds within the cancellation window took something",
          Population.ORDERS_BOOKED,
          EventRows.NET.lt(AMOUNT.col()).or(Ledger.CANCELLED.col()).cast("int"));

  private RefundedOrders() {}
}
