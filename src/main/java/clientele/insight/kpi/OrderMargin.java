package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.COST;
import static clientele.catalogue.Vocabulary.SERVICE_COST;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

/** What an order leaves over. */
final class OrderMargin {
  static final Kpi KPI =
      Kpi.of(
          "order_margin",
          Scorecard.BUSINESS,
          Unit.BALANCE,
          "How much does an order leave over?",
          "value of the order less cost of goods and service cost (0 if unknown); orders "
              + "of unknown cost are left out",
          Population.ORDERS_KEPT,
          EventRows.NET.minus(COST.col()).minus(coalesce(SERVICE_COST.col(), lit(0))));

  private OrderMargin() {}
}
