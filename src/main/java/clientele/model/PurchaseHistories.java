package clientele.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct {@link PurchaseHistory purchase histories} of many customers, with how many share
 * each: all that the likelihood of a purchase model needs.
 *
 * <p>They are kept in columns, ascending by frequency, recency and age, whatever their order on the
 * way in, so that sums over them do not depend on how the data were partitioned.
 */
public final class PurchaseHistories implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] frequency;
  private final double[] recency;
  private final double[] age;
  private final double[] customers;

  private PurchaseHistories(long[] frequency, double[] recency, double[] age, double[] customers) {
    this.frequency = frequency;
    this.recency = recency;
    this.age = age;
    this.customers = customers;
  }

  /** Each history stands for one customer. */
  public static PurchaseHistories of(List<PurchaseHistory> histories) {
    double[] one = new double[histories.size()];
    Arrays.fill(one, 1);
    return of(
        histories.stream().mapToLong(PurchaseHistory::frequency).toArray(),
        histories.stream().mapToDouble(PurchaseHistory::recency).toArray(),
        histories.stream().mapToDouble(PurchaseHistory::age).toArray(),
        one);
  }

  /**
   * Histories in columns of one length; equal ones are added up.
   *
   * @param customers above 0, finite; of other than whole numbers sums depend on the order
   * @throws IllegalArgumentException if {@link PurchaseHistory#isPossible} is false for a row, or
   *     its customers are not a weight
   */
  public static PurchaseHistories of(
      long[] frequency, double[] recency, double[] age, double[] customers) {
    for (int i = 0; i < frequency.length; i++) {
      PurchaseHistory row = new PurchaseHistory(frequency[i], recency[i], age[i]);
      if (!(customers[i] > 0 && customers[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(row + " of " + customers[i] + " customers");
      }
    }
    double[] orders = Arrays.stream(frequency).asDoubleStream().toArray();
    DistinctRows rows = DistinctRows.of(customers, orders, recency, age);
    return new PurchaseHistories(
        rows.wholeNumbers(0), rows.column(1), rows.column(2), rows.weights());
  }

  /** Every step-th of the histories from one on, below an end. */
  private PurchaseHistories every(int step, int from, int end) {
    int rows = (end - from + step - 1) / step;
    PurchaseHistories some =
        new PurchaseHistories(new long[rows], new double[rows], new double[rows], new double[rows]);
    for (int i = 0; i < rows; i++) {
      int kept = from + i * step;
      some.frequency[i] = frequency[kept];
      some.recency[i] = recency[kept];
      some.age[i] = age[kept];
      some.customers[i] = customers[kept];
    }
    return some;
  }

  /** The histories in parts, which begin where the data alone say. */
  public Parts<PurchaseHistories> parts() {
    return Here.of(size(), this::every);
  }

  /** Number of distinct histories. */
  public int size() {
    return frequency.length;
  }

  /** x of the i-th history. */
  public long frequency(int i) {
    return frequency[i];
  }

  /** t_x of the i-th history. */
  public double recency(int i) {
    return recency[i];
  }

  /** T of the i-th history. */
  public double age(int i) {
    return age[i];
  }

  /** How many customers share the i-th history. */
  public double customers(int i) {
    return customers[i];
  }

  /** The i-th history. */
  public PurchaseHistory history(int i) {
    return new PurchaseHistory(frequency[i], recency[i], age[i]);
  }

  /** Number of customers. */
  public double customers() {
    return Arrays.stream(customers).sum();
  }

  /** Purchases after the first of all customers together. */
  public double repeats() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += customers[i] * frequency[i];
    }
    return sum;
  }

  /** The ages of all customers together. */
  public double exposure() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += customers[i] * age[i];
    }
    return sum;
  }
}
