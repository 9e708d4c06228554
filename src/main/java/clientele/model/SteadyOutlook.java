package clientele.model;

/**
 * What to expect of a customer who never stops and whose purchase rate is gamma distributed, given
 * the history.
 *
 * @param shape of the gamma distribution, above 0
 * @param rate its inverse scale, in units of time, above 0
 */
record SteadyOutlook(double shape, double rate) implements PurchaseOutlook {
  private NegativeBinomial orders(double horizon) {
    return new NegativeBinomial(shape, horizon / rate);
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
    return shape * horizon / rate;
  }

  @Override
  public double discountedOrders(double horizon, double interest) {
    return shape / rate * PresentValue.ofOne(horizon, interest);
  }

  @Override
  public double noOrder(double horizon) {
    return orders(horizon).none();
  }

  @Override
  public double exactly(long count, double horizon) {
    return orders(horizon).exactly(count);
  }

  @Override
  public double moreThan(long count, double horizon) {
    return orders(horizon).moreThan(count);
  }
}
