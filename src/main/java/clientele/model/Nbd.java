package clientele.model;

import java.util.Map;

/**
 * The NBD model: customers buy at constant rates of their own, gamma distributed over them, and
 * never stop. A. S. C. Ehrenberg, 1959, "The pattern of consumer purchases", Applied Statistics
 * 8(1).
 *
 * @param r shape of the purchase rates, above 0
 * @param alpha α, inverse scale of the purchase rates, in units of time, above 0
 */
public record Nbd(double r, double alpha) implements PurchaseModel {
  static Nbd ofLogs(double[] logs) {
    return new Nbd(Math.exp(logs[0]), Math.exp(logs[1]));
  }

  /** ln L = Σ ln(r + j) - r ln(1 + T/α) - x ln(α + T), j = 0 .. x - 1. */
  static PurchaseFamily.Terms terms(double[] logs) {
    PurchaseFamily.Terms rates = BetaGeometricTerms.ofNbd(logs);
    double[] all = new double[4];
    return (x, recency, age, gradient) -> {
      double term = rates.of(x, recency, age, all);
      System.arraycopy(all, 0, gradient, 0, 2);
      return term;
    };
  }

  @Override
  public Map<String, Double> parameters() {
    return PurchaseFamily.NBD.named(r, alpha);
  }

  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    return new SteadyOutlook(r + history.frequency(), alpha + history.age());
  }
}
