package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shifted beta-geometric model (sBG): every customer leaves with a chance of their own at each
 * renewal, and these chances are beta distributed.
 *
 * <pre>
 * S(t) = B(α, β + t) / B(α, β)             survival,        eq. 6
 * r(t) = (β + t - 1) / (α + β + t - 1)     retention rate,  eq. 8
 * </pre>
 *
 * <p>The rate rises with t although nobody becomes more loyal: who leaves easily has left. P. S.
 * Fader, B. G. S. Hardie, 2007, "How to project customer retention", Journal of Interactive
 * Marketing 21(1).
 *
 * @param alpha α > 0
 * @param beta β > 0; the mean chance to leave at the first renewal is α / (α + β)
 */
public record ShiftedBetaGeometric(double alpha, double beta) implements RetentionModel {
  @Override
  public double logSurvival(int t) {
    return logBeta(alpha, beta + t) - logBeta(alpha, beta);
  }

  @Override
  public double logRetention(int t) {
    return -Math.log1p(alpha / (beta + t - 1));
  }

  @Override
  public double logChurn(int t) {
    return -Math.log1p((beta + t - 1) / alpha);
  }

  @Override
  public double[] logRetentionGradient(int t) {
    double stay = beta + t - 1;
    double all = alpha + stay;
    return new double[] {-alpha / all, beta * alpha / (stay * all)};
  }

  @Override
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("alpha", alpha);
    parameters.put("beta", beta);
    return parameters;
  }
}
