package clientele.insight.kpi;

/** What it costs to serve a contact. */
final class ServiceContactCost {
  static final Kpi KPI =
      Kpi.of(
          "service_contact_cost",
          Scorecard.SERVICE,
          Unit.MONEY,
          "How much does it cost to answer a customer?",
          "cost of the contact; contacts of unknown cost are left out",
          Population.SERVICE_CONTACTS,
          EventRows.COST_OF_CONTACT);

  private ServiceContactCost() {}
}
