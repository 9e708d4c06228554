package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ACQUISITION_COST;

/** What a new customer costs. */
final class AcquisitionCostPerCustomer {
  static final Kpi KPI =
      Kpi.of(
              "acquisition_cost_per_customer",
              Scorecard.BUSINESS,
              Unit.MONEY,
              "How much does a new customer cost?",
              "acquisition cost; customers of whom it is unknown are left out",
              Population.NEW_CUSTOMERS,
              ACQUISITION_COST.col())
          .ofKnownHistory();

  private AcquisitionCostPerCustomer() {}
}
