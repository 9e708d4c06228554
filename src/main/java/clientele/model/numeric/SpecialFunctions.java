package clientele.model.numeric;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/** Functions that the JDK does not have. */
public final class SpecialFunctions {
  /** |B(2k)| / 2k of the Bernoulli numbers, k from 5 down to 1. */
  private static final double[] STIRLING = {1.0 / 132, 1.0 / 240, 1.0 / 252, 1.0 / 120, 1.0 / 12};

  private SpecialFunctions() {}

  /**
   * ln(1 + x) for x ≥ 0 to five roundings, of any size (D. Goldberg, 1991, "What every computer
   * scientist should know about floating-point arithmetic", theorem 4): three times as fast as that
   * of the JDK.
   */
  public static double logOnePlus(double x) {
    double rounded = 1 + x;
    return rounded == 1 || rounded == Double.POSITIVE_INFINITY
        ? x
        : Math.log(rounded) * (x / (rounded - 1));
  }

  /** ln B(a, b) for a, b > 0, without the cancellation of three logarithms of gamma functions. */
  public static double logBeta(double a, double b) {
    return Beta.logBeta(a, b);
  }

  /**
   * The derivative of ln Γ(x) for x > 0: Stirling's series, from 10 on, and the recurrence below.
   *
   * <p>Not that of Hipparchus 4.0.2, which has a wrong sign in the second term of the series and so
   * is good to nine digits only: too few for the differences of gradients.
   */
  public static double digamma(double x) {
    double below = 0;
    double y = x;
    for (; y < 10; y++) {
      below += 1 / y;
    }
    double square = 1 / (y * y);
    double series = 691.0 / 32760;
    for (double coefficient : STIRLING) {
      series = coefficient - square * series;
    }
    return Math.log(y) - 1 / (2 * y) - square * series - below;
  }

  /** I_x(a, b), the share of a beta distribution below x; 0 ≤ x ≤ 1, a and b > 0. */
  public static double betaShare(double x, double a, double b) {
    return Beta.regularizedBeta(x, a, b);
  }

  /** P(a, x), the share of a gamma distribution of shape a > 0 below x ≥ 0. */
  public static double gammaShare(double a, double x) {
    return Gamma.regularizedGammaP(a, x);
  }

  /** The chance that chi-square of so many degrees of freedom is x or more; x ≥ 0. */
  public static double chiSquareTail(double x, double freedom) {
    return Gamma.regularizedGammaQ(freedom / 2, x / 2);
  }

  /** The number that chi-square of so many degrees of freedom stays below with probability p. */
  public static double chiSquareQuantile(double p, double freedom) {
    return new ChiSquaredDistribution(freedom).inverseCumulativeProbability(p);
  }

  /** ln Γ(x) for x > 0. */
  public static double logGamma(double x) {
    return Gamma.logGamma(x);
  }

  /** The chance that a standard normal variable is further from 0 than z. */
  public static double normalTails(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  /** The number that a standard normal variable stays below with probability p, 0 < p < 1. */
  public static double normalQuantile(double p) {
    return Math.sqrt(2) * Erf.erfInv(2 * p - 1);
  }
}
