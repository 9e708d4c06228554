package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ACTION;

/** Culture: deeds against words. */
final class ActionsCarriedOut {
  static final Kpi KPI =
      Kpi.of(
          "actions_carried_out",
          Scorecard.CULTURE,
          Unit.SHARE,
          "How many of the actions decided on are carried out?",
          "assignments with an action on record; without one nothing was done",
          Population.TREATED_CONTACTS,
          ACTION.col().isNotNull().cast("int"));

  private ActionsCarriedOut() {}
}
