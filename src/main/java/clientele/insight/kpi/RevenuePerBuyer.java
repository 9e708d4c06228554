package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.OCCASION_REVENUE;

/** What buyers bring in a month. */
final class RevenuePerBuyer {
  static final Kpi KPI =
      Kpi.of(
          "revenue_per_buyer",
          Scorecard.BUSINESS,
          Unit.MONEY,
          "How much does a buyer bring in a month?",
          "net value of the orders of the month",
          Population.BUYERS,
          OCCASION_REVENUE.col());

  private RevenuePerBuyer() {}
}
