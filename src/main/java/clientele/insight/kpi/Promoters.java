package clientele.insight.kpi;

/** How many customers recommend the company. */
final class Promoters {
  static final Kpi KPI =
      Kpi.of(
          "promoters",
          Scorecard.SATISFACTION,
          Unit.SHARE,
          "How many customers recommend us?",
          "answers of nps.bands at the top; 100 (promoters - detractors) is the net "
              + "promoter score",
          Population.ANSWERS,
          context ->
              CustomerMonthRows.LATEST_ANSWER
                  .geq(context.settings().nps().promotersFrom())
                  .cast("int"));

  private Promoters() {}
}
