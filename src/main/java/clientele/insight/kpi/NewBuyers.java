package clientele.insight.kpi;

import static org.apache.spark.sql.functions.not;

/** How many buyers are new. */
final class NewBuyers {
  static final Kpi KPI =
      Kpi.of(
              "new_buyers",
              Scorecard.BUSINESS,
              Unit.SHARE,
              "How many buyers are new?",
              "buyers without an order before the month",
              Population.BUYERS,
              not(CustomerMonthRows.HAD_BOUGHT_BEFORE).cast("int"))
          .ofKnownHistory();

  private NewBuyers() {}
}
