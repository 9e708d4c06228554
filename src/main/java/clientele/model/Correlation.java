package clientele.model;

import java.util.List;
import java.util.Optional;

/**
 * Pearson's correlation over n pairs with R. A. Fisher's interval (1921), tanh(artanh r ± z / √(n -
 * 3)).
 *
 * @param n pairs
 * @param r -1..1
 * @param low lower bound, 95 %
 * @param high upper bound, 95 %
 */
public record Correlation(int n, double r, double low, double high) {
  /** With fewer pairs an interval says hardly anything. */
  public static final int FEWEST = 10;

  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Nearer to ±1 artanh is too large to be told. */
  private static final double MOST = 1 - 1e-12;

  /** A point (x, y), and the standard errors of both. */
  public record Pair(double x, double y, double errorOfX, double errorOfY) {}

  /** Empty with fewer than {@link #FEWEST} pairs, or if x or y is the same in all. */
  public static Optional<Correlation> of(List<Pair> pairs) {
    if (pairs.size() < FEWEST) {
      return Optional.empty();
    }
    double xx = spread(pairs, pair -> pair.x, pair -> pair.x);
    double yy = spread(pairs, pair -> pair.y, pair -> pair.y);
    if (!(xx > 0) || !(yy > 0)) {
      return Optional.empty();
    }
    double r = spread(pairs, pair -> pair.x, pair -> pair.y) / Math.sqrt(xx * yy);
    r = Math.max(-1, Math.min(1, r));
    if (Math.abs(r) > MOST) {
      return Optional.of(new Correlation(pairs.size(), r, r, r));
    }
    double middle = 0.5 * Math.log((1 + r) / (1 - r));
    double half = Z / Math.sqrt(pairs.size() - 3);
    return Optional.of(
        new Correlation(pairs.size(), r, Math.tanh(middle - half), Math.tanh(middle + half)));
  }

  /**
   * What the correlation would be without errors of measurement (C. Spearman, 1904): r and its
   * bounds over the root of both reliabilities, cut to ±1. Values that are drawn in towards their
   * mean vary less than the truth, by the variance that is left: reliability = Var / (Var + mean
   * squared error).
   */
  public Correlation disattenuated(List<Pair> pairs) {
    double root =
        Math.sqrt(
            reliability(pairs, pair -> pair.x, pair -> pair.errorOfX)
                * reliability(pairs, pair -> pair.y, pair -> pair.errorOfY));
    return new Correlation(n, cut(r / root), cut(low / root), cut(high / root));
  }

  private static double reliability(List<Pair> pairs, Of value, Of error) {
    double variance = spread(pairs, value, value) / (pairs.size() - 1);
    double noise =
        pairs.stream().mapToDouble(pair -> Math.pow(error.of(pair), 2)).average().orElseThrow();
    return variance / (variance + noise);
  }

  private static double cut(double correlation) {
    return Math.max(-1, Math.min(1, correlation));
  }

  /** One of the numbers of a pair. */
  private interface Of {
    double of(Pair pair);
  }

  private static double spread(List<Pair> pairs, Of one, Of other) {
    double meanOfOne = pairs.stream().mapToDouble(one::of).average().orElseThrow();
    double meanOfOther = pairs.stream().mapToDouble(other::of).average().orElseThrow();
    return pairs.stream()
        .mapToDouble(pair -> (one.of(pair) - meanOfOne) * (other.of(pair) - meanOfOther))
        .sum();
  }
}
