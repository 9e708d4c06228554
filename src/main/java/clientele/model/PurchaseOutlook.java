package clientele.model;

/**
 * What to expect of one customer after the end T of what is known, by a {@link PurchaseModel}. A
 * horizon h means the time (T, T + h], in the unit of the history; h ≥ 0 and finite unless said
 * otherwise. N(h) is the number of purchases in it.
 */
public interface PurchaseOutlook {
  /** P(alive): that the customer has not stopped for good at T. */
  double alive();

  /**
   * The same of a customer who is sure to be alive. It is that of all customers with as many
   * purchases at the same age, whenever they bought last: what is expected of any of them is
   * P(alive) times as much.
   */
  PurchaseOutlook ifAlive();

  /** E[N(h)]: 0 for h = 0, never falling in h. */
  double expectedOrders(double horizon);

  /**
   * E of the sum over purchases in the horizon of exp(-rate × time since T): expected orders at
   * their present value. With an infinite horizon this is the discounted expected residual
   * transactions (DERT); infinite if that does not converge, which needs a rate of 0.
   *
   * <p>Purchases that are booked at the end of their unit of time are worth exp(-rate / 2) of it,
   * to less than a millionth at any usual rate.
   *
   * @param horizon 0 or more; may be infinite
   * @param rate continuous interest for one unit of time, ln(1 + annual rate) / units of a year; 0
   *     or more
   */
  double discountedOrders(double horizon, double rate);

  /** P(N(h) = 0). */
  double noOrder(double horizon);

  /** P(N(h) = k). */
  double exactly(long orders, double horizon);

  /** P(N(h) > k). */
  double moreThan(long orders, double horizon);
}
