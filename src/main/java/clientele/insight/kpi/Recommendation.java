package clientele.insight.kpi;

/** How likely customers are to recommend the company. */
final class Recommendation {
  static final Kpi KPI =
      Kpi.of(
          "recommendation",
          Scorecard.SATISFACTION,
          Unit.ANSWER,
          "How likely are customers to recommend us?",
          "answer 0 to 10",
          Population.ANSWERS,
          CustomerMonthRows.LATEST_ANSWER);

  private Recommendation() {}
}
