package clientele.generate;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * {@code truth/customer}: each customer's parameters, and what comes after the last day.
 *
 * <p>Rates are per day of the purchase clock, money is in pounds. {@code expected_...} and {@code
 * p_latent} see the latent parameters in the mood of the last day; contacts and answers yet to come
 * are not in them, so they are exact with effects 0 only. {@code realised_...}, {@code
 * no_purchase_90d} and {@code churned_90d} are the future that the sources do not show; the last
 * one takes a cancelled order for none, all others count it. {@code p_given_history} knows the true
 * hyperparameters and the history: the best score there is with effects 0.
 */
final class CustomerTruth {
  static final SourceTable TABLE =
      new SourceTable(
          "truth/customer",
          "customer_id STRING, purchase_rate DOUBLE, dropout DOUBLE, satisfaction DOUBLE,"
              + " mean_occasion_value DOUBLE, occasions INT, last_order_on INT, is_active BOOLEAN,"
              + " alive_at_end BOOLEAN, left_on INT, p_alive_given_history DOUBLE,"
              + " p_latent DOUBLE, p_given_history DOUBLE, no_purchase_90d BOOLEAN,"
              + " churned_90d BOOLEAN, expected_orders_365 DOUBLE, realised_orders_365 INT,"
              + " expected_margin_365 DOUBLE, realised_margin_365 DOUBLE",
          List.of(
              "customer_id",
              "purchase_rate",
              "dropout",
              "satisfaction",
              "mean_occasion_value",
              "occasions",
              SourceTable.date("last_order_on"),
              "is_active",
              "alive_at_end",
              SourceTable.date("left_on"),
              "p_alive_given_history",
              "p_latent",
              "p_given_history",
              "no_purchase_90d",
              "churned_90d",
              "expected_orders_365",
              "realised_orders_365",
              "expected_margin_365",
              "realised_margin_365"),
          CustomerTruth::row);

  /** The window of activity and the horizon of the churn label, in days. */
  static final int WINDOW_DAYS = 90;

  private CustomerTruth() {}

  private static void row(World world, long id, Consumer<Row> out) {
    Customer customer = Customer.of(world, id);
    Timeline timeline = world.timeline();
    int end = timeline.days();
    Life past = Life.of(world, customer, end);
    Life whole = Life.of(world, customer, timeline.length());
    int last = lastDay(past);
    Books future = Books.of(world, customer, whole, end - 1, end - 1 + Timeline.FUTURE_DAYS);
    Books soon = Books.of(world, customer, whole, end - 1, end - 1 + WINDOW_DAYS);
    double window = timeline.clock(end + WINDOW_DAYS) - timeline.clock(end);
    double year = timeline.clock(timeline.length()) - timeline.clock(end);
    double orders = past.isAlive() ? Forecast.purchases(past.pace(), past.leaving(end), year) : 0;
    out.accept(
        RowFactory.create(
            customer.key(),
            customer.rate(),
            customer.dropout(),
            customer.satisfaction(),
            World.SPEND_SHAPE / customer.spendRate(),
            past.occasions().size(),
            last < 0 ? null : (Integer) timeline.epochDay(last),
            last >= end - WINDOW_DAYS,
            past.isAlive(),
            Double.isNaN(past.leftAt()) ? null : (Integer) timeline.epochDay((int) past.leftAt()),
            givenHistory(timeline, past, 0),
            past.isAlive() ? Forecast.noPurchase(past.pace(), window) : 1.0,
            givenHistory(timeline, past, window),
            soon.purchases() == 0,
            soon.returned() == 0,
            orders,
            future.purchases(),
            orders * Basket.expectedMargin(world, customer, past),
            future.margin()));
  }

  /** P(alive) for a window of 0, else P(no purchase in the window); null without a purchase. */
  private static Double givenHistory(Timeline timeline, Life past, double window) {
    List<Occasion> occasions = past.occasions();
    if (occasions.isEmpty()) {
      return null;
    }
    double first = timeline.clock(occasions.get(0).position());
    double last = timeline.clock(occasions.get(occasions.size() - 1).position()) - first;
    double age = timeline.clock(timeline.days()) - first;
    int repeats = occasions.size() - 1;
    return window > 0
        ? Forecast.noPurchaseGivenHistory(repeats, last, age, window)
        : Forecast.aliveGivenHistory(repeats, last, age);
  }

  private static int lastDay(Life life) {
    List<Occasion> occasions = life.occasions();
    return occasions.isEmpty() ? -1 : occasions.get(occasions.size() - 1).day();
  }
}
