package clientele.insight.kpi;

import java.util.List;

/** All KPIs: one line each. */
public final class Kpis {
  public static final List<Kpi> ALL =
      List.of(
          OrderValue.KPI,
          OrderMargin.KPI,
          OrderServiceCost.KPI,
          DiscountShare.KPI,
          DiscountedOrders.KPI,
          RepeatOrders.KPI,
          RefundedOrders.KPI,
          OrdersPerBuyer.KPI,
          RevenuePerBuyer.KPI,
          CategoriesPerBuyer.KPI,
          NewBuyers.KPI,
          ReactivatedBuyers.KPI,
          AcquisitionCostPerCustomer.KPI,
          CampaignCost.KPI,
          SubscriptionChurn.KPI,
          SubscriptionRevenue.KPI,
          StageSatisfaction.of("before"),
          StageSatisfaction.of("during"),
          StageSatisfaction.of("after"),
          StageLoss.of("before"),
          StageLoss.of("during"),
          StageLoss.of("after"),
          PoorService.KPI,
          ServiceContactCost.KPI,
          Promoters.KPI,
          Detractors.KPI,
          Recommendation.KPI,
          InsightOnTime.KPI,
          CustomersAsked.KPI,
          ActionsCarriedOut.KPI,
          ComplaintAnswerHours.KPI,
          ComplaintsInTime.KPI,
          LoyalDiscounts.KPI,
          LoyalOrders.KPI);

  private Kpis() {}

  /** The KPIs as a table of a Markdown page, for people. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| KPI | question | mean of | over each | scorecard | unit |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Kpi kpi : ALL) {
      text.append(
          "| `%s`%s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  kpi.name(),
                  kpi.history() == Kpi.History.KNOWN ? " *" : "",
                  kpi.question(),
                  kpi.definition(),
                  kpi.population().each(),
                  kpi.scorecard().label(),
                  kpi.unit().label()));
    }
    return text.toString();
  }
}
