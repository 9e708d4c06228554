package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;

/**
 * What {@link BgBb} says of one customer. A horizon is a number of opportunities, the first at time
 * 1 after the last known one.
 *
 * @param remained that the customer had not stopped before the last known opportunity; above 1 for
 *     one who is known to be alive at the next
 * @param buys α + x, of the beta distribution of the chance to buy
 * @param passes β + n - x, its other parameter
 * @param ends γ, of the beta distribution of the chance to stop
 * @param stays δ + n, its other parameter
 */
record BgBbOutlook(double remained, double buys, double passes, double ends, double stays)
    implements PurchaseOutlook {
  /** Far more opportunities than a rate of interest leaves any value to. */
  private static final double NOTHING = 1e-16;

  /** That the next opportunity finds the customer alive (eq. 11). */
  @Override
  public double alive() {
    return remained * stays / (ends + stays);
  }

  @Override
  public PurchaseOutlook ifAlive() {
    return new BgBbOutlook((ends + stays) / stays, buys, passes, ends, stays);
  }

  @Override
  public double expectedOrders(double horizon) {
    return discountedOrders(horizon, 0);
  }

  /** Fader, Hardie and Shang's eq. 13 and 14, as the sum over opportunities that they are. */
  @Override
  public double discountedOrders(double horizon, double interest) {
    double each = remained * buys / (buys + passes);
    if (horizon == Double.POSITIVE_INFINITY && interest == 0) {
      return ends > 1 ? each * stays / (ends - 1) : Double.POSITIVE_INFINITY;
    }
    double last = Math.floor(horizon);
    double sum = 0;
    double survives = 1;
    for (long j = 1; j <= last; j++) {
      survives *= (stays + j - 1) / (ends + stays + j - 1);
      double value = survives * Math.exp(-interest * j);
      sum += value;
      if (interest > 0 && value < NOTHING * -Math.expm1(-interest) * sum) {
        break;
      }
    }
    return each * sum;
  }

  @Override
  public double noOrder(double horizon) {
    return exactly(0, horizon);
  }

  /** Eq. 12: bought k times of all the opportunities, or of those before stopping. */
  @Override
  public double exactly(long orders, double horizon) {
    long last = (long) Math.floor(horizon);
    double sum = orders <= last ? Math.exp(logPath(orders, last, ends)) : 0;
    for (long j = orders; j < last; j++) {
      sum += Math.exp(logPath(orders, j, ends + 1));
    }
    double known = remained * Math.min(1, sum);
    return orders == 0 ? 1 - remained + known : known;
  }

  /** ln of k purchases at j opportunities and, by the parameter, a stop or none after them. */
  private double logPath(long orders, long j, double stopped) {
    double logChoices = -Math.log(j + 1.0) - logBeta(j - orders + 1.0, orders + 1.0);
    return logChoices
        + logBeta(buys + orders, passes + j - orders)
        - logBeta(buys, passes)
        + logBeta(stopped, stays + j)
        - logBeta(ends, stays);
  }

  @Override
  public double moreThan(long orders, double horizon) {
    double sum = 0;
    for (long count = orders + 1; count <= horizon; count++) {
      sum += exactly(count, horizon);
    }
    return Math.min(remained, sum);
  }
}
