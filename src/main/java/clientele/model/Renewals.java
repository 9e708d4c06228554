package clientele.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * How subscriptions of one billing period go on: the chance to be renewed so many times more, by a
 * fitted model for what is expected, and by all models that could be the true one for intervals.
 *
 * <p>The mean over those is one more survival curve, S(t): that a subscription renews after it has
 * come so far weighs each by how well it agrees, as it should. Curves are worked out once for each
 * t. Not safe for threads.
 */
public final class Renewals {
  private final Curve fitted;
  private final Curve plausible;
  private final double conversion;

  private Renewals(Curve fitted, Curve plausible, double conversion) {
    this.fitted = fitted;
    this.plausible = plausible;
    this.conversion = conversion;
  }

  /**
   * Of a model.
   *
   * @param plausible models that could be the true one; one or more
   * @param conversion chance that a trial is paid for at its end, 0 to 1
   */
  public static Renewals of(
      RetentionModel fitted, List<RetentionModel> plausible, double conversion) {
    return new Renewals(
        new Curve(fitted::logSurvival), new Curve(t -> logMean(plausible, t)), conversion);
  }

  /**
   * What is to come of one subscription.
   *
   * @param period n, in which it is, as in {@link ResidualLifetime}; 0: on trial, so that the first
   *     payment is still to come
   * @param payments at the next due dates, the first ones first: what each is worth today; 0 or
   *     more
   */
  public FutureRenewals after(int period, double[] payments) {
    return new FutureRenewals(
        chances(fitted, period, payments.length),
        chances(plausible, period, payments.length),
        payments);
  }

  /** Of 1, 2, ... payments, that there will be as many or more. */
  private double[] chances(Curve curve, int period, int count) {
    double[] chances = new double[count];
    for (int i = 0; i < count; i++) {
      chances[i] =
          period == 0
              ? conversion * Math.exp(curve.at(i))
              : Math.exp(curve.at(period + i) - curve.at(period - 1));
    }
    return chances;
  }

  /** ln of the mean of S(t), which may be too small for a double. */
  private static double logMean(List<RetentionModel> models, int t) {
    double[] logs = models.stream().mapToDouble(model -> model.logSurvival(t)).toArray();
    double most = Arrays.stream(logs).max().orElseThrow();
    return most
        + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).average().orElse(1));
  }

  /** ln S(t) for t = 0, 1, ... as far as it has been asked for. */
  private static final class Curve {
    private final IntToDoubleFunction logSurvival;
    private double[] known = {};

    Curve(IntToDoubleFunction logSurvival) {
      this.logSurvival = logSurvival;
    }

    double at(int t) {
      if (t >= known.length) {
        int before = known.length;
        known = Arrays.copyOf(known, Math.max(t + 1, before * 3 / 2));
        for (int i = before; i < known.length; i++) {
          known[i] = logSurvival.applyAsDouble(i);
        }
      }
      return known[t];
    }
  }
}
