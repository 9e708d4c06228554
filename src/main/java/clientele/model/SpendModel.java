package clientele.model;

import java.util.Map;

/** What customers spend on an order. */
public sealed interface SpendModel permits GammaGamma, OwnMean {
  /** The parameters by name, in their order. */
  Map<String, Double> parameters();

  /** The name in tables. */
  String label();

  /**
   * The model of a name and parameters as {@link #parameters} gives them.
   *
   * @throws IllegalArgumentException if no model has this name
   */
  static SpendModel of(String label, Map<String, Double> parameters) {
    return switch (label) {
      case GammaGamma.LABEL ->
          new GammaGamma(parameters.get("p"), parameters.get("q"), parameters.get("gamma"));
      case OwnMean.LABEL -> new OwnMean(parameters.get("mean"));
      default -> throw new IllegalArgumentException("no spend model " + label);
    };
  }

  /**
   * What a customer will spend on an order, on average.
   *
   * @param orders x, repeat orders so far; 0 or more
   * @param mean m, of what they brought; not read if there are none
   */
  double expected(long orders, double mean);

  /** The same for somebody of whom nothing is known. */
  default double expected() {
    return expected(0, 0);
  }

  /**
   * The money in which a customer's future spend is drawn for intervals: all that differs between
   * customers with equal numbers of orders.
   *
   * @param orders as in {@link #expected(long, double)}
   */
  double unit(long orders, double mean);
}
