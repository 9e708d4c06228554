package clientele.model.numeric;

import static clientele.model.numeric.SpecialFunctions.logOnePlus;

/**
 * Something that fades while time passes, in two ways by powers and in one exponentially:
 *
 * <pre>
 * f(u) = (a / (a + u))^p (b / (b + u))^q e^(-rate u),   u ≥ 0
 * </pre>
 *
 * <p>Powers come from gamma distributed rates, the exponential from discounting. The integral of f
 * is every special function of the Pareto/NBD model: with rate = 0 the difference of two Gauss
 * hypergeometric functions, with p = 0 and no end Tricomi's confluent one, b U(1, 2 - q, rate b).
 * Their series converge slowly or cancel just where customers are extreme; f is positive, so its
 * quadrature does neither. In the logarithm of time ln f has no bend down to the machine's
 * precision on a piece of length {@link #PIECE}.
 *
 * @param p 0 or more
 * @param a above 0
 * @param q 0 or more
 * @param b above 0
 * @param rate 0 or more, by unit of time
 */
public record Decay(double p, double a, double q, double b, double rate) {
  /** Longest piece of the logarithm of time, and most fall on it, that is integrated at once. */
  private static final double PIECE = 1.5;

  private static final double FALL = 12;

  /** Where f has fallen below e to the minus this, it adds nothing to its integral. */
  private static final double NOTHING = 50;

  /**
   * The integral of f.
   *
   * @param to end of the time; infinite only if rate is above 0
   */
  public double integral(double to) {
    return slopes(to)[0];
  }

  /** The integral of f, and its derivatives by p, a, q and b. */
  public double[] slopes(double to) {
    double unit = Math.min(a, b);
    double end = end(to, unit);
    int pieces = 1 + (int) (end / PIECE + (end - height(end, unit)) / FALL);
    double half = end / pieces / 2;
    double[] sums = new double[5];
    for (int piece = 0; piece < pieces; piece++) {
      for (int i = 0; i < GaussLegendre.POINTS; i++) {
        double log = (2 * piece + 1 + GaussLegendre.point(i)) * half;
        double u = unit * Math.expm1(log);
        double byA = a == unit ? log : logOnePlus(u / a);
        double byB = b == unit ? log : logOnePlus(u / b);
        double f = GaussLegendre.weight(i) * Math.exp(log - p * byA - q * byB - rate * u);
        sums[0] += f;
        sums[1] -= f * byA;
        sums[2] += f * p * u / (a * (a + u));
        sums[3] -= f * byB;
        sums[4] += f * q * u / (b * (b + u));
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= unit * half;
    }
    return sums;
  }

  /** ln(1 + u / unit) of the end, or of a time before it after which there is nothing left. */
  private double end(double to, double unit) {
    // Without the condition, 50 / 0 would be the end.
    double last = rate > 0 ? Math.min(to, (NOTHING + 10) / rate) : to;
    double log = Math.log1p(last / unit);
    double height = height(log, unit);
    // Newton's steps on a concave curve come down from the right and never pass the root.
    while (height < -NOTHING - 10) {
      double u = unit * Math.expm1(log);
      log -= (height + NOTHING) / (1 - (p / (a + u) + q / (b + u) + rate) * (u + unit));
      height = height(log, unit);
    }
    return log;
  }

  /** ln of f by the logarithm of time, 0 at the start. */
  private double height(double log, double unit) {
    double u = unit * Math.expm1(log);
    return log - p * Math.log1p(u / a) - q * Math.log1p(u / b) - rate * u;
  }
}
