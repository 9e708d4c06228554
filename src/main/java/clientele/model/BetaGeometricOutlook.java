package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;
import static clientele.model.numeric.SpecialFunctions.logOnePlus;

/**
 * What BG/NBD and MBG/NBD say of one customer: if alive, purchases come at a rate that is gamma
 * distributed, and each is the last with a chance p that is beta distributed, given the history.
 *
 * @param alive P(alive)
 * @param shape r + x, of the gamma distribution
 * @param rate α + T, its inverse scale, in units of time
 * @param a first parameter of the beta distribution
 * @param b second parameter of the beta distribution: b + x (BG/NBD) or b + x + 1 (MBG/NBD)
 */
record BetaGeometricOutlook(double alive, double shape, double rate, double a, double b)
    implements PurchaseOutlook {
  /**
   * The outlook given the history.
   *
   * @param occasions at which the customer could have stopped up to the last purchase
   */
  static BetaGeometricOutlook of(
      double r, double alpha, double a, double b, PurchaseHistory history, long occasions) {
    double shape = r + history.frequency();
    double silence = history.age() - history.recency();
    double alive = 1;
    if (occasions > 0) {
      double since = logOnePlus(silence / (alpha + history.recency()));
      alive = 1 / (1 + Math.exp(Math.log(a / (b + occasions - 1)) + shape * since));
    }
    return new BetaGeometricOutlook(alive, shape, alpha + history.age(), a, b + occasions);
  }

  @Override
  public PurchaseOutlook ifAlive() {
    return new BetaGeometricOutlook(1, shape, rate, a, b);
  }

  /** The purchases if the customer did not stop. */
  private NegativeBinomial orders(double horizon) {
    return new NegativeBinomial(shape, horizon / rate);
  }

  /** P(the customer goes on after each of the next k purchases), if alive. */
  private double goingOn(long k) {
    return Math.exp(logBeta(a, b + k) - logBeta(a, b));
  }

  @Override
  public double expectedOrders(double horizon) {
    return alive * OrdersBeforeStop.expected(shape, horizon / rate, a, b);
  }

  @Override
  public double discountedOrders(double horizon, double interest) {
    if (interest == 0) {
      double always = a > 1 ? alive * (a + b - 1) / (a - 1) : Double.POSITIVE_INFINITY;
      return Double.isInfinite(horizon) ? always : expectedOrders(horizon);
    }
    // Who buys often may stop long before the inverse scale of the rates has passed.
    return PresentValue.of(this::expectedOrders, rate / (1 + shape), horizon, interest);
  }

  @Override
  public double noOrder(double horizon) {
    return 1 - alive + alive * orders(horizon).none();
  }

  /** The purchases come to k by themselves, or the customer stops after the k-th. */
  @Override
  public double exactly(long count, double horizon) {
    if (count == 0) {
      return noOrder(horizon);
    }
    NegativeBinomial orders = orders(horizon);
    double stops = goingOn(count - 1) * a / (a + b + count - 1);
    return alive * (orders.exactly(count) * goingOn(count) + orders.moreThan(count - 1) * stops);
  }

  @Override
  public double moreThan(long count, double horizon) {
    return alive * orders(horizon).moreThan(count) * goingOn(count);
  }
}
