package clientele.insight;

import java.util.stream.Stream;

/**
 * Count, sums and sums of products of units with an outcome y over x: y / x is a mean where x is 1,
 * else a ratio of sums.
 */
record Moments(double n, double y, double x, double yy, double xy, double xx) {
  static final Moments NONE = new Moments(0, 0, 0, 0, 0, 0);

  static Moments of(double y, double x) {
    return new Moments(1, y, x, y * y, x * y, x * x);
  }

  static Moments sum(Stream<Moments> parts) {
    return parts.reduce(NONE, Moments::plus);
  }

  Moments plus(Moments other) {
    return new Moments(
        n + other.n, y + other.y, x + other.x, yy + other.yy, xy + other.xy, xx + other.xx);
  }

  double meanY() {
    return y / n;
  }

  double meanX() {
    return x / n;
  }

  double ratio() {
    return y / x;
  }

  /** Variance of the mean of y - ratio × x; of two units or more. */
  double varianceOfMean(double ratio) {
    double squares = yy - 2 * ratio * xy + ratio * ratio * xx;
    double sum = y - ratio * x;
    return Math.max(0, squares - sum * sum / n) / (n - 1) / n;
  }

  /** The mean outcome; of two units or more. */
  Estimate.Normal mean() {
    return new Estimate.Normal(meanY(), varianceOfMean(0));
  }

  double varianceOfMeanX() {
    return Math.max(0, xx - x * x / n) / (n - 1) / n;
  }

  double covarianceOfMeans() {
    return (xy - x * y / n) / (n - 1) / n;
  }

  /** The quotient of the two sums, its errors paired by unit. */
  Estimate quotient() {
    return new Estimate.Quotient(
        meanY(), meanX(), varianceOfMean(0), varianceOfMeanX(), covarianceOfMeans());
  }
}
