package clientele.insight.kpi;

/** Culture: whether insight is shared regularly. */
final class InsightOnTime {
  static final Kpi KPI =
      Kpi.of(
          "insight_on_time",
          Scorecard.CULTURE,
          Unit.SHARE,
          "How regularly is insight shared?",
          "days whose tables were published by the end of the day after",
          Population.DAYS,
          DayRows.IS_ON_TIME.cast("int"));

  private InsightOnTime() {}
}
