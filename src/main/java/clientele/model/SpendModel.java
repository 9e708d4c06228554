package clientele.model;

/** What customers spend on an order. */
public sealed interface SpendModel permits GammaGamma, OwnMean {
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
