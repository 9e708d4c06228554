package clientele.model;

import clientele.model.numeric.Maximum;
import clientele.model.numeric.SpecialFunctions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Season} told from repeat purchases by cohort and month, or why it cannot be told.
 *
 * <p>The index is the one of the highest likelihood for the ages that it gives to customers itself:
 * found for ages by the calendar, then for those by the index found, and so on until it stays.
 *
 * <p>It is used if it is sure to be better than none. Months of one name differ from year to year,
 * by chance and by what happened in them: the mean square of what is left of the months' orders,
 * over what it is if purchases have nothing to do with each other, is their dispersion. What the
 * index explains more than a flat one does, per degree of freedom and over the dispersion, is F
 * distributed if there is no season.
 *
 * @param status how it ended, as in tables
 * @param index told, used or not
 * @param isUsed whether it is sure enough
 * @param measures of what it is told from, and how surely, by name
 */
public record SeasonFit(
    String status, Optional<Index> index, boolean isUsed, Map<String, Double> measures) {
  /** The name in tables. */
  public static final String LABEL = "seasonality";

  /** Each month of the year twice. */
  private static final int LEAST_MONTHS = 24;

  /** Fewer do not tell the season from what customers do as they grow old. */
  private static final int LEAST_COHORTS = 6;

  /** In all months of one name: its factor has a standard error of a tenth then. */
  private static final double LEAST_ORDERS = 100;

  /** A season that is not there is seen once in a hundred times. */
  private static final double LEVEL = 0.01;

  private static final int MOST_ROUNDS = 30;

  /** Of the logs of factors in a round; below it the search is over. */
  private static final double LEAST_CHANGE = 1e-5;

  /** Of logs of what the search moves. */
  private static final double BORDER = 20;

  /**
   * The clock of purchases.
   *
   * @param standardErrors of its factors by month
   * @param logLikelihood of how the purchases of each cohort fall on months
   * @param steps of the search
   */
  public record Index(
      Season season, Map<String, Double> standardErrors, double logLikelihood, int steps) {}

  /** None, for a reason. */
  public static SeasonFit none(String reason) {
    return none(reason, Map.of());
  }

  private static SeasonFit none(String reason, Map<String, Double> measures) {
    return new SeasonFit("skipped: " + reason, Optional.empty(), false, measures);
  }

  /**
   * Told from all that is known at the end of a month.
   *
   * @param orders of months after the first one of their cohort, no two of the same
   * @param first month that counts: older seasons say little of those to come
   * @param last month that counts, over
   */
  public static SeasonFit of(List<MonthlyOrders> orders, int first, int last) {
    List<MonthlyOrders> known =
        orders.stream().filter(one -> one.month() >= first && one.month() <= last).toList();
    int oldest = known.stream().mapToInt(MonthlyOrders::cohort).min().orElse(last + 1);
    int months = last - Math.max(first, oldest) + 1;
    long cohorts = known.stream().mapToInt(MonthlyOrders::cohort).distinct().count();
    double[] ofYear = new double[Season.MONTHS];
    known.forEach(one -> ofYear[one.month() % Season.MONTHS] += one.orders());
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("months", (double) months);
    measures.put("cohorts", (double) cohorts);
    measures.put("orders", Arrays.stream(ofYear).sum());
    return lack(months, cohorts, ofYear)
        .map(reason -> none(reason, measures))
        .orElseGet(() -> told(SeasonCells.of(known, first, last), ofYear, measures));
  }

  private static Optional<String> lack(int months, long cohorts, double[] ofYear) {
    if (months < LEAST_MONTHS) {
      return Optional.of("fewer than %d whole months of history".formatted(LEAST_MONTHS));
    }
    if (cohorts < LEAST_COHORTS) {
      return Optional.of("fewer than %d cohorts that bought again".formatted(LEAST_COHORTS));
    }
    for (int month = 0; month < Season.MONTHS; month++) {
      if (ofYear[month] < LEAST_ORDERS) {
        return Optional.of(
            "fewer than %.0f repeat purchases in all months of %s"
                .formatted(LEAST_ORDERS, Season.nameOf(month)));
      }
    }
    return Optional.empty();
  }

  private static SeasonFit told(
      SeasonCells calendar, double[] ofYear, Map<String, Double> measures) {
    SeasonCells cells = calendar;
    double[] point = cells.start(Season.MONTHS);
    Season season = Season.NONE;
    int steps = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Maximum maximum = Maximum.of(cells, point, BORDER);
      point = maximum.point();
      steps += maximum.iterations();
      Season found = cells.season(point);
      double change = found.distance(season);
      season = found;
      cells = cells.by(season);
      if (change < LEAST_CHANGE) {
        double flat = Maximum.of(calendar, calendar.start(0), BORDER).value();
        return judged(cells, point, flat, steps, ofYear, measures);
      }
    }
    return none("no index was found that agrees with the ages that it gives", measures);
  }

  private static SeasonFit judged(
      SeasonCells cells,
      double[] point,
      double flat,
      int steps,
      double[] ofYear,
      Map<String, Double> measures) {
    double likelihood = cells.value(point);
    double left = (double) cells.months() - Season.MONTHS;
    double dispersion = Math.max(1, cells.chiSquare(point) / left);
    double freedom = Season.MONTHS - 1.0;
    double f = Math.max(0, 2 * (likelihood - flat)) / freedom / dispersion;
    double pValue = SpecialFunctions.betaShare(left / (left + freedom * f), left / 2, freedom / 2);
    measures.put("dispersion", dispersion);
    measures.put("f_statistic", f);
    measures.put("p_value", pValue);
    Season season = cells.season(point);
    Map<String, Double> errors = new LinkedHashMap<>();
    for (int month = 0; month < Season.MONTHS; month++) {
      double relative = Math.sqrt(dispersion / ofYear[month]);
      errors.put(Season.nameOf(month), season.factor(month) * relative);
    }
    boolean isUsed = pValue < LEVEL;
    return new SeasonFit(
        isUsed ? FitStatus.FITTED.text() : "skipped: months of a year differ as years do",
        Optional.of(new Index(season, errors, likelihood, steps)),
        isUsed,
        measures);
  }

  /** The clock to use: the calendar, if the index is not used. */
  public Season season() {
    return index.filter(told -> isUsed).map(Index::season).orElse(Season.NONE);
  }
}
