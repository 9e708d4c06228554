package clientele.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often customers bought again, and what they spent each time on average: all that the
 * likelihood of a spend model needs. Ascending by orders and mean, so that sums over them do not
 * depend on how the data were partitioned.
 */
public final class SpendHistories implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] orders;
  private final double[] mean;
  private final double[] customers;

  private SpendHistories(long[] orders, double[] mean, double[] customers) {
    this.orders = orders;
    this.mean = mean;
    this.customers = customers;
  }

  /**
   * Columns of one length; equal rows are added up.
   *
   * @param orders x, repeat orders; 1 or more
   * @param mean m, of what the x orders brought; money, above 0
   * @param customers how many have this x and m; above 0
   * @throws IllegalArgumentException if a row is not so
   */
  public static SpendHistories of(long[] orders, double[] mean, double[] customers) {
    for (int i = 0; i < orders.length; i++) {
      boolean possible = orders[i] >= 1 && positive(mean[i]) && positive(customers[i]);
      if (!possible) {
        throw new IllegalArgumentException(
            "no spend history: x = %d, m = %s, of %s customers"
                .formatted(orders[i], mean[i], customers[i]));
      }
    }
    double[] numbers = Arrays.stream(orders).asDoubleStream().toArray();
    DistinctRows rows = DistinctRows.of(customers, numbers, mean);
    return new SpendHistories(rows.wholeNumbers(0), rows.column(1), rows.weights());
  }

  private static boolean positive(double number) {
    return number > 0 && number < Double.POSITIVE_INFINITY;
  }

  /** The rows in parts, which begin where the data alone say. */
  Parts<SpendHistories> parts() {
    return Here.of(size(), this::every);
  }

  /** Every step-th of the rows from one on, below an end. */
  private SpendHistories every(int step, int from, int end) {
    int[] kept = IntStream.range(from, end).filter(i -> (i - from) % step == 0).toArray();
    return new SpendHistories(
        Arrays.stream(kept).mapToLong(i -> orders[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> mean[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> customers[i]).toArray());
  }

  /** Number of rows. */
  public int size() {
    return orders.length;
  }

  long orders(int i) {
    return orders[i];
  }

  double mean(int i) {
    return mean[i];
  }

  double customers(int i) {
    return customers[i];
  }

  /** Number of customers. */
  public double customers() {
    return Arrays.stream(customers).sum();
  }

  /** What an order brought, over all orders of all customers; NaN without any. */
  public static double meanOfOrders(Parts<SpendHistories> spend) {
    double[] sums = spend.sums(2, SpendHistories::moneyAndOrders);
    return sums[0] / sums[1];
  }

  private double[] moneyAndOrders() {
    double money = 0;
    double number = 0;
    for (int i = 0; i < size(); i++) {
      money += customers[i] * orders[i] * mean[i];
      number += customers[i] * orders[i];
    }
    return new double[] {money, number};
  }
}
