package clientele.model;

import static clientele.model.numeric.SpecialFunctions.logBeta;

import clientele.model.numeric.Decay;
import clientele.model.numeric.Hump;

/**
 * What {@link ParetoNbd} says of one customer: if alive, purchases come at a rate and the end comes
 * at another, both gamma distributed given the history.
 *
 * <p>All formulas are integrals over the time until the end or until a purchase, of numbers that
 * are not negative: nothing cancels, and no parameter is an exception.
 *
 * <pre>
 * discounted orders = P(alive) (r+x)/(α+T) ∫ ((β+T)/(β+T+u))^s e^(-interest u) du,  u in (0, h)
 * P(N(h) > k)       = P(alive) ∫ f(u) ((β+T)/(β+T+u))^s du,                         u in (0, h)
 * </pre>
 *
 * <p>where f is the density of the time of purchase k + 1 of a customer who does not stop. Without
 * a horizon the first is the DERT of P. S. Fader, B. G. S. Hardie, K. L. Lee, 2005, "RFM and CLV:
 * using iso-value curves for customer base analysis", Journal of Marketing Research 42(4), eq. 2.
 *
 * @param logOddsStopped ln of (1 - P(alive)) / P(alive)
 * @param shape r + x, of the purchase rates
 * @param rate α + T, their inverse scale, in units of time
 * @param endShape s, of the rates of stopping
 * @param endRate β + T, their inverse scale, in units of time
 */
record ParetoOutlook(
    double logOddsStopped, double shape, double rate, double endShape, double endRate)
    implements PurchaseOutlook {
  @Override
  public double alive() {
    return 1 / (1 + Math.exp(logOddsStopped));
  }

  @Override
  public PurchaseOutlook ifAlive() {
    return new ParetoOutlook(Double.NEGATIVE_INFINITY, shape, rate, endShape, endRate);
  }

  private double stopped() {
    return 1 / (1 + Math.exp(-logOddsStopped));
  }

  /** The time for which an alive customer buys on with a probability. */
  double lifetime(double probability) {
    return endRate * Math.expm1(-Math.log(probability) / endShape);
  }

  @Override
  public double expectedOrders(double horizon) {
    double log = Math.log1p(horizon / endRate);
    double power = 1 - endShape;
    // The same for s = 1: (e^(power log) - 1) / power tends to log.
    double time = power == 0 ? log : Math.expm1(power * log) / power;
    return alive() * shape / rate * endRate * time;
  }

  @Override
  public double discountedOrders(double horizon, double interest) {
    if (interest > 0) {
      Decay decay = new Decay(0, endRate, endShape, endRate, interest);
      return alive() * shape / rate * decay.integral(horizon);
    }
    if (horizon < Double.POSITIVE_INFINITY) {
      return expectedOrders(horizon);
    }
    return endShape > 1
        ? alive() * shape / rate * endRate / (endShape - 1)
        : Double.POSITIVE_INFINITY;
  }

  @Override
  public double noOrder(double horizon) {
    // Rounded one by one, both together can be above 1.
    return Math.min(1, stopped() + alive() * (1 - anyIfAlive(horizon)));
  }

  /** P(N(h) > 0), if alive. */
  private double anyIfAlive(double horizon) {
    Decay decay = new Decay(shape + 1, rate, endShape, endRate, 0);
    return Math.min(1, shape / rate * decay.integral(horizon));
  }

  /** The purchases come to k by themselves, or the customer stops after the k-th. */
  @Override
  public double exactly(long orders, double horizon) {
    double throughout = Math.exp(-endShape * Math.log1p(horizon / endRate));
    double counted = new NegativeBinomial(shape, horizon / rate).exactly(orders);
    Hump ending = new Hump(orders, shape, rate, endShape + 1, endRate);
    double ended =
        Math.exp(logChoices(orders) + Math.log(endShape / endRate) + ending.logIntegral(horizon));
    double ifAlive = alive() * Math.min(1, counted * throughout + ended);
    return orders == 0 ? stopped() + ifAlive : ifAlive;
  }

  @Override
  public double moreThan(long orders, double horizon) {
    if (orders == 0) {
      return alive() * anyIfAlive(horizon);
    }
    Hump next = new Hump(orders, shape + 1, rate, endShape, endRate);
    double log = logChoices(orders) + Math.log((shape + orders) / rate);
    return alive() * Math.min(1, Math.exp(log + next.logIntegral(horizon)));
  }

  /** ln Γ(r+x+k) / (Γ(r+x) k!). */
  private double logChoices(long orders) {
    return -Math.log(shape + orders) - logBeta(shape, orders + 1.0);
  }
}
