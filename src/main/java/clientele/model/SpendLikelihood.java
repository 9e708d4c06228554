package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;

import clientele.model.numeric.Objective;
import java.util.Arrays;

/**
 * The log likelihood of {@link GammaGamma} by ln p, ln q and ln γ; q may be 1 or less.
 *
 * <pre>
 * ln L = -ln B(px, q) + q ln(γ / (γ + mx)) + px ln(mx / (γ + mx)) - ln m
 * </pre>
 *
 * <p>It is best taken of money of about 1, so that no parameter is far from it.
 *
 * @param spend x and m
 */
record SpendLikelihood(SpendHistories spend) implements Objective {
  @Override
  public double value(double[] logs) {
    return sums(logs)[0];
  }

  @Override
  public double[] gradient(double[] logs) {
    double[] sums = sums(logs);
    return Arrays.copyOfRange(sums, 1, sums.length);
  }

  /** The value and after it the gradient. */
  private double[] sums(double[] logs) {
    double p = Math.exp(logs[0]);
    double q = Math.exp(logs[1]);
    double gamma = Math.exp(logs[2]);
    double[] sums = new double[4];
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
      double money = spend.orders(i) * spend.mean(i);
      double logPrior = -Math.log1p(money / gamma);
      double logOwn = -Math.log1p(gamma / money);
      double value = q * logPrior + shape * logOwn - logB - Math.log(spend.mean(i));
      double customers = spend.customers(i);
      sums[0] += customers * value;
      sums[1] += customers * shape * (byShape + logOwn);
      sums[2] += customers * q * (byQ + logPrior);
      sums[3] += customers * (q * money - shape * gamma) / (gamma + money);
    }
    return sums;
  }
}
