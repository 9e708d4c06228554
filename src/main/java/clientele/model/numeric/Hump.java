package clientele.model.numeric;

/**
 * Something that rises, perhaps, and then fades while time passes:
 *
 * <pre>
 * f(u) = (u / (a + u))^k (a / (a + u))^p (b / (b + u))^q,   u ≥ 0
 * </pre>
 *
 * <p>As a function of ln u, u f(u) is the exponential of a concave function, however sharp: its
 * integral is taken on both sides of the summit, as far as it matters. It keeps its relative
 * precision where it is very small.
 *
 * @param k 0 or more
 * @param p above 0
 * @param a above 0
 * @param q 0 or more
 * @param b above 0
 */
public record Hump(double k, double p, double a, double q, double b) {
  /** Longest piece of ln u that is integrated at once, and the fewest on a side. */
  private static final double PIECE = 1.5;

  private static final int PIECES = 4;

  /** Where f has fallen below e to the minus this of the summit, it adds nothing. */
  private static final double NOTHING = 40;

  /**
   * The log of the integral of f from 0; minus infinity if there is no time.
   *
   * @param to finite
   */
  public double logIntegral(double to) {
    if (to == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double end = Math.log(to);
    double summit = Math.min(end, Math.log(mode()));
    double height = log(summit);
    double sum = side(summit, height, distance(summit, height, -10 / (k + 1)));
    if (summit < end) {
      double far = distance(summit, height, 10 / (k + p + q));
      sum += side(summit, height, Math.min(end - summit, far));
    }
    return height + Math.log(sum);
  }

  /** ln(u f(u)) at u = e^log. */
  private double log(double log) {
    double u = Math.exp(log);
    double rise = k == 0 ? 0 : k * Math.log1p(a / u);
    return log - rise - p * Math.log1p(u / a) - q * Math.log1p(u / b);
  }

  /** Where u f(u) is highest; infinite if it never stops rising. */
  private double mode() {
    // The slope in ln u, times (a + u)(b + u), is a parabola with one root above 0 if any.
    double square = 1 - p - q;
    if (square >= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double linear = (k + 1) * (a + b) - (p + k) * b - q * a;
    double constant = (k + 1) * a * b;
    double root = Math.sqrt(linear * linear - 4 * square * constant);
    // Both forms are one number; each is exact where the other one is a difference of likes.
    return linear > 0 ? -(linear + root) / (2 * square) : 2 * constant / (root - linear);
  }

  /** How far from the summit there is nothing left, at least; of the sign of the first guess. */
  private double distance(double summit, double height, double guess) {
    double far = guess;
    while (log(summit + far) > height - NOTHING) {
      far *= 1.5;
    }
    return far;
  }

  /** The integral of u f(u) by ln u, from the summit as far as given, the summit being 1. */
  private double side(double summit, double height, double far) {
    int pieces = PIECES + (int) (Math.abs(far) / PIECE);
    double sum = 0;
    for (int piece = 0; piece < pieces; piece++) {
      double from = summit + far * piece / pieces;
      double to = summit + far * (piece + 1) / pieces;
      sum += GaussLegendre.integral(log -> Math.exp(log(log) - height), from, to);
    }
    return Math.abs(sum);
  }
}
