package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseOutlook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a model that knows nothing of the last days foretells each customer's purchases in them.
 */
final class Holdout {
  /** Mean over customers of ln P(the number of purchases that came); the higher the better. */
  static final String LOG_SCORE = "log_score";

  static final String RMSE = "rmse";

  /** Of the better of two: each customer's own rate carried on, or that of all. */
  static final String NAIVE_RMSE = "naive_rmse";

  /** Where a model takes for impossible what has happened, ln 0 would outweigh all else. */
  private static final double LEAST = 1e-300;

  /** Purchases by all customers alike, a day; what the other naive forecast carries on. */
  static final String MEAN_RATE = "mean_rate";

  private final PurchaseFit fit;
  private final int days;
  private final double meanRate;
  private double customers;
  private double actual;
  private double expected;
  private double score;
  private double squares;
  private double squaresOfOwnRate;
  private double squaresOfMeanRate;

  private Holdout(PurchaseFit fit, int days, double meanRate) {
    this.fit = fit;
    this.days = days;
    this.meanRate = meanRate;
  }

  /**
   * A model fitted to what was known before the held out days, and tried on these; none where the
   * history before them is shorter than they are, or nobody had bought again.
   *
   * @param early customers as they were before the held out days, with what came in them
   */
  static Optional<Holdout> of(PurchaseFamily family, List<Statistic> early, int days) {
    double exposure = 0;
    double repeats = 0;
    int oldest = 0;
    for (Statistic one : early) {
      exposure += (double) one.customers() * one.age();
      repeats += (double) one.customers() * one.frequency();
      oldest = Math.max(oldest, one.age());
    }
    if (oldest < days || repeats == 0) {
      return Optional.empty();
    }
    PurchaseFit fit = PurchaseFit.of(family, Statistic.purchases(early));
    Holdout holdout = new Holdout(fit, days, repeats / exposure);
    early.forEach(holdout::add);
    return Optional.of(holdout);
  }

  /** The model that knows nothing of the held out days. */
  PurchaseFit fit() {
    return fit;
  }

  /** Own rate carried on: what comes of as many purchases a day as there were. */
  static double ownRate(long frequency, int age, int days) {
    return age == 0 ? 0 : (double) frequency * days / age;
  }

  private void add(Statistic one) {
    PurchaseOutlook outlook = fit.model().outlook(one.history());
    double horizon = days / DAYS_PER_UNIT;
    double forecast = outlook.expectedOrders(horizon);
    double probability = outlook.exactly(one.later(), horizon);
    double ownRate = ownRate(one.frequency(), one.age(), days);
    customers += one.customers();
    actual += (double) one.customers() * one.later();
    expected += one.customers() * forecast;
    score += one.customers() * Math.log(Math.max(LEAST, probability));
    squares += one.customers() * square(forecast - one.later());
    squaresOfOwnRate += one.customers() * square(ownRate - one.later());
    squaresOfMeanRate += one.customers() * square(meanRate * days - one.later());
  }

  private static double square(double number) {
    return number * number;
  }

  /** How well it did, by name. */
  Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("days", (double) days);
    measures.put("customers", customers);
    measures.put(LOG_SCORE, score / customers);
    measures.put("actual_orders", actual);
    measures.put("expected_orders", expected);
    measures.put(RMSE, Math.sqrt(squares / customers));
    double naive = Math.min(squaresOfOwnRate, squaresOfMeanRate);
    measures.put(NAIVE_RMSE, Math.sqrt(naive / customers));
    measures.put(MEAN_RATE, meanRate);
    return measures;
  }
}
