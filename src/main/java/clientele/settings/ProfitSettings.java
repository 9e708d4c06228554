package clientele.settings;

/**
 * What counts in the profit of customers.
 *
 * @param revenue what is revenue
 */
public record ProfitSettings(RevenueBasis revenue) {
  /** What is revenue. */
  public enum RevenueBasis {
    /** The books where orders are read; else recurring revenue. */
    AUTO,
    /** Orders less refunds. */
    BOOKS,
    /** The books, and the recurring revenue of subscriptions. */
    ALL
  }
}
