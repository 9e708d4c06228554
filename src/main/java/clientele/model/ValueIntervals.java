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
 * on frequency, age and the version of the model, so that an interval is the same wherever and in
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
    return law(history).of(history);
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
    Law law = law(history);
    double[] alive = law.alive(history);
    return sum(law.noOrder(alive), law.draws().by(alive), unit, renewals, seed);
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
      sums.add(orders.values[draw] * unit + renewed[draw], weight, 0);
      sums.add(renewed[draw], 1 - weight, 0);
    }
    return sums.sorted().interval(zero);
  }

  /** What all customers who have bought as often at one age have in common. */
  public Law law(PurchaseHistory history) {
    return new Law(history);
  }

  /**
   * The law of W of customers with one frequency and one age. Whenever they bought last, they
   * differ in nothing but in how likely they are to be alive: draws are made once for all of them.
   */
  public final class Law {
    private final long frequency;
    private final double age;
    private final List<PurchaseOutlook> ifAlive;
    private final double[] nothing;
    private Draws draws;
    private Draws sorted;

    private Law(PurchaseHistory history) {
      frequency = history.frequency();
      age = history.age();
      ifAlive = plausible.stream().map(model -> model.outlook(history).ifAlive()).toList();
      nothing = ifAlive.stream().mapToDouble(outlook -> outlook.noOrder(horizon)).toArray();
    }

    /** The interval of W for those with a history, which is of this frequency and age. */
    public ValueInterval of(PurchaseHistory history) {
      double[] alive = alive(history);
      double zero = noOrder(alive);
      if (zero >= 1 - 2 * SIDE) {
        return new ValueInterval(zero, 0, 0);
      }
      if (sorted == null) {
        sorted = draws().sorted();
      }
      return sorted.by(alive).interval(zero);
    }

    /** By each of the models. */
    private double[] alive(PurchaseHistory history) {
      return plausible.stream().mapToDouble(model -> model.outlook(history).alive()).toArray();
    }

    private double noOrder(double[] alive) {
      double sum = 0;
      for (int i = 0; i < alive.length; i++) {
        sum += 1 - alive[i] + alive[i] * nothing[i];
      }
      return sum / alive.length;
    }

    /** Of W > 0, if alive. */
    private Draws draws() {
      if (draws == null) {
        draws = drawn();
      }
      return draws;
    }

    private Draws drawn() {
      Dice dice = Dice.of(seed, frequency, Double.doubleToLongBits(age));
      List<FutureOrders> futures =
          ifAlive.stream().map(outlook -> FutureOrders.of(outlook, horizon)).toList();
      double[] counts = spread(dice);
      double[] ends = spread(dice);
      Draws all = new Draws(DRAWS);
      for (int draw = 0; draw < DRAWS; draw++) {
        int model = draw % futures.size();
        FutureOrders.Draw orders = futures.get(model).draw(counts[draw], ends[draw], dice);
        double value =
            bought(frequency, orders.number(), dice) * present.applyAsDouble(orders.meanTime());
        all.add(value, orders.weight(), model);
      }
      return all;
    }
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

  /** Values with weights, each by one of the models. */
  private static final class Draws {
    private final double[] values;
    private final double[] weights;
    private final int[] models;
    private int size;

    Draws(int most) {
      this(new double[most], new double[most], new int[most], 0);
    }

    private Draws(double[] values, double[] weights, int[] models, int size) {
      this.values = values;
      this.weights = weights;
      this.models = models;
      this.size = size;
    }

    /** Leaves out what is nothing, or has no chance. */
    void add(double value, double weight, int model) {
      if (value > 0 && weight > 0) {
        values[size] = value;
        weights[size] = weight;
        models[size] = model;
        size++;
      }
    }

    /** Of customers who are alive with a chance, by each of the models. */
    Draws by(double[] alive) {
      double[] less = new double[weights.length];
      for (int i = 0; i < size; i++) {
        less[i] = weights[i] * alive[models[i]];
      }
      return new Draws(values, less, models, size);
    }

    /**
     * The interval of a value that is 0 with a chance, below {@link #SIDE} twice from 1, and
     * otherwise one of the draws above 0, which are sorted.
     */
    ValueInterval interval(double zero) {
      return zero < SIDE
          ? new ValueInterval(
              zero, quantile((SIDE - zero) / (1 - zero)), quantile((1 - SIDE - zero) / (1 - zero)))
          : new ValueInterval(zero, 0, quantile((1 - 2 * SIDE - zero) / (1 - zero)));
    }

    /** The same, ascending by value. */
    Draws sorted() {
      long[] order = new long[size];
      for (int place = 0; place < size; place++) {
        // The bits of numbers above 0 ascend as they do.
        long bits = Double.doubleToRawLongBits(values[place]);
        order[place] = bits >>> PLACE_BITS << PLACE_BITS | place;
      }
      Arrays.sort(order);
      Draws sorted = new Draws(size);
      for (long one : order) {
        int place = (int) (one & (1 << PLACE_BITS) - 1);
        sorted.add(values[place], weights[place], models[place]);
      }
      return sorted;
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
