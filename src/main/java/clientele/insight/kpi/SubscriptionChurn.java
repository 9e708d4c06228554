package clientele.insight.kpi;

/** How many subscribers leave. */
final class SubscriptionChurn {
  static final Kpi KPI =
      Kpi.of(
          "subscription_churn",
          Scorecard.BUSINESS,
          Unit.SHARE,
          "How many subscribers leave in a month?",
          "of those paying at the end of the month before, who do not pay at its end: the "
              + "churn_rate of gold.churn_monthly",
          Population.PAYERS_AT_START,
          CustomerMonthRows.HAS_CHURNED.cast("int"));

  private SubscriptionChurn() {}
}
