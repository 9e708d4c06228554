package clientele.generate;

import clientele.generate.Basket.Line;
import clientele.generate.Basket.Order;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The sources of what was bought: orders with refunds, order lines, subscriptions, rates. */
final class SalesSources {
  static final SourceTable ORDERS =
      new SourceTable(
          "orders",
          "order_id STRING, customer_id STRING, ordered_at BIGINT, amount BIGINT, discount BIGINT,"
              + " cost BIGINT, service_cost BIGINT, category STRING, channel STRING,"
              + " currency STRING, refund_of STRING, updated_at BIGINT",
          List.of(
              "order_id",
              "customer_id",
              SourceTable.instant("ordered_at"),
              SourceTable.money("amount"),
              SourceTable.money("discount"),
              SourceTable.money("cost"),
              SourceTable.money("service_cost"),
              "category",
              "channel",
              "currency",
              "refund_of",
              SourceTable.instant("updated_at")),
          SalesSources::orders);

  static final SourceTable ORDER_LINES =
      new SourceTable(
          "order_lines",
          "order_id STRING, line_no INT, product_id STRING, category STRING, quantity INT,"
              + " amount BIGINT, cost BIGINT, discount BIGINT, customer_id STRING,"
              + " ordered_at BIGINT, channel STRING, currency STRING",
          List.of(
              "order_id",
              "line_no",
              "product_id",
              "category",
              "quantity",
              SourceTable.money("amount"),
              SourceTable.money("cost"),
              SourceTable.money("discount"),
              "customer_id",
              SourceTable.instant("ordered_at"),
              "channel",
              "currency"),
          SalesSources::orderLines);

  static final SourceTable SUBSCRIPTIONS =
      new SourceTable(
          "subscriptions",
          "subscription_id STRING, customer_id STRING, plan STRING, started_on INT, ended_on INT,"
              + " price BIGINT, billing_period STRING, currency STRING, end_reason STRING,"
              + " trial_until INT",
          List.of(
              "subscription_id",
              "customer_id",
              "plan",
              SourceTable.date("started_on"),
              SourceTable.date("ended_on"),
              SourceTable.money("price"),
              "billing_period",
              "currency",
              "end_reason",
              SourceTable.date("trial_until")),
          SalesSources::subscriptions);

  private static final long UPDATE_DELAY_MICROS = 90_000_000L;

  private SalesSources() {}

  static String currency(Customer customer) {
    return customer.paysEuros() ? "EUR" : "GBP";
  }

  private static void orders(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    String currency = currency(customer);
    for (Order order : ordersOf(world, customer)) {
      long at = world.timeline().micros(order.day(), order.secondOfDay());
      String category = Basket.CATEGORIES[order.lines().get(0).category()];
      String channel = Customer.CHANNELS[order.channel()];
      out.accept(
          RowFactory.create(
              order.id(),
              customer.key(),
              at,
              order.amountCents(),
              order.discountCents(),
              order.costCents(),
              order.serviceCents(),
              category,
              channel,
              currency,
              null,
              at + UPDATE_DELAY_MICROS));
      for (Refund refund : Refund.of(world, customer, order)) {
        if (refund.day() < world.timeline().days() && refund.amountCents() > 0) {
          long refundedAt = world.timeline().micros(refund.day(), order.secondOfDay());
          out.accept(
              RowFactory.create(
                  refund.id(),
                  customer.key(),
                  refundedAt,
                  -refund.amountCents(),
                  0L,
                  0L,
                  0L,
                  category,
                  channel,
                  currency,
                  refund.isLinked() ? order.id() : null,
                  refundedAt + UPDATE_DELAY_MICROS));
        }
      }
    }
  }

  private static void orderLines(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    String currency = currency(customer);
    for (Order order : ordersOf(world, customer)) {
      long at = world.timeline().micros(order.day(), order.secondOfDay());
      int number = 0;
      for (Line line : order.lines()) {
        number++;
        String category = Basket.CATEGORIES[line.category()];
        out.accept(
            RowFactory.create(
                order.id(),
                number,
                category + "-" + (100 + line.product()),
                category,
                line.quantity(),
                line.amountCents(),
                line.costCents(),
                line.discountCents(),
                customer.key(),
                at,
                Customer.CHANNELS[order.channel()],
                currency));
      }
    }
  }

  private static List<Order> ordersOf(World world, Customer customer) {
    return Life.of(world, customer, world.timeline().days()).occasions().stream()
        .flatMap(occasion -> Basket.orders(world, customer, occasion).stream())
        .toList();
  }

  private static void subscriptions(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    for (Membership.Term term : Membership.terms(world, customer)) {
      out.accept(
          RowFactory.create(
              term.id(),
              customer.key(),
              term.plan().label(),
              world.timeline().epochDay(term.started()),
              term.ended() < 0 ? null : (Integer) world.timeline().epochDay(term.ended()),
              term.priceCents(),
              term.plan().billingPeriod(),
              currency(customer),
              term.endReason(),
              term.trialUntil() < 0
                  ? null
                  : (Integer) world.timeline().epochDay(term.trialUntil())));
    }
  }
}
