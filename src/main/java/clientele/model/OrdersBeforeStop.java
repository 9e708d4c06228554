package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;

/**
 * The expected number of purchases of a customer who is alive and may stop after each: the mean of
 * the smaller of a negative binomial count and a beta geometric one.
 *
 * <pre>
 * E = ∫ g(p) p^(a-1) (1-p)^(b-1) dp / B(a, b),   g(p) = (1 - (1 + p w)^(-s)) / p,   0 < p < 1
 * </pre>
 *
 * <p>With s = r + x, w = t / (α + T), a, and b + x it is the fraction in front of P(alive) in
 * equation 10 of Fader, Hardie and Lee (2005): there (a + b + x - 1)/(a - 1) and one minus a
 * hypergeometric function, which cancel near a = 1 and whose series fails for large w. Neither form
 * used here cancels: a sum of positive terms where it is short, and a quadrature.
 */
final class OrdersBeforeStop {
  /** The sum is dearer than the quadrature beyond so many terms. */
  private static final double MOST_TERMS = 2000;

  /** Terms of the sum beyond the mean: ln of the rounding, with some to spare. */
  private static final double TAIL = 40;

  /** Of the logs of numbers that do not underflow. */
  private static final double SMALLEST = 700;

  private static final double ROUNDING = 1e-17;

  private OrdersBeforeStop() {}

  /**
   * E.
   *
   * @param shape s of the gamma distribution of purchase rates, above 0
   * @param odds w, the horizon over the inverse scale of the purchase rates, 0 or more
   * @param a first parameter of the beta distribution of p, above 0
   * @param b second parameter, above 0
   */
  static double expected(double shape, double odds, double a, double b) {
    boolean underflows = shape * Math.log1p(odds) > SMALLEST;
    boolean isShort = shape * odds + TAIL * (1 + odds) < MOST_TERMS;
    return isShort && !underflows ? sum(shape, odds, a, b) : quadrature(shape, odds, a, b);
  }

  /** Σ P(N = k) × (1 + q(1) + ... + q(k-1)), where q(j) = E(1-p)^j: not to have stopped by j. */
  static double sum(double shape, double odds, double a, double b) {
    double share = odds / (1 + odds);
    double count = Math.exp(-shape * Math.log1p(odds));
    double going = 1;
    double orders = 0;
    double sum = 0;
    for (long k = 0; ; k++) {
      orders += going;
      going *= (b + k) / (a + b + k);
      count *= share * (shape + k) / (k + 1);
      double term = count * orders;
      sum += term;
      // From here on terms fall at least as fast as a geometric series with this ratio: orders
      // grow by less than (k + 2) / (k + 1).
      double ratio = share * (shape + k + 1) / (k + 1);
      if (ratio < 1 && term * ratio <= ROUNDING * (1 - ratio) * sum) {
        return sum;
      }
    }
  }

  /**
   * The trapezoidal rule over u = ln(p/(1-p)), which converges exponentially. What is left of g
   * after taking off its limits at p = 0 and p = 1,
   *
   * <pre>
   * rest(p) = g(p) - g(1) - (g(0) - g(1)) (1-p)^m,   m so that rest(p) = O(p²),
   * </pre>
   *
   * <p>falls fast in both tails even where the beta distribution does not.
   */
  static double quadrature(double shape, double odds, double a, double b) {
    double atOne = -Math.expm1(-shape * Math.log1p(odds));
    double above = shape * odds - atOne;
    double power = (shape + 1) * odds / 2 * (shape * odds / above);
    double logPower = Math.log(power);
    double logDensity = -logBeta(a, b);
    double start = peak(a, b, power);
    // A strip of π/2 on both sides of the real line, and the width of the beta distribution.
    double step = Math.min(0.27, 0.7 * Math.sqrt(1 / a + 1 / b));
    double rest = 0;
    double level = Double.NEGATIVE_INFINITY;
    for (int way = -1; way <= 1; way += 2) {
      for (double u = way < 0 ? start : start + step; ; u += way * step) {
        double small = -Math.log1p(Math.exp(-Math.abs(u)));
        double logStop = u < 0 ? u + small : small;
        double logGo = u < 0 ? small : small - u;
        // Above ln of the term but for a constant, concave in u, and largest at the start.
        double bound = a * logStop + (b + 1) * logGo + 2 * Math.min(0, logStop + logPower);
        level = Math.max(level, bound - TAIL);
        if (bound <= level) {
          break;
        }
        double stop = Math.exp(logStop);
        double orders = -Math.expm1(-shape * Math.log1p(stop * odds)) / stop;
        double left = orders - atOne - above * Math.exp(power * logGo);
        rest += left * Math.exp(logDensity + a * logStop + b * logGo);
      }
    }
    double early = Math.exp(logBeta(a, b + power) + logDensity);
    return atOne + above * early + step * rest;
  }

  /** Where the bound of the terms is largest: before, at, or after the bend at p = 1 / power. */
  private static double peak(double a, double b, double power) {
    double after = Math.log(a / (b + 1));
    double before = Math.log((a + 2) / (b + 1));
    double bend = -Math.log(Math.max(power - 1, Double.MIN_NORMAL));
    return Math.max(after, Math.min(before, bend));
  }
}
