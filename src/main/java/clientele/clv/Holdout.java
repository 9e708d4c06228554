package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.model.ConstantRate;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseOutlook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How well a model that knows nothing after an origin foretells each customer's purchases in the
 * days after it, and how well a rate that is carried on does.
 *
 * @param fit the model
 * @param days how many are foretold
 * @param mean the rate of all customers together up to the origin
 * @param ofModel what the model foretold
 * @param ofMean the rate of all carried on
 * @param ofOwnRate each customer's own rate carried on
 * @param score sum over customers of ln P(the number of purchases that came)
 */
record Holdout(
    PurchaseFit fit,
    int days,
    ConstantRate mean,
    Tally ofModel,
    Tally ofMean,
    Tally ofOwnRate,
    double score) {
  /** Mean over customers of ln P(the number of purchases that came); the higher the better. */
  static final String LOG_SCORE = "log_score";

  static final String RMSE = "rmse";

  /** Of the better of two: each customer's own rate carried on, or that of all. */
  static final String NAIVE_RMSE = "naive_rmse";

  /** Purchases by all customers alike, in a unit of time. */
  static final String MEAN_RATE = "mean_rate";

  /** Where a model takes for impossible what has happened, ln 0 would outweigh all else. */
  private static final double LEAST = 1e-300;

  /**
   * A model fitted to what was known at an origin, and tried on the days after it; none where the
   * history up to it is shorter than these, or nobody had bought again.
   *
   * @param whole the same model with all that is known, from whose parameters the search begins
   */
  static Optional<Holdout> of(PurchaseFit whole, Early early, int days) {
    Clock clock = early.clock();
    int oldest = early.customers().stream().mapToInt(Statistic::age).max().orElse(-1);
    PurchaseHistories histories = Statistic.purchases(early.customers(), clock);
    // Both the day of the first purchase and that of the origin belong to the history.
    if (oldest + 1 < days || histories.repeats() == 0) {
      return Optional.empty();
    }
    PurchaseFit fit = PurchaseFit.near(whole, histories);
    ConstantRate mean = ConstantRate.of(histories.parts());
    double horizon = clock.ahead(days) / DAYS_PER_UNIT;
    Tally ofModel = Tally.NONE;
    Tally ofMean = Tally.NONE;
    Tally ofOwnRate = Tally.NONE;
    double score = 0;
    for (Statistic one : early.customers()) {
      PurchaseOutlook outlook = fit.model().outlook(one.history(clock));
      ofModel = ofModel.plus(Tally.of(one, outlook.expectedOrders(horizon)));
      ofMean = ofMean.plus(Tally.of(one, mean.expectedOrders(horizon)));
      ofOwnRate = ofOwnRate.plus(Tally.of(one, one.atOwnRate(clock, days)));
      score += score(one, outlook, horizon);
    }
    return Optional.of(new Holdout(fit, days, mean, ofModel, ofMean, ofOwnRate, score));
  }

  /** The sum over customers who are all the same of ln P(what came of each in the horizon). */
  static double score(Statistic one, PurchaseOutlook outlook, double horizon) {
    return one.customers() * Math.log(Math.max(LEAST, outlook.exactly(one.later(), horizon)));
  }

  private double naiveRmse() {
    return Math.min(ofMean.rmse(), ofOwnRate.rmse());
  }

  /** Whether one of the rates carried on did no worse by mean square error. */
  boolean isNoBetterThanNaive() {
    return !(ofModel.rmse() < naiveRmse());
  }

  /** How well it did, by name. */
  Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("days", (double) days);
    measures.put("customers", (double) ofModel.customers());
    measures.put(LOG_SCORE, score / ofModel.customers());
    measures.put("actual_orders", ofModel.actual());
    measures.put("expected_orders", ofModel.expected());
    measures.put(RMSE, ofModel.rmse());
    measures.put(NAIVE_RMSE, naiveRmse());
    measures.put(MEAN_RATE, mean.rate());
    return measures;
  }
}
