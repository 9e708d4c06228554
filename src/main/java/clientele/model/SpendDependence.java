package clientele.model;

import java.util.List;
import java.util.Optional;

/**
 * Whether customers who buy often spend more or less on an order than others, which {@link
 * GammaGamma} takes not to be so.
 *
 * @param rho Pearson's correlation of the number of repeat orders with their mean
 * @param etaSquared share of the variance of the means between frequencies, 0 to 1, less what
 *     chance alone would give as many frequencies (T. L. Kelley, 1935); it sees curves, too
 */
public record SpendDependence(double rho, double etaSquared) {
  /** From here on, up or down, spend depends on frequency. */
  private static final double MOST_RHO = 0.30;

  private static final double MOST_ETA_SQUARED = 0.25;

  /**
   * The repeat customers of one frequency, in sums that can be added up.
   *
   * @param orders x, 1 or more
   * @param customers who ordered x times again; 1 or more
   * @param sum of their means of an order; money
   * @param squares sum of the squares of these means
   */
  public record Frequency(long orders, long customers, double sum, double squares) {}

  /**
   * Of customers by frequency.
   *
   * @param frequencies each x once
   * @return empty if there are fewer than two frequencies, no more customers than these, or no
   *     differences in spend
   */
  public static Optional<SpendDependence> of(List<Frequency> frequencies) {
    double n = 0;
    double x = 0;
    double m = 0;
    double squares = 0;
    for (Frequency frequency : frequencies) {
      n += frequency.customers();
      x += (double) frequency.customers() * frequency.orders();
      m += frequency.sum();
      squares += frequency.squares();
    }
    double total = squares - m * m / n;
    double between = 0;
    double xx = 0;
    double xm = 0;
    for (Frequency frequency : frequencies) {
      double moreOrders = frequency.orders() - x / n;
      double moreSpend = frequency.sum() / frequency.customers() - m / n;
      between += frequency.customers() * moreSpend * moreSpend;
      xx += frequency.customers() * moreOrders * moreOrders;
      xm += frequency.customers() * moreOrders * moreSpend;
    }
    int groups = frequencies.size();
    if (groups < 2 || n <= groups || !(total > 0)) {
      return Optional.empty();
    }
    double within = Math.max(0, total - between) / (n - groups);
    return Optional.of(
        new SpendDependence(xm / Math.sqrt(xx * total), Math.max(0, 1 - within * (n - 1) / total)));
  }

  /** Whether money per order should not be forecast apart from the number of orders. */
  public boolean isStrong() {
    return Math.abs(rho) >= MOST_RHO || etaSquared >= MOST_ETA_SQUARED;
  }
}
