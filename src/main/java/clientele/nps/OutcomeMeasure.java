package clientele.nps;

import java.util.Locale;

/** What is looked at of those who answered. */
enum OutcomeMeasure {
  /** Neither an order nor, at the end, a subscription. */
  CHURN_RATE(Unit.SHARE, 100, 30),
  /** Orders per customer. */
  ORDERS(Unit.COUNT, 100, 0),
  /** Net value of orders per customer. */
  REVENUE(Unit.CURRENCY, 1_000, 0),
  /** Discounts over what the orders would have cost without. */
  DISCOUNT_SHARE(Unit.SHARE, 100, 0),
  /** New customers per customer, whom this one brought. */
  REFERRALS(Unit.COUNT, 100, 30);

  /** Units of figures. */
  enum Unit {
    SHARE,
    COUNT,
    CURRENCY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Unit unit;
  private final int leastCustomers;
  private final int leastEvents;

  OutcomeMeasure(Unit unit, int leastCustomers, int leastEvents) {
    this.unit = unit;
    this.leastCustomers = leastCustomers;
    this.leastEvents = leastEvents;
  }

  /** As in the table. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Unit unit() {
    return unit;
  }

  /** Fewer on a side are too few to be compared; money is more uneven than what is counted. */
  int leastCustomers() {
    return leastCustomers;
  }

  /** Fewer events, or customers without one, are too few; 0: there are no events. */
  int leastEvents() {
    return leastEvents;
  }
}
