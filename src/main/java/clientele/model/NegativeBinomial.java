package clientele.model;

import static clientele.model.numeric.SpecialFunctions.betaShare;
import static clientele.model.numeric.SpecialFunctions.logBeta;

import clientele.model.numeric.SpecialFunctions;

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

  /**
   * The least count n for which P(0 < N ≤ n) is as large as wanted.
   *
   * <p>Counted up from 1; where P(N = 0) is too small for that, there are so many that the normal
   * quantile, corrected for skewness (E. A. Cornish, R. A. Fisher, 1937), is within one of it.
   *
   * @param wanted above 0, below P(N > 0)
   * @param none P(N = 0), which callers of many counts have at hand
   */
  double count(double wanted, double none) {
    if (none < Double.MIN_NORMAL) {
      double normal = SpecialFunctions.normalQuantile(wanted);
      double spread = Math.sqrt(shape * odds * (1 + odds));
      double skew = (1 + 2 * odds) * (normal * normal - 1) / 6;
      return Math.max(1, Math.rint(shape * odds + spread * normal + skew));
    }
    double share = odds / (1 + odds);
    double term = none * shape * share;
    double sum = term;
    long count = 1;
    // The last condition ends it where rounding keeps the sum below what is wanted.
    while (sum < wanted && (term > 0x1p-60 * wanted || count < shape * odds)) {
      term *= (shape + count) / (count + 1.0) * share;
      sum += term;
      count++;
    }
    return count;
  }
}
