package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;
import static clientele.model.numeric.SpecialFunctions.logOnePlus;

import clientele.model.numeric.Sums;

/**
 * The log likelihood of {@link GammaGamma} by ln p, ln q and ln γ; q may be 1 or less.
 *
 * <pre>
 * ln L = -ln B(px, q) + q ln(γ / (γ + mx)) + px ln(mx / (γ + mx)) - ln m
 * </pre>
 *
 * <p>It is best taken of money of about 1, so that no parameter is far from it.
 */
final class SpendLikelihood {
  private SpendLikelihood() {}

  /**
   * Of x and m.
   *
   * @param scale what money is multiplied with
   */
  static Likelihood<SpendHistories> of(Parts<SpendHistories> spend, double scale) {
    return new Likelihood<>(spend, (part, logs) -> sums(part, scale, logs));
  }

  private static double[] sums(SpendHistories spend, double scale, double[] logs) {
    double p = Math.exp(logs[0]);
    double q = Math.exp(logs[1]);
    double gamma = Math.exp(logs[2]);
    Sums sums = new Sums(4);
    double[] term = new double[4];
    double slopeQ = digamma(q);
    long remembered = 0;
    double logB = 0;
    double byShape = 0;
    double byQ = 0;
    for (int i = 0; i < spend.size(); i++) {
      double shape = p * spend.orders(i);
      // Rows of one frequency come one after the other.
      if (spend.orders(i) != remembered) {
        remembered = spend.orders(i);
        logB = logBeta(shape, q);
        byShape = digamma(shape + q) - digamma(shape);
        byQ = digamma(shape + q) - slopeQ;
      }
      double mean = scale * spend.mean(i);
      double money = spend.orders(i) * mean;
      double logPrior = -logOnePlus(money / gamma);
      double logOwn = -logOnePlus(gamma / money);
      term[0] = q * logPrior + shape * logOwn - logB - Math.log(mean);
      term[1] = shape * (byShape + logOwn);
      term[2] = q * (byQ + logPrior);
      term[3] = (q * money - shape * gamma) / (gamma + money);
      sums.add(term, spend.customers(i));
    }
    return sums.values();
  }
}
