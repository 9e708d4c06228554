package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.clv.Outlooks.Figure;
import clientele.fold.Ranks;
import clientele.fold.RenewalClocks;
import clientele.model.ConstantRate;
import clientele.model.PurchaseFamily;
import clientele.settings.ClvSettings;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows of gold.customer_clv: what the models in use expect of each customer.
 *
 * <ol>
 *   <li>The models in use, one row: {@link UsedModels}.
 *   <li>The distinct histories of customers with what the models expect of them: {@link Outlooks}.
 *   <li>Customers who subscribed, with what is to come of it: {@link SubscriberValues}.
 *   <li>Customers with both, the former in the customer's own money.
 *   <li>Tenths of customers by value: {@link Ranks}.
 * </ol>
 */
final class CustomerValues {
  private static final String COVARIATE_METHOD = "covariate_method";

  /** Money that bounds of orders are in. */
  private static final String UNIT_MARGIN = "unit_margin";

  /** Tasks for each thread, so that none waits long for the last one. */
  private static final int TASKS_PER_THREAD = 2;

  private CustomerValues() {}

  /**
   * One row per customer with a history or a subscription, ended ones too.
   *
   * @param histories rows of {@link CustomerHistories}, told, with what is known besides or without
   * @param clocks rows of {@link RenewalClocks}; empty: no subscriptions are read
   * @param models rows of gold.clv_model
   */
  static Dataset<Row> of(
      Dataset<Row> histories,
      Optional<Dataset<Row>> clocks,
      Dataset<Row> models,
      ClvSettings settings,
      LocalDate date) {
    Dataset<Row> used = UsedModels.row(models);
    Dataset<Row> ofOrders = used.where(UsedModels.knowOrders());
    Dataset<Row> buyers = Cells.of(histories, used);
    Dataset<Row> outlooks = Outlooks.of(settings, date).rows(distinct(buyers), ofOrders);
    Dataset<Row> customers =
        named(withSubscribers(buyers, clocks, used, settings, date), ofOrders)
            .join(outlooks, Cells.key(buyers), "left"); // at most one per history
    Dataset<Row> all =
        valued(customers)
            .withColumn(HORIZON_DAYS.name(), lit(settings.horizonDays()))
            .withColumn(ANNUAL_DISCOUNT_RATE.name(), lit(settings.annualDiscountRate()));
    return Ranks.of(all, CLV.name())
        .withColumn(VALUE_DECILE.name(), VALUE_DECILE.as(Ranks.tile(CLV.name(), 10)))
        .select(Tables.CUSTOMER_CLV.selectOwn());
  }

  /** With the model of orders, and how it came about. */
  private static Dataset<Row> named(Dataset<Row> customers, Dataset<Row> ofOrders) {
    Dataset<Row> names =
        ofOrders.select(
            MODEL.col(), METHOD.col(), UsedModels.covariateMethod().as(COVARIATE_METHOD));
    Dataset<Row> named = customers.join(broadcast(names), lit(true), "left"); // at most one row
    if (!Cells.areIn(customers)) {
      return named;
    }
    Column method =
        when(col(COVARIATE_METHOD).isNull(), METHOD.col())
            .when(size(col(Cells.CELL)).gt(0), col(COVARIATE_METHOD))
            .otherwise(concat(METHOD.col(), lit(", covariates unknown")));
    return named.withColumn(METHOD.name(), method);
  }

  private static Dataset<Row> withSubscribers(
      Dataset<Row> histories,
      Optional<Dataset<Row>> clocks,
      Dataset<Row> used,
      ClvSettings settings,
      LocalDate date) {
    return clocks
        .map(
            all ->
                histories.join(
                    SubscriberValues.of(settings, date).rows(all, histories, used),
                    new String[] {CUSTOMER_ID.name()},
                    "full_outer")) // at most one each
        .orElseGet(
            () ->
                histories.withColumn(
                    SubscriberValues.FIGURES, lit(null).cast(SubscriberValues.FIGURES_TYPE)));
  }

  /**
   * The histories that there are, spread over all threads, however few bytes they are; those of one
   * frequency and age one after the other, who have nearly all that is worked out in common.
   */
  static Dataset<Row> distinct(Dataset<Row> histories) {
    int tasks = TASKS_PER_THREAD * histories.sparkSession().sparkContext().defaultParallelism();
    Column[] key = Stream.of(Cells.key(histories)).map(functions::col).toArray(Column[]::new);
    return histories
        .where(FREQUENCY.col().isNotNull())
        .select(key)
        .distinct()
        .repartition(tasks, FREQUENCY.col(), AGE_DAYS.col())
        .sortWithinPartitions(FREQUENCY.col(), AGE_DAYS.col());
  }

