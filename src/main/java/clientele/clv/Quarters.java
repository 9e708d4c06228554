package clientele.clv;

import clientele.clv.ModelFits.Fitted;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseModel;
import clientele.model.numeric.SpecialFunctions;
import clientele.model.numeric.Sums;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A model of all customers against one for those of each quarter of the first purchase.
 *
 * @param groups the quarters that have a model of their own, and one of all others together
 * @param without quarters that have none
 * @param comparison of both by their likelihoods; empty if it cannot be made
 */
record Quarters(List<Quarter> groups, List<Without> without, Map<String, Double> comparison) {
  /** Ten years; what was before is one group. */
  private static final int MOST_QUARTERS = 40;

  private static final String SEGMENT = "quarter:";

  /**
   * A model of its own.
   *
   * @param ratio what it expects of the customers in the held out days, over what came
   * @param pooledRatio what the model of all expects, over what came
   */
  record Quarter(
      String segment,
      long customers,
      Fitted fitted,
      OptionalDouble ratio,
      OptionalDouble pooledRatio) {}

  /** A quarter whose customers are among the others, and why. */
  record Without(String segment, long customers, String reason) {}

  /**
   * Fits the family of a model to the customers of each quarter.
   *
   * @param pooled the model of all
   * @param fits how models are fitted
   */
  static Quarters of(Fitted pooled, Statistics statistics, LocalDate date, ModelFits fits) {
    double[] sizes =
        statistics.whole().statistics().sums(2 * MOST_QUARTERS + 2, all -> sizes(all, date));
    Map<String, Set<Integer>> groups = new LinkedHashMap<>();
    Set<Integer> others = new HashSet<>();
    List<Without> without = new ArrayList<>();
    for (int quarter = 0; quarter <= MOST_QUARTERS; quarter++) {
      long customers = (long) sizes[2 * quarter];
      boolean isEnough = customers >= fits.leastCustomers();
      boolean hasRepeats = sizes[2 * quarter + 1] > 0;
      boolean isOld = quarter == MOST_QUARTERS;
      if (isEnough && hasRepeats && !isOld) {
        groups.put(segment(quarter, date), Set.of(quarter));
      } else if (customers > 0) {
        others.add(quarter);
        if (!isOld) {
          String few = "fewer than %d customers".formatted(fits.leastCustomers());
          String reason = isEnough ? "nobody has bought again" : few;
          without.add(new Without(segment(quarter, date), customers, reason));
        }
      }
    }
    if (!groups.isEmpty() && !others.isEmpty()) {
      groups.put(SEGMENT + "others", Set.copyOf(others));
    }
    List<Quarter> fitted =
        statistics
            .each(List.copyOf(groups.keySet()))
            .map(name -> fitted(name, groups.get(name), pooled, statistics, date, fits))
            .toList();
    return new Quarters(fitted, without, comparison(pooled.fit(), fitted));
  }

  private static Quarter fitted(
      String segment,
      Set<Integer> quarters,
      Fitted pooled,
      Statistics statistics,
      LocalDate date,
      ModelFits fits) {
    int days = fits.heldOutDays();
    LocalDate origin = date.minusDays(days);
    Early early =
        statistics
            .early()
            .get(0)
            .where(one -> quarters.contains(quarter(origin.minusDays(one.age()), date)));
    Group whole =
        statistics
            .whole()
            .where(one -> quarters.contains(quarter(date.minusDays(one.age()), date)));
    Fitted own = Fitted.of(pooled.fit().family(), whole, List.of(early), days);
    return new Quarter(
        segment, whole.customers(), own, ratio(own, early, days), ratio(pooled, early, days));
  }

  /** What a model expects of customers in the held out days over what came. */
  private static OptionalDouble ratio(Fitted fitted, Early early, int days) {
    List<Statistic> customers = early.customers();
    double actual =
        customers.stream().mapToDouble(one -> (double) one.customers() * one.later()).sum();
    if (actual == 0 || fitted.holdouts().isEmpty()) {
      return OptionalDouble.empty();
    }
    PurchaseModel model = fitted.holdouts().all().get(0).fit().model();
    Clock clock = early.clock();
    double horizon = clock.ahead(days) / Statistic.DAYS_PER_UNIT;
    double expected =
        customers.stream()
            .mapToDouble(
                one -> one.customers() * model.outlook(one.history(clock)).expectedOrders(horizon))
            .sum();
    return OptionalDouble.of(expected / actual);
  }

  /** Customers and their repeat purchases, quarter by quarter. */
  private static double[] sizes(List<Statistic> all, LocalDate date) {
    Sums sums = new Sums(2 * MOST_QUARTERS + 2);
    for (Statistic one : all) {
      int quarter = quarter(date.minusDays(one.age()), date);
      sums.add(2 * quarter, (double) one.customers());
      sums.add(2 * quarter + 1, (double) one.customers() * one.frequency());
    }
    return sums.values();
  }

  /** Quarters from a day to a later one, at most {@link #MOST_QUARTERS}. */
  private static int quarter(LocalDate first, LocalDate date) {
    return Math.min(MOST_QUARTERS, index(date) - index(first));
  }

  private static int index(LocalDate day) {
    return 4 * day.getYear() + (day.getMonthValue() - 1) / 3;
  }

  private static String segment(int quarter, LocalDate date) {
    LocalDate day = date.minusMonths(3L * quarter);
    return "%s%d-Q%d".formatted(SEGMENT, day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR));
  }

  /**
   * The likelihood-ratio test: if the customers of all quarters are alike, twice the gain of the
   * log likelihood is chi-square distributed. Where the data hardly tell a parameter it gains less,
   * and the test finds too few differences rather than too many.
   */
  private static Map<String, Double> comparison(PurchaseFit pooled, List<Quarter> groups) {
    double apart = groups.stream().mapToDouble(group -> highest(group.fitted().fit())).sum();
    double gain = apart - highest(pooled);
    if (groups.size() < 2 || Double.isNaN(gain)) {
      return Map.of();
    }
    double chiSquare = Math.max(0, 2 * gain);
    double freedom = (groups.size() - 1.0) * pooled.family().names().size();
    Map<String, Double> comparison = new LinkedHashMap<>();
    comparison.put("quarters", (double) groups.size());
    comparison.put("quarters_chi_square", chiSquare);
    comparison.put("quarters_freedom", freedom);
    comparison.put("quarters_p_value", SpecialFunctions.chiSquareTail(chiSquare, freedom));
    return comparison;
  }

  /** The highest log likelihood that the family reached; NaN: the search did not end well. */
  private static double highest(PurchaseFit fit) {
    return ModelFits.SOUND.contains(fit.status()) ? fit.highestLogLikelihood() : Double.NaN;
  }
}
