package clientele.model.numeric;

import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/** Functions that the JDK does not have. */
public final class SpecialFunctions {
  private SpecialFunctions() {}

  /** ln B(a, b) for a, b > 0, without the cancellation of three logarithms of gamma functions. */
  public static double logBeta(double a, double b) {
    return Beta.logBeta(a, b);
  }

  /** The derivative of ln Γ(x) for x > 0. */
  public static double digamma(double x) {
    return Gamma.digamma(x);
  }

  /** I_x(a, b), the share of a beta distribution below x; 0 ≤ x ≤ 1, a and b > 0. */
  public static double betaShare(double x, double a, double b) {
    return Beta.regularizedBeta(x, a, b);
  }

  /** P(a, x), the share of a gamma distribution of shape a > 0 below x ≥ 0. */
  public static double gammaShare(double a, double x) {
    return Gamma.regularizedGammaP(a, x);
  }

  /** ln Γ(x) for x > 0. */
  public static double logGamma(double x) {
    return Gamma.logGamma(x);
  }

  /** The number that a standard normal variable stays below with probability p, 0 < p < 1. */
  public static double normalQuantile(double p) {
    return Math.sqrt(2) * Erf.erfInv(2 * p - 1);
  }
}