  /** With what orders bring, in the customer's own money. */
  private static Dataset<Row> withOrders(Dataset<Row> customers) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE).cast("double");
    Column repeatMargin = col(CustomerHistories.REPEAT_MARGIN).cast("double");
    Column unit = Figure.SPEND_BASE.col().plus(Figure.SPEND_WEIGHT.col().multiply(repeatRevenue));
    Column orderValue = unit.multiply(Figure.SPEND_FACTOR.col());
    // As if everybody had made one more purchase, of the expected value, with the margin of all.
    Column marginOfAll = Figure.MARGIN_RATIO.col();
    Column shrunkRatio =
        try_divide(
            repeatMargin.plus(marginOfAll.multiply(orderValue)), repeatRevenue.plus(orderValue));
    // Nobody has to go on selling at a loss.
    Column ratio =
        when(marginOfAll.isNotNull(), greatest(coalesce(shrunkRatio, marginOfAll), lit(0.0)));
    Column orderMargin = orderValue.multiply(ratio);
    return customers.withColumns(
        Map.of(
            EXPECTED_ORDER_VALUE.name(),
            orderValue,
            EXPECTED_ORDER_MARGIN.name(),
            orderMargin,
            ORDER_CLV.name(),
            money(Figure.DISCOUNTED_ORDERS.col().multiply(orderMargin)),
            UNIT_MARGIN,
            unit.multiply(ratio)));
  }

  /** With what subscriptions bring, and both together. */
  private static Dataset<Row> valued(Dataset<Row> customers) {
    Column ofOrders = ORDER_CLV.col();
    // Without any subscription nothing is to come of one, if anything can be told at all.
    Column ofSubscriptions =
        when(col(SubscriberValues.FIGURES).isNull(), when(ofOrders.isNotNull(), money(lit(0))))
            .otherwise(money(SubscriberValues.Figure.VALUE.col()));
    Column nothing = money(lit(0));
    Column both =
        coalesce(ofOrders.plus(coalesce(SUBSCRIPTION_CLV.col(), nothing)), SUBSCRIPTION_CLV.col());
    Column unit = col(UNIT_MARGIN);
    return withOrders(customers)
        .withColumn(SUBSCRIPTION_CLV.name(), ofSubscriptions)
        .withColumn(CLV.name(), both)
        .select(
            CUSTOMER_ID.col(),
            FIRST_DAY.col(),
            LAST_DAY.col(),
            orNone(ORDERS),
            FREQUENCY.col(),
            RECENCY_DAYS.col(),
            AGE_DAYS.col(),
            DAYS_SINCE_LAST_ORDER.col(),
            orNone(CUSTOMER_REVENUE),
            orNone(CUSTOMER_MARGIN),
            orNone(HISTORICAL_MARGIN),
            P_ALIVE.as(Figure.ALIVE.col()),
            P_NO_PURCHASE.as(Figure.NO_PURCHASE.col()),
            EXPECTED_ORDERS.as(Figure.ORDERS.col()),
            EXPECTED_ORDER_VALUE.as(EXPECTED_ORDER_VALUE.col()),
            EXPECTED_ORDER_MARGIN.as(EXPECTED_ORDER_MARGIN.col()),
            ORDER_CLV.col(),
            SUBSCRIPTION_CLV.col(),
            CLV.as(CLV.col()),
            CLV_LOW.as(bound(SubscriberValues.Figure.LOW.col(), Figure.LOW.col().multiply(unit))),
            CLV_HIGH.as(
                bound(SubscriberValues.Figure.HIGH.col(), Figure.HIGH.col().multiply(unit))),
            MODEL.as(when(FREQUENCY.col().isNotNull(), MODEL.col())),
            METHOD.as(method()),
            STATUS.as(status()));
  }

  /** Who has no orders has none of this. */
  private static Column orNone(TableColumn sum) {
    return sum.as(coalesce(sum.col(), lit(0)));
  }

  private static Column bound(Column ofBoth, Column ofOrders) {
    return when(CLV.col().isNotNull(), coalesce(ofBoth, ofOrders, lit(0.0)));
  }

  private static Column method() {
    Column ofOrders = when(ORDER_CLV.col().isNotNull(), METHOD.col());
    Column ofSubscriptions = when(SubscriberValues.Figure.VALUE.col().isNotNull(), lit("renewals"));
    return nullif(concat_ws(" + ", ofOrders, ofSubscriptions), lit(""));
  }

  private static Column money(Column amount) {
    return amount.cast(MONEY_TYPE);
  }

  private static Column status() {
    Column steady = MODEL.col().isin(PurchaseFamily.NBD.label(), ConstantRate.LABEL);
    Column onlyOnce =
        MODEL.col().equalTo(PurchaseFamily.BG_NBD.label()).and(FREQUENCY.col().equalTo(0));
    Column isUndecided = FREQUENCY.col().isNull().and(col(SubscriberValues.FIGURES).isNotNull());
    return when(ORDER_CLV.col().isNull().and(CLV.col().isNotNull()), "subscriptions_only")
        .when(isUndecided, "skipped: no renewal has been due yet")
        .when(FREQUENCY.col().isNull(), "skipped: no purchase")
        .when(MODEL.col().isNull(), "skipped: no model could be fitted")
        .when(not(col(CustomerHistories.IS_WHOLE)), "left_truncated")
        // By these models the customer cannot have left, whatever happened.
        .when(steady.or(onlyOnce), "not_identified")
        .otherwise("scored");
  }
}
