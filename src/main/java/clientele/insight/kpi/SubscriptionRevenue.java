package clientele.insight.kpi;

/** What a subscriber pays a month. */
final class SubscriptionRevenue {
  static final Kpi KPI =
      Kpi.of(
          "subscription_revenue",
          Scorecard.BUSINESS,
          Unit.MONEY,
          "How much does a subscriber pay a month?",
          "monthly recurring revenue at the end of the month",
          Population.PAYERS_AT_END,
          CustomerMonthRows.MRR_AT_END);

  private SubscriptionRevenue() {}
}
