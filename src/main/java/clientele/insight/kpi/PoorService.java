package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.SATISFACTION;

/** How much of the service is poor. */
final class PoorService {
  static final Kpi KPI =
      Kpi.of(
          "poor_service",
          Scorecard.SERVICE,
          Unit.SHARE,
          "How much of the service is rated as poor?",
          "contacts rated 1 or 2; contacts without a rating are left out",
          Population.SERVICE_CONTACTS,
          SATISFACTION.col().leq(2).cast("int"));

  private PoorService() {}
}
