package clientele.insight.kpi;

/** What it costs to reach a customer by a campaign. */
final class CampaignCost {
  static final Kpi KPI =
      Kpi.of(
          "campaign_contact_cost",
          Scorecard.BUSINESS,
          Unit.MONEY,
          "How much does it cost to reach a customer by a campaign?",
          "cost of what was done or offered; contacts of unknown cost are left out",
          Population.TREATED_CONTACTS,
          EventRows.COST_OF_CONTACT);

  private CampaignCost() {}
}
