package clientele.model;

import java.io.Serializable;
import java.util.Map;

/**
 * How customers without a contract buy, and when they stop for good: with given parameters, what to
 * expect of a customer.
 */
public interface PurchaseModel extends Serializable {
  /** The parameters by name, in their order. */
  Map<String, Double> parameters();

  /** What the history of a customer says about the time after it, in the same unit of time. */
  PurchaseOutlook outlook(PurchaseHistory history);

  /** E[X(t)]: repeat purchases of a new customer up to time t after the first purchase. */
  default double expectedOrders(double time) {
    return outlook(PurchaseHistory.NEW).expectedOrders(time);
  }
}
