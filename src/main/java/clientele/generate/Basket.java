package clientele.generate;

import clientele.generate.Draws.Purpose;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final double[] LINE_COUNTS = {0.5, 0.27, 0.15, 0.08};
  private static final double TWO_ORDERS_SHARE = 0.04;
  private static final double FREE_ORDER_SHARE = 0.004;
  private static final int DAY_SECONDS = 86_400;

  /** Euro cents for a penny's worth of goods. */
  private static final double EURO_PRICES = 1.16;

  private static final int STORE = 2;
  private static final long STORE_CENTS = 40;
  private static final long HANDLING_CENTS = 150;
  private static final long DELIVERY_CENTS = 295;

  /** Orders from this value on are delivered at the seller's cost. */
  private static final long FREE_DELIVERY_CENTS = 4000;

  /** Discounts are 5, 10, ... 25 %. */
  static final double DISCOUNT_STEP = 0.05;

  static final int DISCOUNT_STEPS = 5;

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

  /**
   * Expected margin in pounds of a future occasion in the mood the life ends in, at the rate of the
   * last day: value less refunds, cost and service. A second order of the same day is left out; it
   * costs handling once more in one occasion of fifty.
   */
  static double expectedMargin(World world, Customer customer, Life life) {
    double curiosity = customer.curiosity();
    double anywhere = Arrays.stream(COST_SHARE).average().orElseThrow();
    double cost = curiosity * anywhere + (1 - curiosity) * COST_SHARE[customer.favourite()];
    double depth = 0;
    for (int step = 1; step <= DISCOUNT_STEPS; step++) {
      depth += 1 / (1 - DISCOUNT_STEP * step) / DISCOUNT_STEPS;
    }
    double affinity = life.discountChance();
    double listPerNet = 1 - affinity + affinity * depth;
    double spendRate = customer.spendRate() / world.effect(1 + 0.05 * life.mood());
    LocalDate last = world.timeline().date(world.timeline().days() - 1);
    double prices = customer.paysEuros() ? EURO_PRICES : 1;
    double exchange = customer.paysEuros() ? FxRates.inForce(last) : 1;
    double value = prices * World.SPEND_SHAPE / spendRate;
    double delivered = gammaTail(spendRate * FREE_DELIVERY_CENTS / 100 / prices);
    double store = 0.8 * (customer.channel() == STORE ? 1 : 0) + 0.2 / Customer.CHANNELS.length;
    double paidFor = 1 - FREE_ORDER_SHARE;
    double delivery = paidFor * delivered * DELIVERY_CENTS;
    double service = store * STORE_CENTS + (1 - store) * (HANDLING_CENTS + delivery);
    double goods = paidFor * value * (1 - Refund.expectedShare() - cost * listPerNet);
    return exchange * (goods - service / 100);
  }

  /** P(X > x) of a gamma variable of shape SPEND_SHAPE = 4: a Poisson sum. */
  private static double gammaTail(double x) {
    return Math.exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
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
    int[] categories = new int[1 + draws.pick(LINE_COUNTS)];
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
    long delivery = amount >= FREE_DELIVERY_CENTS ? DELIVERY_CENTS : 0;
    long service = channel == STORE ? STORE_CENTS : HANDLING_CENTS + delivery;
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
