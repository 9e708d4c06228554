package clientele.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

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
  private static final int PLACE_BITS = 10;

  private final List<PurchaseModel> plausible;
  private final SpendModel spend;
  private final double horizon;
  private final DoubleUnaryOperator present;
  private final long seed;

  private ValueIntervals(
      List<PurchaseModel> plausible,
      SpendModel spend,
      double horizon,
      DoubleUnaryOperator present,
      long seed) {
    this.plausible = plausible;
    this.spend = spend;
    this.horizon = horizon;
    this.present = present;
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
    return of(plausible, spend, horizon, time -> Math.exp(-interest * time), version);
  }

  /**
   * The same, of money that waits by another clock than that of the models.
   *
   * @param present value of 1, by the mean time of orders that are even by the clock of the models
   */
  public static ValueIntervals of(
      List<? extends PurchaseModel> plausible,
      SpendModel spend,
      double horizon,
      DoubleUnaryOperator present,
      String version) {
    if (plausible.isEmpty() || !(horizon > 0 && horizon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "no interval of %d models in %s".formatted(plausible.size(), horizon));
    }
    return new ValueIntervals(List.copyOf(plausible), spend, horizon, present, version.hashCode());
  }

  /** The interval of W for all customers with a history. */
  public ValueInterval of(PurchaseHistory history) {
    List<PurchaseOutlook> outlooks = outlooks(history);
    double zero = noOrder(outlooks);
    return zero >= 1 - 2 * SIDE
        ? new ValueInterval(zero, 0, 0)
        : drawn(history, outlooks).interval(zero);
  }

  /**
   * The interval of what orders and subscriptions of a customer will bring together: of their sum
   * in each draw, as if they had nothing to do with each other.
   *
   * @param unit of W in money; 0 or more
   * @param renewals of the customer's subscriptions; with none, it is that of W in the unit
   */
  public ValueInterval of(PurchaseHistory history, double unit, List<FutureRenewals> renewals) {
    if (renewals.isEmpty()) {
      return of(history).times(unit);
    }
    if (unit == 0) {
      return ofRenewals(renewals, seed);
    }
    List<PurchaseOutlook> outlooks = outlooks(history);
    return sum(noOrder(outlooks), drawn(history, outlooks), unit, renewals, seed);
  }

  /**
   * The interval of what subscriptions will bring to a customer without orders.
   *
   * @param version as in {@link #of(List, SpendModel, double, double, String)}
   */
  public static ValueInterval ofRenewals(List<FutureRenewals> renewals, String version) {
    return ofRenewals(renewals, version.hashCode());
  }

  private static ValueInterval ofRenewals(List<FutureRenewals> renewals, long seed) {
    return sum(1, new Draws(DRAWS), 0, renewals, seed);
  }

  private List<PurchaseOutlook> outlooks(PurchaseHistory history) {
    return plausible.stream().map(model -> model.outlook(history)).toList();
  }

  private double noOrder(List<PurchaseOutlook> outlooks) {
    return outlooks.stream()
        .mapToDouble(outlook -> outlook.noOrder(horizon))
        .average()
        .orElseThrow();
  }

  private static ValueInterval sum(
      double noOrder, Draws orders, double unit, List<FutureRenewals> renewals, long seed) {
    double zero = noOrder;
    double[] renewed = new double[DRAWS];
    for (FutureRenewals future : renewals) {
      zero *= future.nothing();
      double[] uniform = spread(Dice.of(seed, future.seed()));
      for (int draw = 0; draw < DRAWS; draw++) {
        renewed[draw] += future.drawn(uniform[draw]);
      }
    }
    if (zero >= 1 - 2 * SIDE) {
      return new ValueInterval(zero, 0, 0);
    }
    // Each draw with orders, and without.
    Draws sums = new Draws(2 * DRAWS);
    for (int draw = 0; draw < DRAWS; draw++) {
      double weight = orders.weights[draw];
      sums.add(orders.values[draw] * unit + renewed[draw], weight);
      sums.add(renewed[draw], 1 - weight);
    }
    return sums.interval(zero);
  }

  /** Draws of W > 0. */
  private Draws drawn(PurchaseHistory history, List<PurchaseOutlook> outlooks) {
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
    Draws draws = new Draws(DRAWS);
    for (int draw = 0; draw < DRAWS; draw++) {
      FutureOrders.Draw orders =
          futures.get(draw % futures.size()).draw(counts[draw], ends[draw], dice);
      double value =
          bought(history.frequency(), orders.number(), dice)
              * present.applyAsDouble(orders.meanTime());
      draws.add(value, orders.weight());
    }
    return draws;
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

  /** Values with weights. */
  private static final class Draws {
    private final double[] values;
    private final double[] weights;
    private int size;

    Draws(int most) {
      values = new double[most];
      weights = new double[most];
    }

    /** Leaves out what is nothing, or has no chance. */
    void add(double value, double weight) {
      if (value > 0 && weight > 0) {
        values[size] = value;
        weights[size] = weight;
        size++;
      }
    }

    /**
     * The interval of a value that is 0 with a chance, below {@link #SIDE} twice from 1, and
     * otherwise one of the draws above 0.
     */
    ValueInterval interval(double zero) {
      sort();
      return zero < SIDE
          ? new ValueInterval(
              zero, quantile((SIDE - zero) / (1 - zero)), quantile((1 - SIDE - zero) / (1 - zero)))
          : new ValueInterval(zero, 0, quantile((1 - 2 * SIDE - zero) / (1 - zero)));
    }

    private void sort() {
      long[] sorted = new long[size];
      for (int place = 0; place < size; place++) {
        // The bits of numbers above 0 ascend as they do.
        long bits = Double.doubleToRawLongBits(values[place]);
        sorted[place] = bits >>> PLACE_BITS << PLACE_BITS | place;
      }
      Arrays.sort(sorted);
      double[] before = weights.clone();
      for (int i = 0; i < size; i++) {
        weights[i] = before[(int) (sorted[i] & (1 << PLACE_BITS) - 1)];
        values[i] = Double.longBitsToDouble(sorted[i] >>> PLACE_BITS << PLACE_BITS);
      }
    }

    /** Where a share of all weight has been passed: each value stands in the middle of its own. */
    private double quantile(double level) {
      double wanted = level * Arrays.stream(weights, 0, size).sum();
      double before = 0;
      for (int i = 0; i < size; i++) {
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
      return size == 0 ? 0 : values[size - 1];
    }
  }
}
