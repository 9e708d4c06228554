package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;
import static clientele.model.numeric.SpecialFunctions.logGamma;
import static clientele.model.numeric.SpecialFunctions.logOnePlus;

/**
 * The log likelihood of BG/NBD and MBG/NBD, which differ in m, the occasions at which a customer
 * could have stopped up to the last purchase: x, or x + 1 if also at the first purchase.
 *
 * <pre>
 * ln L = Σ ln(r + j) - (r + x) ln(1 + T/α) - x ln α     j = 0 .. x - 1
 *      - Σ ln(1 + a/(b + j)) + ln(1 + e^d)              j = 0 .. m - 1
 * d    = ln a - ln(b + m - 1) + (r + x) ln((α + T)/(α + t_x));  without the last term if m = 0
 * </pre>
 *
 * <p>It is equation 6 of P. S. Fader, B. G. S. Hardie and K. L. Lee, 2005, "Counting your customers
 * the easy way", Marketing Science 24(2), and equation 6 of E. P. Batislam, M. Denizel and A.
 * Filiztekin, 2007, International Journal of Research in Marketing 24(3), with e^d the odds that
 * the customer has stopped. Gamma functions whose arguments are whole numbers apart are written as
 * sums over j, which do not cancel for large parameters; they are carried on from the frequency
 * before, or leap where it was far below.
 */
final class BetaGeometricTerms implements PurchaseFamily.Terms {
  /** ln 0. */
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** Longer sums are taken in one leap. */
  private static final int MOST_TERMS = 200;

  private final double r;
  private final double alpha;
  private final double logAlpha;
  private final double a;
  private final double b;
  private final int first;

  /** The frequency and the occasions to which the sums below go. */
  private long frequency;

  private long occasions;

  /** Σ ln(r + j) and its derivative by ln r. */
  private double logRates;

  private double byR;

  /** Σ ln(1 + a/(b + j)) and its derivatives by ln a and, but for the sign, by ln b. */
  private double logStops;

  private double byA;
  private double byB;

  /** ln(a / (b + m - 1)) if there are occasions. */
  private double logStop;

  private BetaGeometricTerms(double[] logs, int first) {
    this.r = Math.exp(logs[0]);
    this.alpha = Math.exp(logs[1]);
    this.logAlpha = logs[1];
    this.a = Math.exp(logs[2]);
    this.b = Math.exp(logs[3]);
    this.first = first;
  }

  static BetaGeometricTerms ofBg(double[] logs) {
    return new BetaGeometricTerms(logs, 0);
  }

  static BetaGeometricTerms ofMbg(double[] logs) {
    return new BetaGeometricTerms(logs, 1);
  }

  /** The NBD, in which nobody stops: the first two parameters alone. */
  static BetaGeometricTerms ofNbd(double[] logs) {
    return new BetaGeometricTerms(new double[] {logs[0], logs[1], NEVER, 0}, 0);
  }

  @Override
  public double of(long x, double recency, double age, double[] gradient) {
    carryOn(x);
    double shape = r + x;
    double sinceStart = logOnePlus(age / alpha);
    double sinceLast = logOnePlus((age - recency) / (alpha + recency));
    double stopped = 0;
    double logBoth = 0;
    if (occasions > 0) {
      double odds = logStop + shape * sinceLast;
      // The larger of the two is taken out of the logarithm, so that nothing overflows.
      double smaller = Math.exp(-Math.abs(odds));
      logBoth = Math.max(0, odds) + logOnePlus(smaller);
      stopped = (odds > 0 ? 1 : smaller) / (1 + smaller);
    }
    double atEnd = alpha + age;
    double gone = stopped * shape * (age - recency) / (alpha + recency);
    gradient[0] = byR + r * (stopped * sinceLast - sinceStart);
    gradient[1] = r * age / atEnd - alpha / atEnd * (x + gone);
    gradient[2] = stopped - byA;
    gradient[3] = byB - (stopped > 0 ? stopped * b / (b + occasions - 1) : 0);
    return logRates - shape * sinceStart - x * logAlpha - logStops + logBoth;
  }

  /** Brings the sums to a frequency. */
  private void carryOn(long x) {
    if (x == frequency && occasions == x + first) {
      return;
    }
    if (x < frequency) {
      frequency = 0;
      occasions = 0;
      logRates = 0;
      byR = 0;
      logStops = 0;
      byA = 0;
      byB = 0;
    }
    if (x - frequency > MOST_TERMS) {
      leap(x);
    }
    for (; frequency < x; frequency++) {
      logRates += Math.log(r + frequency);
      byR += r / (r + frequency);
    }
    for (; occasions < x + first; occasions++) {
      double going = b + occasions;
      logStops += Math.log1p(a / going);
      byA += a / (a + going);
      byB += a / (a + going) * (b / going);
    }
    logStop = Math.log(a / (b + occasions - 1));
  }

  /** As {@link #carryOn}, for sums so long that gamma functions cancel little. */
  private void leap(long x) {
    logRates += logGamma(r + x) - logGamma(r + frequency);
    byR += r * (digamma(r + x) - digamma(r + frequency));
    frequency = x;
    long to = x + first;
    if (a > 0) {
      double from = b + occasions;
      double going = digamma(b + to) - digamma(from);
      double both = digamma(a + b + to) - digamma(a + from);
      logStops += logBeta(a, from) - logBeta(a, b + to);
      byA += a * both;
      byB += b * (going - both);
    }
    occasions = to;
  }
}
