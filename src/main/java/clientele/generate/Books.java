package clientele.generate;

import clientele.generate.Basket.Order;

/**
 * What a customer bought in a stretch of days, in pounds at the rate of the day.
 *
 * @param occasions purchase occasions
 * @param net value of the orders, less linked refunds within the cancellation window
 * @param margin net less cost of goods and service cost
 * @param discount taken off the list price
 * @param list value at list price
 */
record Books(int occasions, double net, double margin, double discount, double list) {
  /** The books of the days after the first up to the last, inclusive. */
  static Books of(World world, Customer customer, Life life, int after, int last) {
    int occasions = 0;
    double net = 0;
    double margin = 0;
    double discount = 0;
    double list = 0;
    for (Occasion occasion : life.occasions()) {
      if (occasion.day() <= after || occasion.day() > last) {
        continue;
      }
      occasions++;
      double rate = poundsPerCent(world, customer, occasion.day());
      for (Order order : Basket.orders(world, customer, occasion)) {
        long value = order.amountCents() - refunded(world, customer, order);
        net += rate * value;
        margin += rate * (value - order.costCents() - order.serviceCents());
        discount += rate * order.discountCents();
        list += rate * (order.amountCents() + order.discountCents());
      }
    }
    return new Books(occasions, net, margin, discount, list);
  }

  private static long refunded(World world, Customer customer, Order order) {
    long refunded = 0;
    for (Refund refund : Refund.of(world, customer, order)) {
      if (refund.isLinked() && refund.day() - order.day() <= Refund.CANCELLATION_DAYS) {
        refunded += refund.amountCents();
      }
    }
    return Math.min(refunded, order.amountCents());
  }

  private static double poundsPerCent(World world, Customer customer, int day) {
    return customer.paysEuros() ? FxRates.inForce(world.timeline().date(day)) / 100 : 0.01;
  }
}
