package clientele.model;

import java.util.Map;

/**
 * Retention when all customers are alike: at every renewal, each leaves with the same chance. It is
 * what the {@link ShiftedBetaGeometric} comes to as α and β grow, and what is left where the data
 * tell no more than a share.
 *
 * @param odds of leaving at a renewal: chance to leave / chance to stay; above 0
 */
public record ConstantRetention(double odds) implements RetentionModel {
  @Override
  public double logSurvival(int t) {
    return t * logRetention(1);
  }

  @Override
  public double logRetention(int t) {
    return -Math.log1p(odds);
  }

  @Override
  public double logChurn(int t) {
    return -Math.log1p(1 / odds);
  }

  @Override
  public double[] logRetentionGradient(int t) {
    return new double[] {-odds / (1 + odds)};
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("odds", odds);
  }
}
