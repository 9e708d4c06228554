package clientele.model;

/**
 * A ratio of two sums over customers, Σy / Σx, with what its sampling error follows from.
 *
 * <p>A mean of one score per customer has x = 1; a mean of several has x = their number, so that
 * the rows of one customer are taken as one.
 *
 * @param customers with x above 0; count
 * @param x Σx
 * @param y Σy
 * @param xx Σx²
 * @param xy Σxy
 * @param yy Σy²
 */
public record RatioSums(double customers, double x, double y, double xx, double xy, double yy) {
  /** Whether there is anything to divide by. */
  public boolean isThere() {
    return customers > 0 && x > 0;
  }

  /** Σy / Σx. */
  public double ratio() {
    return y / x;
  }

  /**
   * Σ (y - r x)² / Σx² with r = {@link #ratio}: the mean square residual in terms of x, so that
   * groups whose money is of another size can be compared.
   */
  double residual() {
    double r = ratio();
    return Math.max(0, yy - 2 * r * xy + r * r * xx) / xx;
  }

  /** Σx² / (Σx)²: 1 / n where all customers have the same x (Kish, 1965). */
  double concentration() {
    return xx / (x * x);
  }

  RatioSums plus(RatioSums other) {
    return new RatioSums(
        customers + other.customers,
        x + other.x,
        y + other.y,
        xx + other.xx,
        xy + other.xy,
        yy + other.yy);
  }
}
