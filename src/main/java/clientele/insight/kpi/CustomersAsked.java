package clientele.insight.kpi;

/** Culture: whether customers are asked. */
final class CustomersAsked {
  static final Kpi KPI =
      Kpi.of(
          "customers_asked",
          Scorecard.CULTURE,
          Unit.SHARE,
          "How many customers have ever been heard?",
          "customers with an answer to the survey in the month or before; who was asked "
              + "and said nothing is not known",
          Population.ACTIVE_CUSTOMERS,
          CustomerMonthRows.WAS_ASKED.cast("int"));

  private CustomersAsked() {}
}
