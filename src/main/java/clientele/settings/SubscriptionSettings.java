package clientele.settings;

/**
 * When a subscription counts as paid for.
 *
 * @param graceDays days between an end and the customer's next start that count as paid, once that
 *     start is known; 0: none
 */
public record SubscriptionSettings(int graceDays) {}
