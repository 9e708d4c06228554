package clientele.model.classifier;

import java.util.ArrayList;
import java.util.List;

/**
 * How often yes came where it was foretold: rows in bins of about equal numbers by their
 * probability, tied rows together.
 *
 * @param bins ascending by probability; empty without rows
 */
public record Reliability(List<Bin> bins) {
  /** What the mean of |z| is if z is standard normal. */
  private static final double MEAN_DEVIATION = Math.sqrt(2 / Math.PI);

  /**
   * Rows of about one probability.
   *
   * @param rows how many, above 0
   * @param expected mean probability
   * @param actual share labelled yes
   * @param variance mean of p (1 - p): that of one label, if the probabilities are right
   */
  public record Bin(double rows, double expected, double actual, double variance) {
    double gap() {
      return actual - expected;
    }
  }

  /**
   * Of rows whose scores are probabilities.
   *
   * @param most bins at most; fewer where ties are long
   */
  public static Reliability of(ScoredRows rows, int most) {
    List<Bin> bins = new ArrayList<>();
    double all = rows.rows();
    double seen = 0;
    int first = 0;
    double full = 0;
    double binned = 0;
    for (int i = 0; i < rows.size(); i++) {
      seen += rows.rows(i);
      // A long tie may fill several bins at once, and is one.
      double filled = Math.floor(most * seen / all);
      boolean isEnd = filled > full || i == rows.size() - 1;
      if (isEnd && seen > binned) {
        bins.add(bin(rows, first, i + 1));
        binned = seen;
        first = i + 1;
        full = filled;
      }
    }
    return new Reliability(List.copyOf(bins));
  }

  private static Bin bin(ScoredRows rows, int from, int to) {
    double count = 0;
    double expected = 0;
    double actual = 0;
    double variance = 0;
    for (int i = from; i < to; i++) {
      double p = rows.score(i);
      count += rows.rows(i);
      expected += rows.rows(i) * p;
      actual += rows.yes(i);
      variance += rows.rows(i) * p * (1 - p);
    }
    return new Bin(count, expected / count, actual / count, variance / count);
  }

  private double rows() {
    return bins.stream().mapToDouble(Bin::rows).sum();
  }

  /** Expected calibration error: mean over rows of |actual - expected| of their bin; 0..1. */
  public double error() {
    return bins.stream().mapToDouble(bin -> bin.rows() * Math.abs(bin.gap())).sum() / rows();
  }

  /**
   * What {@link #error} is on average if all probabilities are right: labels come out one way or
   * the other, so it is never 0. By the normal distribution of the labels of a bin.
   */
  public double noiseFloor() {
    return bins.stream()
            .mapToDouble(
                bin -> bin.rows() * MEAN_DEVIATION * Math.sqrt(bin.variance() / bin.rows()))
            .sum()
        / rows();
  }

  /** Root of the mean square gap, less what chance adds to it; 0 where chance explains it all. */
  public double debiasedError() {
    double square =
        bins.stream()
                .mapToDouble(
                    bin -> bin.rows() * (bin.gap() * bin.gap() - bin.variance() / bin.rows()))
                .sum()
            / rows();
    return Math.sqrt(Math.max(0, square));
  }
}
