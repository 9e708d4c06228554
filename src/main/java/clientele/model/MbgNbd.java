package clientele.model;

import java.util.Map;

/**
 * The MBG/NBD model: as the {@link BgNbd}, but a customer may stop after the first purchase, too,
 * so that one who has not bought again is not alive for certain.
 *
 * <p>E. P. Batislam, M. Denizel, A. Filiztekin, 2007, "Empirical validation and comparison of
 * models for customer base analysis", International Journal of Research in Marketing 24(3).
 *
 * @param r shape of the purchase rates, above 0
 * @param alpha α, inverse scale of the purchase rates, in units of time, above 0
 * @param a first parameter of the chances to stop, above 0; their mean is a / (a + b)
 * @param b second parameter of the chances to stop, above 0
 */
public record MbgNbd(double r, double alpha, double a, double b) implements PurchaseModel {
  static MbgNbd ofLogs(double[] logs) {
    return new MbgNbd(Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]), Math.exp(logs[3]));
  }

  @Override
  public Map<String, Double> parameters() {
    return PurchaseFamily.MBG_NBD.named(r, alpha, a, b);
  }

  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    return BetaGeometricOutlook.of(r, alpha, a, b, history, history.frequency() + 1);
  }
}
