package clientele.model;

import java.util.Map;

/**
 * The BG/NBD model: while alive a customer buys at a constant rate of their own, gamma distributed
 * over customers, and after each repeat purchase stops for good with a chance of their own, beta
 * distributed.
 *
 * <p>A customer who has not bought again cannot have stopped: P(alive) is 1 by construction. P. S.
 * Fader, B. G. S. Hardie, K. L. Lee, 2005, "Counting your customers the easy way: an alternative to
 * the Pareto/NBD model", Marketing Science 24(2).
 *
 * @param r shape of the purchase rates, above 0
 * @param alpha α, inverse scale of the purchase rates, in units of time, above 0
 * @param a first parameter of the chances to stop, above 0; their mean is a / (a + b)
 * @param b second parameter of the chances to stop, above 0
 */
public record BgNbd(double r, double alpha, double a, double b) implements PurchaseModel {
  static BgNbd ofLogs(double[] logs) {
    return new BgNbd(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]), Math.exp(logs[3]));
  }

  @Override
  public Map<String, Double> parameters() {
    return PurchaseFamily.BG_NBD.named(r, alpha, a, b);
  }

  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    return BetaGeometricOutlook.of(r, alpha, a, b, history, history.frequency());
  }
}
