package clientele.settings;

/**
 * When a subscription counts as paid for, and at what price.
 *
 * @param graceDays days between an end and the customer's next start that count as paid, once that
 *     start is known; 0: none
 * @param pastDueDays days after the end of a term whose payment failed that count as paid, unless
 *     the customer starts anew before; 0: none
 * @param churnDatedBy what ends a term
 * @param priceBasis what a term is worth
 */
public record SubscriptionSettings(
    int graceDays, int pastDueDays, ChurnDatedBy churnDatedBy, PriceBasis priceBasis) {
  /** What ends a term. */
  public enum ChurnDatedBy {
    /** The first day without service. */
    SERVICE_END,
    /** The day on which the customer gave notice, where the source tells it. */
    NOTICE;

    /** As in the configuration. */
    public String text() {
      return Reading.spelling(this);
    }
  }

  /** What a term is worth. */
  public enum PriceBasis {
    /** What is billed: a discount that begins or ends moves recurring revenue. */
    BILLED,
    /** The list price, where the source tells it: discounts move nothing. */
    LIST;

    /** As in the configuration. */
    public String text() {
      return Reading.spelling(this);
    }
  }

  /** Terms as the source has them, but for the days of grace. */
  public static SubscriptionSettings ofGrace(int graceDays) {
    return new SubscriptionSettings(graceDays, 0, ChurnDatedBy.SERVICE_END, PriceBasis.BILLED);
  }
}
