package clientele.clv;

import clientele.model.PurchaseFit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How well a model did at all origins there are.
 *
 * @param all the nearest first; origins that lie too early for the data are missing at the end
 */
record Holdouts(List<Holdout> all) {
  static final String ORIGINS = "origins";

  /**
   * A model tried at each origin.
   *
   * @param whole the model with all that is known
   * @param early by origin, the nearest first
   */
  static Holdouts of(PurchaseFit whole, List<Early> early, int days) {
    return new Holdouts(
        early.parallelStream()
            .map(customers -> Holdout.of(whole, customers, days))
            .flatMap(Optional::stream)
            .toList());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** At how many origins a rate carried on did no worse. */
  long timesNoBetter() {
    return all.stream().filter(Holdout::isNoBetterThanNaive).count();
  }

  /** Whether that is so at most of them, so that the model is not worth its name. */
  boolean isRefused() {
    return 2 * timesNoBetter() > all.size();
  }

  /** Root of the mean square, over origins, of (purchases that came - expected) / expected. */
  Optional<Double> error() {
    return error(Holdout::ofModel);
  }

  /** The same of the rate of all carried on. */
  Optional<Double> meanError() {
    return error(Holdout::ofMean);
  }

  private Optional<Double> error(Function<Holdout, Tally> forecast) {
    double meanSquare = mean(holdout -> square(forecast.apply(holdout)));
    return Optional.of(Math.sqrt(meanSquare)).filter(Double::isFinite);
  }

  private static double square(Tally total) {
    double share = total.actual() / total.expected() - 1;
    return share * share;
  }

  /** Whether the rate of all carried on did better, over all origins. */
  boolean isWorseThanMean() {
    return !(mean(holdout -> holdout.ofModel().rmse()) < mean(holdout -> holdout.ofMean().rmse()));
  }

  /** NaN without origins. */
  double logScore() {
    return mean(holdout -> holdout.measures().get(Holdout.LOG_SCORE));
  }

  private double mean(ToDoubleFunction<Holdout> measure) {
    return all.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }

  /** Means over origins by name, and how many origins there are; empty without any. */
  Map<String, Double> measures() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (Holdout holdout : all) {
      means.put(ORIGINS, (double) all.size());
      holdout
          .measures()
          .forEach((name, value) -> means.merge(name, value / all.size(), Double::sum));
    }
    return means;
  }
}
