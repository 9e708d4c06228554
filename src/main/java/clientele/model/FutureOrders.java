package clientele.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The future of one customer as draws: how many orders come within the horizon and when.
 *
 * <p>A draw always has an order, and counts with the chance that there is one: no draw is wasted on
 * customers who do not come back.
 */
interface FutureOrders {
  /**
   * One of many draws.
   *
   * @param count a number between 0 and 1 that decides on the count; better evenly spread over the
   *     draws than by chance
   * @param end another, which decides on the time of the end, where the model has one
   */
  Draw draw(double count, double end, Dice dice);

  /**
   * Orders within the horizon.
   *
   * @param weight chance that there are any
   * @param number 1 or more
   * @param meanTime of the orders, from the start of the horizon
   */
  record Draw(double weight, double number, double meanTime) {}

  /** The future that an outlook sees. */
  static FutureOrders of(PurchaseOutlook outlook, double horizon) {
    if (outlook instanceof ParetoOutlook pareto) {
      return untilEnd(pareto, horizon);
    }
    if (outlook instanceof BetaGeometricOutlook beta) {
      return untilLast(beta, horizon);
    }
    return counted(outlook, horizon);
  }

  /** Bought from until a random time, at random times. */
  private static FutureOrders untilEnd(ParetoOutlook outlook, double horizon) {
    double alive = outlook.alive();
    return (count, end, dice) -> {
      double time = Math.min(horizon, outlook.lifetime(end));
      NegativeBinomial orders = new NegativeBinomial(outlook.shape(), time / outlook.rate());
      double any = orders.moreThan(0);
      return new Draw(alive * any, orders.count(count * any, orders.none()), time / 2);
    };
  }

  /** Bought from throughout, or up to and with the purchase that is the last one. */
  private static FutureOrders untilLast(BetaGeometricOutlook outlook, double horizon) {
    NegativeBinomial orders = new NegativeBinomial(outlook.shape(), horizon / outlook.rate());
    double any = orders.moreThan(0);
    double none = orders.none();
    double weight = outlook.alive() * any;
    return (count, end, dice) -> {
      double possible = orders.count(count * any, none);
      double last = possible == 1 ? 1 : lastOrder(outlook, dice);
      // The purchases are evenly spread over the horizon; of these, the first ones are made.
      return last < possible
          ? new Draw(weight, last, horizon * (last + 1) / (2 * (possible + 1)))
          : new Draw(weight, possible, horizon / 2);
    };
  }

  private static double lastOrder(BetaGeometricOutlook outlook, Dice dice) {
    double stop = dice.beta(outlook.a(), outlook.b());
    return Math.max(1, Math.ceil(Math.log(dice.uniform()) / Math.log1p(-stop)));
  }

  /** By the distribution of the count alone, as if orders came in the middle of the horizon. */
  private static FutureOrders counted(PurchaseOutlook outlook, double horizon) {
    double any = outlook.moreThan(0, horizon);
    List<Double> passed = new ArrayList<>(List.of(0.0));
    return (count, end, dice) -> {
      int number = 1;
      while (number < passed.size() && passed.get(number) < count * any) {
        number++;
      }
      while (number == passed.size()) {
        passed.add(passed.get(number - 1) + outlook.exactly(number, horizon));
        number += passed.get(number) < count * any ? 1 : 0;
      }
      return new Draw(any, number, horizon / 2);
    };
  }
}
