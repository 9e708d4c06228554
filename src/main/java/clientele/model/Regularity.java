package clientele.model;

import java.util.OptionalDouble;

/**
 * How regularly customers buy: k of Wheat and Morrison, from sums that can be added up.
 *
 * <p>Each customer with three purchases or more gives one share, that of the earlier of the last
 * two gaps in both. If gaps are gamma distributed with shape k, whatever the customer's own rate,
 * the share is beta distributed (k, k), whose variance is 1 / (4 (2k + 1)). k = 1 is purchase at
 * random, as all models here take it; above {@link #REGULAR} their intervals are too wide, and a
 * customer who is overdue still counts as alive. R. D. Wheat, D. G. Morrison, 1990, "Estimating
 * purchase regularity with two interpurchase times", Journal of Marketing Research 27(1).
 *
 * @param customers number of shares
 * @param sum of the shares
 * @param squares sum of their squares
 */
public record Regularity(long customers, double sum, double squares) {
  /** From here on purchases are too regular for the models. */
  public static final double REGULAR = 1.5;

  /** No customer. */
  public static final Regularity NONE = new Regularity(0, 0, 0);

  /**
   * One customer.
   *
   * @param earlier the last gap but one; above 0
   * @param later the last gap, in the same unit of time; above 0
   */
  public static Regularity of(double earlier, double later) {
    double share = earlier / (earlier + later);
    return new Regularity(1, share, share * share);
  }

  /** These customers and others. */
  public Regularity plus(Regularity other) {
    return new Regularity(customers + other.customers, sum + other.sum, squares + other.squares);
  }

  private double variance() {
    return Math.max(0, squares - sum * sum / customers) / (customers - 1);
  }

  /** k, 0 or more, infinite if all shares are equal; empty below two customers. */
  public OptionalDouble k() {
    return customers < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, (1 / variance() - 4) / 8));
  }

  /** Of k, by the delta method and the fourth moment that the beta distribution should have. */
  public OptionalDouble standardError() {
    OptionalDouble k = k();
    return k.isEmpty() || Double.isInfinite(k.getAsDouble())
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.sqrt((2 - 6 / (2 * k.getAsDouble() + 3)) / customers) / (8 * variance()));
  }
}
