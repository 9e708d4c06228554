package clientele.clv;

import clientele.model.Dice;
import clientele.model.PurchaseHistories;
import clientele.model.PurchaseHistory;
import clientele.model.SpendHistories;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Customers who are all the same to a model.
 *
 * @param frequency x
 * @param recency t_x in days
 * @param age T in days
 * @param later purchases in the held out days, where such are asked for
 * @param mean m of an order, where spend is asked for
 * @param customers how many there are, 1 or more
 * @param known of them besides, as region=North, where it is asked for
 */
record Statistic(
    long frequency,
    int recency,
    int age,
    long later,
    double mean,
    long customers,
    List<String> known)
    implements Serializable {
  /** An order of their own, whatever the one they came in: of equal ones there is but one. */
  static final Comparator<Statistic> ORDER =
      Comparator.comparingLong(Statistic::frequency)
          .thenComparingInt(Statistic::recency)
          .thenComparingInt(Statistic::age)
          .thenComparingLong(Statistic::later)
          .thenComparingDouble(Statistic::mean)
          .thenComparing(one -> String.join(",", one.known()));

  /** Models measure time in weeks, as the literature does. */
  static final double DAYS_PER_UNIT = 7;

  /** The purchases as a model knows them. */
  PurchaseHistory history(Clock clock) {
    return clock.history(frequency, recency, age);
  }

  /** The purchases in days to come if there are as many a day, by the clock, as there were. */
  double atOwnRate(Clock clock, int days) {
    double seen = clock.since(age, 0);
    return seen == 0 ? 0 : frequency * clock.ahead(days) / seen;
  }

  static PurchaseHistories purchases(List<Statistic> all, Clock clock) {
    return PurchaseHistories.of(
        longs(all, Statistic::frequency),
        doubles(all, one -> clock.since(one.age, one.age - one.recency) / DAYS_PER_UNIT),
        doubles(all, one -> clock.since(one.age, 0) / DAYS_PER_UNIT),
        doubles(all, Statistic::customers));
  }

  static SpendHistories spend(List<Statistic> all) {
    return SpendHistories.of(
        longs(all, Statistic::frequency),
        doubles(all, Statistic::mean),
        doubles(all, Statistic::customers));
  }

  private static long[] longs(List<Statistic> all, ToLongFunction<Statistic> part) {
    return all.stream().mapToLong(part).toArray();
  }

  private static double[] doubles(List<Statistic> all, ToDoubleFunction<Statistic> part) {
    return all.stream().mapToDouble(part).toArray();
  }

  /** A number between 0 and 1 for each of the customers, which looks like chance. */
  double uniform(long customer) {
    return Dice.of(frequency, recency, age, later, customer).uniform();
  }
}
