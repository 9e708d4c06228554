package clientele.model;

import java.util.Arrays;
import java.util.List;

/**
 * The law of what customers will be worth within a horizon, as its 95 % intervals.
 *
 * <p>The value of a customer is W times the customer's {@link SpendModel#unit}, and W depends on
 * the purchase history alone: its interval is made once for all customers who share a history, by
 * {@link #DRAWS} draws of the number of orders, their dates and what they bring. The draws depend
 * on the history and the version of the model, so that an interval is the same wherever and in
 * whatever company it is made.
 */
public final class ValueIntervals {
  /** More would make the intervals dearer, not better. */
  private static final int DRAWS = 400;

  /** Chance to be missed below, and above: 2.5 %. */
  private static final double SIDE = 0.025;

  /** Low bits of a number that make room for the place of its weight: the places of all draws. */
  private static final int PLACE_BITS = 9;

  private final List<PurchaseModel> plausible;
  private final SpendModel spend;
  private final double horizon;
  private final double interest;
  private final long seed;

  private ValueIntervals(
      List<PurchaseModel> plausible, SpendModel spend, double horizon, double interest, long seed) {
    this.plausible = plausible;
    this.spend = spend;
    this.horizon = horizon;
    this.interest = interest;
    this.seed = seed;
  }

  /**
   * Intervals of one horizon.
   *
   * @param plausible the purchase models that could be the true one, which the draws take in turn;
   *     one is enough, and as much faster, if the data tell its parameters well
   * @param horizon above 0, in the unit of the models
   * @param interest continuous, for one unit of time; 0 or more
   * @param version of the model: another one gives other draws
   */
  public static ValueIntervals of(
      List<? extends PurchaseModel> plausible,
      SpendModel spend,
      double horizon,
      double interest,
      String version) {
    if (plausible.isEmpty() || !(horizon > 0 && horizon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "no interval of %d models in %s".formatted(plausible.size(), horizon));
    }
    return new ValueIntervals(List.copyOf(plausible), spend, horizon, interest, version.hashCode());
  }

  /** The interval of W for all customers with a history. */
  public ValueInterval of(PurchaseHistory history) {
    List<PurchaseOutlook> outlooks =
        plausible.stream().map(model -> model.outlook(history)).toList();
    double zero =
        outlooks.stream().mapToDouble(outlook -> outlook.noOrder(horizon)).average().orElseThrow();
    if (zero >= 1 - 2 * SIDE) {
      return new ValueInterval(zero, 0, 0);
    }
    double[] weights = new double[DRAWS];
    double[] values = sorted(history, outlooks, weights);
    return zero < SIDE
        ? new ValueInterval(
            zero,
            quantile(values, weights, (SIDE - zero) / (1 - zero)),
            quantile(values, weights, (1 - SIDE - zero) / (1 - zero)))
        : new ValueInterval(zero, 0, quantile(values, weights, (1 - 2 * SIDE - zero) / (1 - zero)));
  }

  /** Draws of W > 0, ascending. */
  private double[] sorted(
      PurchaseHistory history, List<PurchaseOutlook> outlooks, double[] sortedWeights) {
    Dice dice =
        Dice.of(
            seed,
            history.frequency(),
            Double.doubleToLongBits(history.recency()),
            Double.doubleToLongBits(history.age()));
    List<FutureOrders> futures =
        outlooks.stream().map(outlook -> FutureOrders.of(outlook, horizon)).toList();
    double[] counts = spread(dice);
    double[] ends = spread(dice);
    double[] weights = new double[DRAWS];
    long[] values = new long[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      FutureOrders.Draw orders =
          futures.get(draw % futures.size()).draw(counts[draw], ends[draw], dice);
      double value =
          bought(history.frequency(), orders.number(), dice)
              * Math.exp(-interest * orders.meanTime());
      weights[draw] = orders.weight();
      // The bits of numbers above 0 ascend as they do.
      values[draw] = Double.doubleToRawLongBits(value) >>> PLACE_BITS << PLACE_BITS | draw;
    }
    Arrays.sort(values);
    double[] sorted = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      sortedWeights[i] = weights[(int) (values[i] & (1 << PLACE_BITS) - 1)];
      sorted[i] = Double.longBitsToDouble(values[i] >>> PLACE_BITS << PLACE_BITS);
    }
    return sorted;
  }

  private double bought(long frequency, double orders, Dice dice) {
    return spend instanceof GammaGamma model ? model.drawn(frequency, orders, dice) : orders;
  }

  /** Numbers evenly spread over (0, 1), in random order. */
  private static double[] spread(Dice dice) {
    double[] spread = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      int place = dice.below(i + 1);
      spread[i] = spread[place];
      spread[place] = (i + 0.5) / DRAWS;
    }
    return spread;
  }

  /** Where a share of all weight has been passed: each value stands in the middle of its own. */
  private static double quantile(double[] values, double[] weights, double level) {
    double wanted = level * Arrays.stream(weights).sum();
    double before = 0;
    for (int i = 0; i < values.length; i++) {
      double middle = before + weights[i] / 2;
      if (middle >= wanted) {
        if (i == 0) {
          return values[0];
        }
        double gap = (weights[i - 1] + weights[i]) / 2;
        return values[i] - (middle - wanted) / gap * (values[i] - values[i - 1]);
      }
      before += weights[i];
    }
    return values[values.length - 1];
  }
}
