package clientele.insight.kpi;

import static org.apache.spark.sql.functions.when;

/** How many of the returning buyers had been gone. */
final class ReactivatedBuyers {
  static final Kpi KPI =
      Kpi.of(
          "reactivated_buyers",
          Scorecard.BUSINESS,
          Unit.SHARE,
          "How many of those who buy again had been gone?",
          "buyers with an order before the month, of whom more than "
              + "churn.inactive-after-days had passed without one",
          Population.BUYERS,
          context ->
              when(
                  CustomerMonthRows.HAD_BOUGHT_BEFORE,
                  CustomerMonthRows.GAP_DAYS
                      .gt(context.settings().churn().inactiveAfterDays())
                      .cast("int")));

  private ReactivatedBuyers() {}
}
