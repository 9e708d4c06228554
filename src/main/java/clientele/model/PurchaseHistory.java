package clientele.model;

/**
 * What a purchase model knows of one customer; all times in one unit, counted from the first
 * purchase.
 *
 * @param frequency x, purchases after the first; 0 or more
 * @param recency t_x, time of the last purchase; 0 if and only if x = 0, at most T
 * @param age T, time up to which purchases are known; 0 or more
 */
public record PurchaseHistory(long frequency, double recency, double age) {
  /** A customer at the moment of the first purchase. */
  public static final PurchaseHistory NEW = new PurchaseHistory(0, 0, 0);

  /**
   * @throws IllegalArgumentException if {@link #isPossible} is false
   */
  public PurchaseHistory {
    if (!isPossible(frequency, recency, age)) {
      throw new IllegalArgumentException(
          "no purchase history: x = %d, t_x = %s, T = %s".formatted(frequency, recency, age));
    }
  }

  /** Whether the three numbers can belong to one customer. */
  public static boolean isPossible(long frequency, double recency, double age) {
    return frequency >= 0
        && (frequency == 0) == (recency == 0)
        && recency >= 0
        && recency <= age
        && Double.isFinite(age);
  }
}
