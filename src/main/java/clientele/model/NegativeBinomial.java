package clientele.model;

import static clientele.model.numeric.SpecialFunctions.betaShare;
import static clientele.model.numeric.SpecialFunctions.logBeta;

/**
 * Poisson counts whose mean is gamma distributed.
 *
 * @param shape of the gamma distribution, above 0
 * @param odds its scale, 0 or more: the mean count is shape × odds
 */
record NegativeBinomial(double shape, double odds) {
  /** P(N = 0). */
  double none() {
    return Math.exp(-shape * Math.log1p(odds));
  }

  /** P(N = k), k = 0, 1, ... */
  double exactly(long k) {
    if (k == 0) {
      return none();
    }
    double logChoices = -Math.log(shape + k) - logBeta(shape, k + 1.0);
    return Math.exp(logChoices + k * Math.log(odds) - (shape + k) * Math.log1p(odds));
  }

  /** P(N > k), k = 0, 1, ... */
  double moreThan(long k) {
    return k == 0
        ? -Math.expm1(-shape * Math.log1p(odds))
        : betaShare(odds / (1 + odds), k + 1.0, shape);
  }
}
