package clientele.model;

import java.util.Map;

/**
 * Customers go on to spend what they spent so far, and new ones what all do on average: where the
 * {@link GammaGamma} model does not fit, and its limit for q = 1, where customers are so unequal
 * that the others say nothing about one.
 *
 * @param mean of an order, over all orders of all customers
 */
public record OwnMean(double mean) implements SpendModel {
  /** The name in tables. */
  public static final String LABEL = "own-mean";

  @Override
  public Map<String, Double> parameters() {
    return Map.of("mean", mean);
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public double expected(long orders, double mean) {
    return orders == 0 ? this.mean : mean;
  }

  @Override
  public double unit(long orders, double mean) {
    return expected(orders, mean);
  }
}
