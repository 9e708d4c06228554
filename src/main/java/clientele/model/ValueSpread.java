package clientele.model;

/**
 * How far from its mean the value of a customer within a horizon may turn out by chance alone: what
 * the variance of a total of many customers is added up from.
 *
 * <p>By draws of the number of orders and their dates; what these bring is left to formulas, given
 * x repeat orders so far and p, q of the {@link GammaGamma} model,
 *
 * <pre>
 * E[V | N] = p N u / (px+q-1),   E[V² | N] = p N (p N + 1) u² / ((px+q-1) (px+q-2))
 * </pre>
 *
 * <p>with the customer's {@link SpendModel#unit} u. The second needs px + q > 2. Nearer to that
 * than by a half, or below it, nearly all of the variance is that of orders larger than any in the
 * data, and px + q counts as 2.5.
 *
 * @param model of how the customers buy
 * @param spend of what they spend
 * @param horizon above 0, in the unit of the model
 * @param interest continuous, for one unit of time; 0 or more
 */
public record ValueSpread(PurchaseModel model, SpendModel spend, double horizon, double interest) {
  /** As customers are many, each may be a little off. */
  private static final int DRAWS = 100;

  private static final double LEAST_SHAPE = 2.5;

  private static final double NOBODY = 1e-100;

  /**
   * Variance over squared mean of the value of each customer with a history who is sure to be
   * alive: the same for all with as many purchases at one age. 0 without value.
   */
  public double ifAlive(PurchaseHistory history) {
    FutureOrders future = FutureOrders.of(model.outlook(history).ifAlive(), horizon);
    Dice dice = Dice.of(history.frequency(), Double.doubleToLongBits(history.age()));
    double mean = 0;
    double square = 0;
    for (int i = 0; i < DRAWS; i++) {
      FutureOrders.Draw draw = future.draw((i + 0.5) / DRAWS, dice.uniform(), dice);
      double present = Math.exp(-interest * draw.meanTime());
      mean += draw.weight() * draw.number() * present / DRAWS;
      square += draw.weight() * squareOf(draw.number()) * present * present / DRAWS;
    }
    return mean > 0 ? spreadOfSpend(history) * square / (mean * mean) - 1 : 0;
  }

  /** The same of a customer who may not be alive; 0 of one who surely is not. */
  public double relativeVariance(PurchaseHistory history) {
    return of(ifAlive(history), model.outlook(history).alive());
  }

  /**
   * The same.
   *
   * @param ifAlive what it is if alive
   * @param alive the chance of that
   */
  public static double of(double ifAlive, double alive) {
    return alive > NOBODY ? (1 + ifAlive) / alive - 1 : 0;
  }

  /** E[V² | N] in what is the same for all N, where E[V | N] is N. */
  private double squareOf(double orders) {
    return spend instanceof GammaGamma gamma ? orders * (orders + 1 / gamma.p()) : orders * orders;
  }

  /** E of the squared mean spend of the customer, over its squared mean. */
  private double spreadOfSpend(PurchaseHistory history) {
    if (spend instanceof GammaGamma gamma) {
      double shape = Math.max(LEAST_SHAPE, gamma.p() * history.frequency() + gamma.q());
      return (shape - 1) / (shape - 2);
    }
    return 1;
  }
}
