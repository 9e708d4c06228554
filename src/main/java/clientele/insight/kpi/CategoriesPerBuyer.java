package clientele.insight.kpi;

/** How broadly buyers buy: the one-stop shop. */
final class CategoriesPerBuyer {
  static final Kpi KPI =
      Kpi.of(
          "categories_per_buyer",
          Scorecard.BUSINESS,
          Unit.COUNT,
          "From how many categories does a buyer buy in a month?",
          "different categories of the orders of the month; customers with orders of "
              + "unknown category only are left out",
          Population.BUYERS,
          CustomerMonthRows.CATEGORIES);

  private CategoriesPerBuyer() {}
}
