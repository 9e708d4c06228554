package clientele.model;

import static clientele.model.numeric.SpecialFunctions.gammaShare;
import static clientele.model.numeric.SpecialFunctions.logGamma;

import java.util.Map;

/**
 * The last resort among the purchase models: all customers buy at the same rate for ever, whatever
 * their history.
 *
 * @param rate purchases in a unit of time, 0 or more
 */
public record ConstantRate(double rate) implements PurchaseModel, PurchaseOutlook {
  /** The name in tables. */
  public static final String LABEL = "mean";

  /** The mean of all customers. */
  public static ConstantRate of(Parts<PurchaseHistories> customers) {
    return of(PurchaseTotals.of(customers));
  }

  /**
   * Where nobody has bought again, which says that the rate is low, not that it is 0: half a
   * purchase (H. Jeffreys, 1946) in the time that the customers were seen for and some more.
   *
   * @param more time, above 0
   */
  public static ConstantRate withoutRepeats(Parts<PurchaseHistories> customers, double more) {
    return new ConstantRate(0.5 / (PurchaseTotals.of(customers).exposure() + more));
  }

  static ConstantRate of(PurchaseTotals customers) {
    return new ConstantRate(customers.rate());
  }

  @Override
  public Map<String, Double> parameters() {
    return Map.of("rate", rate);
  }

  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    return this;
  }

  @Override
  public double alive() {
    return 1;
  }

  @Override
  public PurchaseOutlook ifAlive() {
    return this;
  }

  @Override
  public double expectedOrders(double horizon) {
    return rate * horizon;
  }

  @Override
  public double discountedOrders(double horizon, double interest) {
    return rate == 0 ? 0 : rate * PresentValue.ofOne(horizon, interest);
  }

  @Override
  public double noOrder(double horizon) {
    return Math.exp(-rate * horizon);
  }

  @Override
  public double exactly(long orders, double horizon) {
    double mean = rate * horizon;
    return orders == 0
        ? noOrder(horizon)
        : Math.exp(orders * Math.log(mean) - mean - logGamma(orders + 1.0));
  }

  @Override
  public double moreThan(long orders, double horizon) {
    return gammaShare(orders + 1.0, rate * horizon);
  }
}
