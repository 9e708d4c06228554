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
  private static final double SHARE = 0.06;

  String id() {
    return order.id() + "-R" + suffix;
  }

  /** The refunds of an order: none, one, or two; in full, in part, too much, late, unlinked. */
  static List<Refund> of(World world, Customer customer, Order order) {
    Draws draws = world.draws(customer.id(), Purpose.REFUND, order.number());
    if (!draws.chance(SHARE)) {
      return List.of();
    }
    double share = 0.1 + 0.7 * draws.uniform();
    boolean isLate = draws.chance(0.12);
    int day = order.day() + (isLate ? 31 + draws.below(60) : 1 + draws.below(25));
    long amount = order.amountCents();
    long part = Math.max(1, Math.round(amount * share));
    return switch (draws.pick(0.42, 0.36, 0.10, 0.04, 0.08)) {
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
}
