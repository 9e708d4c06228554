package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.DISCOUNT;
import static org.apache.spark.sql.functions.try_divide;

/** How much of the list price is given away. */
final class DiscountShare {
  static final Kpi KPI =
      Kpi.of(
          "discount_share",
          Scorecard.BUSINESS,
          Unit.PART,
          "How much of the list price is given away?",
          "discount / (amount + discount) of each order, all orders alike, so a small one "
              + "counts as much as a large one; orders of unknown discount or without a price "
              + "are left out",
          Population.ORDERS_KEPT,
          try_divide(DISCOUNT.col(), EventRows.LIST_VALUE));

  private DiscountShare() {}
}
