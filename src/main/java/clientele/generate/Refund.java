package clientele.generate;

import clientele.generate.Basket.Order;
import clientele.generate.Draws.Purpose;
import java.util.List;

/**
 * Money given back: a negative row among the orders, without lines and without costs of its own
 * (what was sent back is written off).
 *
 * @param order the order it belongs to
 * @param suffix distinguishes the refunds of an order
 * @param isLinked names the order
 * @param day day of the calendar
 * @param amountCents positive
 */
record Refund(Order order, String suffix, boolean isLinked, int day, long amountCents) {
  /** Linked refunds later than this do not change the value of their order. */
  static final int CANCELLATION_DAYS = 30;

  private static final double SHARE = 0.06;
  private static final double LATE_SHARE = 0.12;
  private static final double LEAST_PART = 0.1;
  private static final double MOST_PART = 0.8;

  /** In full, in part, in two parts, too much, in part without naming the order. */
  private static final double[] KINDS = {0.42, 0.36, 0.10, 0.04, 0.08};

  String id() {
    return order.id() + "-R" + suffix;
  }

  /** The refunds of an order: none, one, or two; in full, in part, too much, late, unlinked. */
  static List<Refund> of(World world, Customer customer, Order order) {
    Draws draws = world.draws(customer.id(), Purpose.REFUND, order.number());
    if (!draws.chance(SHARE)) {
      return List.of();
    }
    double share = LEAST_PART + (MOST_PART - LEAST_PART) * draws.uniform();
    boolean isLate = draws.chance(LATE_SHARE);
    int day =
        order.day() + (isLate ? CANCELLATION_DAYS + 1 + draws.below(60) : 1 + draws.below(25));
    long amount = order.amountCents();
    long part = Math.max(1, Math.round(amount * share));
    return switch (draws.pick(KINDS)) {
      case 0 -> List.of(new Refund(order, "1", true, day, amount));
      case 1 -> List.of(new Refund(order, "1", true, day, Math.min(part, amount)));
      case 2 ->
          List.of(
              new Refund(order, "1", true, day, Math.min(part, amount)),
              new Refund(order, "2", true, day + 4, Math.max(0, amount - part)));
      case 3 -> List.of(new Refund(order, "1", true, day, amount + Math.max(100, part / 2)));
      default -> List.of(new Refund(order, "1", false, day, part));
    };
  }

  /** Expected share of an order's value that comes back linked and in time. */
  static double expectedShare() {
    double part = (LEAST_PART + MOST_PART) / 2;
    return SHARE * (1 - LATE_SHARE) * (KINDS[0] + KINDS[1] * part + KINDS[2] + KINDS[3]);
  }
}
