package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The beta-discrete-Weibull model (BdW): as {@link ShiftedBetaGeometric}, but a customer's own
 * chance to leave may fall (c < 1) or rise (c > 1) with time; c = 1 is the sBG.
 *
 * <pre>
 * S(t) = B(α, β + t^c) / B(α, β)
 * r(t) = B(α, β + t^c) / B(α, β + (t-1)^c)
 * </pre>
 *
 * <p>P. S. Fader, B. G. S. Hardie, Y. Liu, J. Davin, T. Steenburgh, 2018, "How to project customer
 * retention revisited: the role of duration dependence", Journal of Interactive Marketing 43.
 *
 * <p>r(t) is a difference of logs, so 1 - r(t) loses digits as it comes near 1e-14: far below the
 * churn of any cohort that can be counted.
 *
 * @param alpha α > 0
 * @param beta β > 0
 * @param c > 0
 */
public record BetaDiscreteWeibull(double alpha, double beta, double c) implements RetentionModel {
  /** Keeps t^c away from overflow; by then nobody is left, or nobody leaves any more. */
  private static final double MOST = 1e15;

  @Override
  public double logSurvival(int t) {
    return logBeta(alpha, beta + clock(t)) - logBeta(alpha, beta);
  }

  @Override
  public double logRetention(int t) {
    // Rounding must not let a curve rise.
    return Math.min(0, logBeta(alpha, beta + clock(t)) - logBeta(alpha, beta + clock(t - 1)));
  }

  @Override
  public double logChurn(int t) {
    return Math.log(-Math.expm1(logRetention(t)));
  }

  @Override
  public double[] logRetentionGradient(int t) {
    double now = clock(t);
    double before = clock(t - 1);
    double slopeNow = digamma(beta + now) - digamma(alpha + beta + now);
    double slopeBefore = digamma(beta + before) - digamma(alpha + beta + before);
    double byAlpha = digamma(alpha + beta + before) - digamma(alpha + beta + now);
    double byClock = slopeNow * now * Math.log(t);
    double byClockBefore = before == 0 ? 0 : slopeBefore * before * Math.log(t - 1.0);
    return new double[] {
      alpha * byAlpha, beta * (slopeNow - slopeBefore), c * (byClock - byClockBefore)
    };
  }

  /** t^c: time as it passes for a single customer. */
  private double clock(int t) {
    return Math.min(MOST, Math.pow(t, c));
  }

  @Override
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("alpha", alpha);
    parameters.put("beta", beta);
    parameters.put("c", c);
    return parameters;
  }
}
