package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;

import java.util.Arrays;
import java.util.Map;

/**
 * The BG/BB model, for purchases that are possible at set opportunities only (a yearly appeal, a
 * conference): at each one the customer stops for good with a chance θ or else buys with a chance
 * p, both beta distributed over customers, with (γ, δ) and (α, β).
 *
 * <pre>
 * L(x, t_x, n) = B(α+x, β+n-x) B(γ, δ+n) / K  +  Σ B(α+x, β+t-x) B(γ+1, δ+t) / K
 * </pre>
 *
 * <p>over t from t_x to n - 1, with K = B(α, β) B(γ, δ): alive at n, or stopped after t. Time
 * counts opportunities: t_x and T = n are whole numbers, x ≤ t_x. P. S. Fader, B. G. S. Hardie, J.
 * Shang, 2010, "Customer-base analysis in a discrete-time noncontractual setting", Marketing
 * Science 29(6), eq. 5.
 *
 * @param alpha α > 0
 * @param beta β > 0; the mean chance to buy is α / (α + β)
 * @param gamma γ > 0
 * @param delta δ > 0; the mean chance to stop is γ / (γ + δ)
 */
public record BgBb(double alpha, double beta, double gamma, double delta) implements PurchaseModel {
  static BgBb ofLogs(double[] logs) {
    return new BgBb(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]), Math.exp(logs[3]));
  }

  @Override
  public Map<String, Double> parameters() {
    return PurchaseFamily.BG_BB.named(alpha, beta, gamma, delta);
  }

  /**
   * {@inheritDoc} A horizon ends with the last opportunity in it.
   *
   * @throws IllegalArgumentException if the history is not one of opportunities
   */
  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    long frequency = history.frequency();
    int opportunities = counted(frequency, history.recency(), history.age());
    double[] logs = paths(frequency, (int) history.recency(), opportunities);
    double alive = Math.exp(logs[logs.length - 1] - logOfSum(logs));
    return new BgBbOutlook(
        alive, alpha + frequency, beta + opportunities - frequency, gamma, delta + opportunities);
  }

  PurchaseFamily.Terms terms() {
    return this::term;
  }

  private double term(long frequency, double recency, double age, double[] gradient) {
    int opportunities = counted(frequency, recency, age);
    int last = (int) recency;
    double[] logs = paths(frequency, last, opportunities);
    double log = logOfSum(logs);
    Arrays.fill(gradient, 0);
    for (int t = last; t <= opportunities; t++) {
      double weight = Math.exp(logs[t - last] - log);
      double stopped = t < opportunities ? gamma + 1 : gamma;
      double buys = digamma(alpha + beta + t);
      double ends = digamma(stopped + delta + t);
      gradient[0] += weight * (digamma(alpha + frequency) - buys);
      gradient[1] += weight * (digamma(beta + t - frequency) - buys);
      gradient[2] += weight * (digamma(stopped) - ends);
      gradient[3] += weight * (digamma(delta + t) - ends);
    }
    double buys = digamma(alpha + beta);
    double ends = digamma(gamma + delta);
    gradient[0] = alpha * (gradient[0] - digamma(alpha) + buys);
    gradient[1] = beta * (gradient[1] - digamma(beta) + buys);
    gradient[2] = gamma * (gradient[2] - digamma(gamma) + ends);
    gradient[3] = delta * (gradient[3] - digamma(delta) + ends);
    return log - logBeta(alpha, beta) - logBeta(gamma, delta);
  }

  /** The logs of the terms of K L: stopped after t_x, t_x + 1, ..., n - 1, or alive at n. */
  private double[] paths(long frequency, int last, int opportunities) {
    double[] logs = new double[opportunities - last + 1];
    for (int t = last; t <= opportunities; t++) {
      double stopped = t < opportunities ? gamma + 1 : gamma;
      logs[t - last] =
          logBeta(alpha + frequency, beta + t - frequency) + logBeta(stopped, delta + t);
    }
    return logs;
  }

  private static double logOfSum(double[] logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum);
  }

  /** n; refuses times that do not count opportunities. */
  private static int counted(long frequency, double recency, double age) {
    if (recency != (int) recency || age != (int) age || frequency > recency) {
      throw new IllegalArgumentException(
          "no history of opportunities: x = %d, t_x = %s, n = %s"
              .formatted(frequency, recency, age));
    }
    return (int) age;
  }
}
