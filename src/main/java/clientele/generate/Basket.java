package clientele.generate;

import clientele.generate.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * What is bought at an occasion: one order, rarely two, of one to four lines in all.
 *
 * <p>The net value of the occasion in pounds is Gamma({@link World#SPEND_SHAPE}) over the
 * customer's spend rate, cut into lines; all money is whole cents of the customer's currency, and
 * an order is the exact sum of its lines.
 */
final class Basket {
  static final String[] CATEGORIES = {
    "grocery", "household", "beauty", "apparel", "electronics", "toys", "garden", "sports"
  };

  private static final double[] COST_SHARE = {0.68, 0.60, 0.45, 0.48, 0.74, 0.55, 0.58, 0.52};
  private static final int PRODUCTS_PER_CATEGORY = 40;
  private static final int MAX_LINES = 4;
  private static final double TWO_ORDERS_SHARE = 0.04;
  private static final double FREE_ORDER_SHARE = 0.004;
  private static final int DAY_SECONDS = 86_400;

  /** Euro cents for a penny's worth of goods. */
  private static final double EURO_PRICES = 1.16;

  private static final int STORE = 2;

  private Basket() {}

  /** An order line; money in cents. */
  record Line(
      int category,
      int product,
      int quantity,
      long amountCents,
      long costCents,
      long discountCents) {}

  /**
   * An order.
   *
   * @param number of the customer's orders, from 1; never the same twice
   */
  record Order(
      String id,
      int number,
      int day,
      int secondOfDay,
      int channel,
      List<Line> lines,
      long amountCents,
      long costCents,
      long discountCents,
      long serviceCents) {}

  /** The orders of an occasion. */
  static List<Order> orders(World world, Customer customer, Occasion occasion) {
    Draws draws = world.draws(customer.id(), Purpose.BASKET, occasion.index());
    int[] categories = categories(world, customer, occasion.index());
    boolean isSplit = draws.chance(TWO_ORDERS_SHARE) && categories.length > 1;
    boolean isFree = draws.chance(FREE_ORDER_SHARE);
    int second = secondOfDay(draws);
    int channel = draws.chance(0.8) ? customer.channel() : draws.below(Customer.CHANNELS.length);
    double pounds =
        isFree
            ? 0
            : draws.gamma(World.SPEND_SHAPE) / customer.spendRate() * occasion.moodSpend(world);
    List<Line> lines = lines(customer, categories, pounds, occasion.discount(), draws);
    List<Order> orders = new ArrayList<>(2);
    int number = 2 * occasion.index() + 1;
    if (isSplit) {
      int later = Math.min(DAY_SECONDS - 1, second + 1800);
      List<Line> rest = lines.subList(1, lines.size());
      orders.add(order(customer, number, occasion.day(), second, channel, lines.subList(0, 1)));
      orders.add(order(customer, number + 1, occasion.day(), later, channel, rest));
    } else {
      orders.add(order(customer, number, occasion.day(), second, channel, lines));
    }
    return orders;
  }

  /** The categories of an occasion as bits. */
  static int categoryMask(World world, Customer customer, int occasion) {
    int mask = 0;
    for (int category : categories(world, customer, occasion)) {
      mask |= 1 << category;
    }
    return mask;
  }

  /** The category of each line of an occasion. */
  private static int[] categories(World world, Customer customer, int occasion) {
    Draws draws = world.draws(customer.id(), Purpose.CATEGORIES, occasion);
    int[] categories = new int[1 + draws.pick(0.5, 0.27, 0.15, 0.08)];
    for (int i = 0; i < categories.length; i++) {
      boolean explores = draws.chance(customer.curiosity());
      categories[i] = explores ? draws.below(CATEGORIES.length) : customer.favourite();
    }
    return categories;
  }

  private static List<Line> lines(
      Customer customer, int[] categories, double pounds, double discount, Draws draws) {
    double currency = customer.paysEuros() ? EURO_PRICES : 1;
    long total = Math.round(pounds * 100 * currency);
    double[] weights = new double[MAX_LINES];
    double sum = 0;
    for (int i = 0; i < categories.length; i++) {
      weights[i] = draws.exponential();
      sum += weights[i];
    }
    List<Line> lines = new ArrayList<>(categories.length);
    long rest = total;
    for (int i = 0; i < categories.length; i++) {
      boolean isLast = i == categories.length - 1;
      long amount = isLast ? rest : Math.min(rest, Math.round(total * weights[i] / sum));
      rest -= amount;
      double list = amount / (1 - discount);
      double cost = list * COST_SHARE[categories[i]] * (0.9 + 0.2 * draws.uniform());
      lines.add(
          new Line(
              categories[i],
              draws.below(PRODUCTS_PER_CATEGORY),
              1 + draws.pick(0.6, 0.25, 0.1, 0.05),
              amount,
              Math.round(cost),
              Math.round(list) - amount));
    }
    return lines;
  }

  private static Order order(
      Customer customer, int number, int day, int second, int channel, List<Line> lines) {
    long amount = 0;
    long cost = 0;
    long discount = 0;
    for (Line line : lines) {
      amount += line.amountCents();
      cost += line.costCents();
      discount += line.discountCents();
    }
    // Handling everywhere; the seller pays the delivery of what does not leave a shop by hand.
    long service = channel == STORE ? 40 : 150 + (amount >= 4000 ? 295 : 0);
    return new Order(
        customer.key() + "-" + number,
        number,
        day,
        second,
        channel,
        lines,
        amount,
        cost,
        discount,
        service);
  }

  /** Shopping hours with a peak at midday and one in the evening, and some orders at midnight. */
  private static int secondOfDay(Draws draws) {
    double hour =
        switch (draws.pick(0.35, 0.40, 0.20, 0.05)) {
          case 0 -> 12.5 + 2.5 * draws.normal();
          case 1 -> 20 + 1.8 * draws.normal();
          case 2 -> 24 * draws.uniform();
          // wraps: half of these fall just before midnight, half just after
          default -> 24 + 0.3 * draws.normal();
        };
    return Math.floorMod((int) Math.floor(hour * 3600), DAY_SECONDS);
  }
}
