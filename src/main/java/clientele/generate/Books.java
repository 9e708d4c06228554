package clientele.generate;

import clientele.generate.Basket.Order;

/**
 * What a customer bought in a stretch of days, in pounds at the rate of the day.
 *
 * @param purchases purchase occasions of the model, cancelled ones included
 * @param occasions purchase occasions with an order that was not cancelled
 * @param net value of the orders, less linked refunds within the cancellation window
 * @param margin net less cost of goods and service cost
 * @param discount taken off the list price
 * @param list value at list price
 */
record Books(
    int purchases, int occasions, double net, double margin, double discount, double list) {
  private static final Books EMPTY = new Books(0, 0, 0, 0, 0, 0);

  /** The books of the days after the first up to the last, inclusive. */
  static Books of(World world, Customer customer, Life life, int after, int last) {
    Books books = EMPTY;
    for (Occasion occasion : life.occasions()) {
      if (occasion.day() > after && occasion.day() <= last) {
        books = books.plus(of(world, customer, occasion));
      }
    }
    return books;
  }

  private static Books of(World world, Customer customer, Occasion occasion) {
    boolean isCancelled = true;
    long net = 0;
    long margin = 0;
    long discount = 0;
    long list = 0;
    for (Order order : Basket.orders(world, customer, occasion)) {
      long refunded = refunded(world, customer, order);
      long value = order.amountCents() - Math.min(refunded, order.amountCents());
      isCancelled &= refunded > 0 && value == 0;
      net += value;
      margin += value - order.costCents() - order.serviceCents();
      discount += order.discountCents();
      list += order.amountCents() + order.discountCents();
    }
    double rate = poundsPerCent(world, customer, occasion.day());
    return new Books(
        1, isCancelled ? 0 : 1, rate * net, rate * margin, rate * discount, rate * list);
  }

  /** 1 if there was an occasion, else 0. */
  int returned() {
    return Math.min(1, occasions);
  }

  private Books plus(Books other) {
    return new Books(
        purchases + other.purchases,
        occasions + other.occasions,
        net + other.net,
        margin + other.margin,
        discount + other.discount,
        list + other.list);
  }

  private static long refunded(World world, Customer customer, Order order) {
    return Refund.of(world, customer, order).stream()
        .filter(Refund::isLinked)
        .filter(refund -> refund.day() - order.day() <= Refund.CANCELLATION_DAYS)
        .mapToLong(Refund::amountCents)
        .sum();
  }

  private static double poundsPerCent(World world, Customer customer, int day) {
    return customer.paysEuros() ? FxRates.inForce(world.timeline().date(day)) / 100 : 0.01;
  }
}
