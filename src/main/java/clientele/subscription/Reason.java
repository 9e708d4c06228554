package clientele.subscription;

import java.util.Locale;

/** Why the figure of a dialect is another one, in the order in which the steps are taken. */
enum Reason {
  /** The formula is another one; the figures that go into it are Clientele's own. */
  FORMULA,
  /** A gap that Clientele bridges is churn and reactivation. */
  GAP_WITHIN_THE_GRACE,
  /** Who moves to a free plan remains a customer. */
  FREE_PLAN_AFTER_A_PAID_ONE,
  /** A failed payment is waited for before it is churn. */
  PAST_DUE,
  /** Every change of the month is counted, not only what is left of them at its end. */
  EVERY_CHANGE_COUNTED,
  /** Each subscription is rounded to cents by itself. */
  ROUNDED_PER_SUBSCRIPTION,
  /** Foreign currencies are converted at the start of each billing period. */
  RATE_OF_THE_BILLING_PERIOD;

  /** The words in the tables. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static Reason of(String words) {
    return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
