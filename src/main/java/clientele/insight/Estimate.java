package clientele.insight;

import clientele.model.numeric.SpecialFunctions;

/**
 * A figure with its 95 % interval, and how far it is from any other figure.
 *
 * <p>{@link #z} and the interval belong together: a figure lies outside the interval exactly if |z|
 * is above {@link #Z} there.
 */
sealed interface Estimate {
  /** The 97.5 % point of the normal distribution. */
  double Z = 1.959963984540054;

  double value();

  double low();

  double high();

  /** Standard errors from a figure to this one; positive where this one is greater. */
  double z(double figure);

  /** Whether the value and both bounds are numbers. */
  default boolean isFinite() {
    return Double.isFinite(value()) && Double.isFinite(low()) && Double.isFinite(high());
  }

  /** The same in another unit. */
  Estimate scaled(double factor);

  /** Chance to be at least so far from a figure, to either side, if it were the true one. */
  default double pValue(double figure) {
    double z = z(figure);
    return Double.isInfinite(z) ? 0 : SpecialFunctions.chiSquareTail(z * z, 1);
  }

  private static double standardised(double distance, double variance) {
    return distance == 0 ? 0 : distance / Math.sqrt(variance);
  }

  /**
   * A sum or difference of many parts: the interval is value ± z standard errors.
   *
   * @param variance of the value, 0 or more
   */
  record Normal(double value, double variance) implements Estimate {
    /** The quotient of two figures whose errors have nothing to do with each other. */
    Quotient over(Normal other) {
      return new Quotient(value, other.value, variance, other.variance, 0);
    }

    @Override
    public double low() {
      return value - Z * Math.sqrt(variance);
    }

    @Override
    public double high() {
      return value + Z * Math.sqrt(variance);
    }

    @Override
    public double z(double figure) {
      return standardised(value - figure, variance);
    }

    @Override
    public Estimate scaled(double factor) {
      return new Normal(factor * value, factor * factor * variance);
    }
  }

  /**
   * A share with Wilson's interval (1927).
   *
   * @param successes 0 to trials
   * @param trials above 0
   */
  record Share(double successes, double trials) implements Estimate {
    @Override
    public double value() {
      return successes / trials;
    }

    @Override
    public double low() {
      return Math.max(0, bound(-Z));
    }

    @Override
    public double high() {
      return Math.min(1, bound(Z));
    }

    private double bound(double z) {
      double spread = Math.sqrt(successes * (trials - successes) / trials + Z * Z / 4);
      return (successes + Z * Z / 2 + z * spread) / (trials + Z * Z);
    }

    @Override
    public double z(double figure) {
      return standardised(value() - figure, figure * (1 - figure) / trials);
    }

    @Override
    public Estimate scaled(double factor) {
      return new Normal(factor * value(), factor * factor * value() * (1 - value()) / trials);
    }
  }

  /**
   * A quotient a / b of two figures with errors.
   *
   * <p>Where both are positive and at least {@link #FIRM} of their standard errors from 0, the
   * logarithm of the quotient is taken as normal, with variance va/a² - 2 cab/(ab) + vb/b². Else
   * the interval is that of E. C. Fieller (1954, JRSS B 16(2), 175-185): all r with (a - r b)² <=
   * z² (va - 2 r cab + r² vb). It is not bounded if b may be 0; then its bounds are NaN.
   *
   * @param va variance of a
   * @param vb variance of b
   * @param cab their covariance
   */
  record Quotient(double a, double b, double va, double vb, double cab) implements Estimate {
    private static final double FIRM = 10;

    private boolean isByLogarithm() {
      return a > 0 && b > 0 && a * a >= FIRM * FIRM * va && b * b >= FIRM * FIRM * vb;
    }

    private double logVariance() {
      return Math.max(0, va / (a * a) - 2 * cab / (a * b) + vb / (b * b));
    }

    @Override
    public double value() {
      return a / b;
    }

    @Override
    public double low() {
      return isByLogarithm() ? value() * Math.exp(-Z * Math.sqrt(logVariance())) : fieller(-1);
    }

    @Override
    public double high() {
      return isByLogarithm() ? value() * Math.exp(Z * Math.sqrt(logVariance())) : fieller(1);
    }

    private double fieller(int side) {
      double square = b * b - Z * Z * vb;
      double middle = a * b - Z * Z * cab;
      double constant = a * a - Z * Z * va;
      if (square <= 0) {
        return Double.NaN;
      }
      // Of what is not bounded nothing is left here; rounding must not make the root imaginary.
      double root = Math.sqrt(Math.max(0, middle * middle - square * constant));
      return (middle + side * root) / square;
    }

    @Override
    public double z(double figure) {
      if (isByLogarithm()) {
        return figure <= 0
            ? Double.POSITIVE_INFINITY
            : standardised(Math.log(value() / figure), logVariance());
      }
      double variance = va - 2 * figure * cab + figure * figure * vb;
      return Math.signum(b) * standardised(a - figure * b, Math.max(0, variance));
    }

    @Override
    public Estimate scaled(double factor) {
      return new Quotient(factor * a, b, factor * factor * va, vb, factor * cab);
    }
  }
}
