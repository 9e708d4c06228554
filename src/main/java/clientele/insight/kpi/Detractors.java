package clientele.insight.kpi;

/** How many customers advise against the company. */
final class Detractors {
  static final Kpi KPI =
      Kpi.of(
          "detractors",
          Scorecard.SATISFACTION,
          Unit.SHARE,
          "How many customers advise against us?",
          "answers of nps.bands that are low",
          Population.ANSWERS,
          context ->
              CustomerMonthRows.LATEST_ANSWER
                  .leq(context.settings().nps().detractorsUpTo())
                  .cast("int"));

  private Detractors() {}
}
