package clientele.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Customers of a BG/NBD, MBG/NBD or Pareto/NBD world, whose truth is known. */
public final class SimulatedPurchases {
  private final RandomGenerator random;
  private final double r;
  private final double alpha;
  private final double a;
  private final double b;
  private final boolean stopsAtFirst;
  private final boolean stopsAnyTime;

  /** The world of a {@link BgNbd}, a {@link MbgNbd} or a {@link ParetoNbd}. */
  public SimulatedPurchases(PurchaseModel truth, long seed) {
    random = new SplittableRandom(seed);
    r = truth.parameters().get("r");
    alpha = truth.parameters().get("alpha");
    stopsAtFirst = truth instanceof MbgNbd;
    stopsAnyTime = truth instanceof ParetoNbd;
    a = truth.parameters().get(stopsAnyTime ? "s" : "a");
    b = truth.parameters().get(stopsAnyTime ? "beta" : "b");
  }

  /** A customer up to an age, and the number of purchases in the horizon after it. */
  public record Life(PurchaseHistory history, long later) {}

  public Life life(double age, double horizon) {
    double rate = gamma(r) / alpha;
    double x = gamma(a);
    double stop = stopsAnyTime ? 0 : x / (x + gamma(b));
    double end =
        stopsAnyTime ? -Math.log(1 - random.nextDouble()) * b / x : Double.POSITIVE_INFINITY;
    long frequency = 0;
    long later = 0;
    double last = 0;
    double time = 0;
    boolean alive = !stopsAtFirst || random.nextDouble() >= stop;
    while (alive) {
      time -= Math.log(1 - random.nextDouble()) / rate;
      // Two purchases at one moment, which rounding can make of a fast buyer, cannot be told apart.
      if (time > Math.min(end, age + horizon) || time == last) {
        break;
      }
      if (time <= age) {
        frequency++;
        last = time;
      } else {
        later++;
      }
      alive = random.nextDouble() >= stop;
    }
    return new Life(new PurchaseHistory(frequency, last, age), later);
  }

  /** Times of a customer's repeat purchases after the first, up to an end. */
  public List<Double> purchases(double end) {
    double rate = gamma(r) / alpha;
    double x = gamma(a);
    double stop = x / (x + gamma(b));
    List<Double> purchases = new ArrayList<>();
    double time = 0;
    boolean alive = !stopsAtFirst || random.nextDouble() >= stop;
    while (alive) {
      time -= Math.log(1 - random.nextDouble()) / rate;
      if (time > end) {
        break;
      }
      purchases.add(time);
      alive = random.nextDouble() >= stop;
    }
    return purchases;
  }

  /** Customers acquired evenly over a quarter of the time. */
  PurchaseHistories customers(int count, double longest) {
    long[] frequency = new long[count];
    double[] recency = new double[count];
    double[] age = new double[count];
    double[] one = new double[count];
    for (int i = 0; i < count; i++) {
      PurchaseHistory history = life(longest * (1 - random.nextDouble() / 4), 0).history();
      frequency[i] = history.frequency();
      recency[i] = history.recency();
      age[i] = history.age();
      one[i] = 1;
    }
    return PurchaseHistories.of(frequency, recency, age, one);
  }

  /** G. Marsaglia and W. W. Tsang, 2000, "A simple method for generating gamma variables". */
  private double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double normal = random.nextGaussian();
      double v = Math.pow(1 + normal / Math.sqrt(9 * d), 3);
      if (v > 0
          && Math.log(1 - random.nextDouble())
              < normal * normal / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
