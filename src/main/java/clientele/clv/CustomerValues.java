package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.clv.Outlooks.Figure;
import clientele.model.ConstantRate;
import clientele.model.GammaGamma;
import clientele.model.PurchaseFamily;
import clientele.settings.ClvSettings;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of gold.customer_clv: what the models in use expect of each customer.
 *
 * <ol>
 *   <li>The models in use, one row, or none if nothing could be fitted.
 *   <li>The distinct histories of customers with what the models expect of them: {@link Outlooks}.
 *   <li>Customers with that of their history, in the customer's own money.
 *   <li>Tenths of customers by value: {@link ValueDeciles}.
 * </ol>
 */
final class CustomerValues {
  private static final String PURCHASES = "purchases";
  private static final String SPEND = "spend";

  /** Tasks for each thread, so that none waits long for the last one. */
  private static final int TASKS_PER_THREAD = 2;

  private CustomerValues() {}

  /**
   * One row per history.
   *
   * @param histories rows of {@link CustomerHistories}, told
   * @param models rows of gold.clv_model
   */
  static Dataset<Row> of(
      Dataset<Row> histories, Dataset<Row> models, ClvSettings settings, LocalDate date) {
    Dataset<Row> used = used(models);
    Dataset<Row> outlooks = Outlooks.of(settings, date).rows(distinct(histories, used));
    Dataset<Row> names = used.select(MODEL.col(), METHOD.col());
    Dataset<Row> customers =
        histories
            .join(broadcast(names), lit(true), "left") // at most one row
            .join(outlooks, Outlooks.key(), "left"); // at most one per history
    Dataset<Row> all =
        valued(customers)
            .withColumn(HORIZON_DAYS.name(), lit(settings.horizonDays()))
            .withColumn(ANNUAL_DISCOUNT_RATE.name(), lit(settings.annualDiscountRate()));
    return ValueDeciles.of(all).select(Tables.CUSTOMER_CLV.selectOwn());
  }

  /** One row with the models in use, or none. */
  private static Dataset<Row> used(Dataset<Row> models) {
    Column ofSpend = MODEL.col().equalTo(GammaGamma.LABEL);
    // With more customers the parameters are as good as known.
    Column covariance =
        when(FITTED_CUSTOMERS.col().lt(ModelRow.ENOUGH_CUSTOMERS), LOG_COVARIANCE.col());
    Column purchases =
        struct(
            FITTED_MODEL.col(),
            METHOD.col(),
            PARAMETERS.col(),
            covariance.as(LOG_COVARIANCE.name()));
    Column spend = struct(FITTED_MODEL.col(), PARAMETERS.col(), DIAGNOSTICS.col());
    Dataset<Row> row =
        models.agg(
            first(when(IS_USED.col().and(not(ofSpend)), purchases), true).as(PURCHASES),
            first(when(IS_USED.col().and(ofSpend), spend), true).as(SPEND));
    Column diagnostics = col(SPEND).getField(DIAGNOSTICS.name());
    return row.where(col(PURCHASES).isNotNull().and(col(SPEND).isNotNull()))
        .select(
            col(PURCHASES).getField(FITTED_MODEL.name()).as(MODEL.name()),
            col(PURCHASES).getField(METHOD.name()).as(METHOD.name()),
            col(PURCHASES).getField(PARAMETERS.name()).as(PARAMETERS.name()),
            col(PURCHASES).getField(LOG_COVARIANCE.name()).as(LOG_COVARIANCE.name()),
            col(SPEND).getField(FITTED_MODEL.name()).as(Outlooks.SPEND_MODEL),
            col(SPEND).getField(PARAMETERS.name()).as(Outlooks.SPEND_PARAMETERS),
            diagnostics.getItem(ModelRow.MARGIN_RATIO).as(Outlooks.MARGIN_RATIO),
            diagnostics.getItem(ModelRow.MEAN_ORDER).as(Outlooks.MEAN_ORDER));
  }

  /** The histories that there are, spread over all threads, however few bytes they are. */
  private static Dataset<Row> distinct(Dataset<Row> histories, Dataset<Row> models) {
    int tasks = TASKS_PER_THREAD * histories.sparkSession().sparkContext().defaultParallelism();
    Column[] key = {FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col()};
    return histories
        .where(FREQUENCY.col().isNotNull())
        .select(key)
        .distinct()
        .repartition(tasks, key)
        .crossJoin(broadcast(models)); // at most one row
  }

  private static Dataset<Row> valued(Dataset<Row> customers) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE).cast("double");
    Column repeatMargin = col(CustomerHistories.REPEAT_MARGIN).cast("double");
    Column unit = Figure.SPEND_BASE.col().plus(Figure.SPEND_WEIGHT.col().multiply(repeatRevenue));
    Column orderValue = unit.multiply(Figure.SPEND_FACTOR.col());
    // As if everybody had made one more purchase, with the value and margin that all have.
    Column meanMargin = Figure.MARGIN_RATIO.col().multiply(Figure.MEAN_ORDER.col());
    Column shrunkRatio =
        repeatMargin.plus(meanMargin).divide(repeatRevenue.plus(Figure.MEAN_ORDER.col()));
    // Nobody has to go on selling at a loss.
    Column ratio = when(shrunkRatio.isNotNull(), greatest(shrunkRatio, lit(0.0)));
    Column orderMargin = orderValue.multiply(ratio);
    Column value = Figure.DISCOUNTED_ORDERS.col().multiply(orderMargin);
    Column unitMargin = unit.multiply(ratio);
    Column hasPurchase = FREQUENCY.col().isNotNull();
    Column[] known =
        Stream.of(
                CUSTOMER_ID,
                FIRST_DAY,
                LAST_DAY,
                ORDERS,
                FREQUENCY,
                RECENCY_DAYS,
                AGE_DAYS,
                DAYS_SINCE_LAST_ORDER,
                CUSTOMER_REVENUE,
                CUSTOMER_MARGIN,
                HISTORICAL_MARGIN)
            .map(TableColumn::col)
            .toArray(Column[]::new);
    Column[] expected = {
      P_ALIVE.as(Figure.ALIVE.col()),
      P_NO_PURCHASE.as(Figure.NO_PURCHASE.col()),
      EXPECTED_ORDERS.as(Figure.ORDERS.col()),
      EXPECTED_ORDER_VALUE.as(orderValue),
      EXPECTED_ORDER_MARGIN.as(orderMargin),
      ORDER_CLV.as(value),
      SUBSCRIPTION_CLV.as(lit(null)),
      CLV.as(value),
      CLV_LOW.as(Figure.LOW.col().multiply(unitMargin)),
      CLV_HIGH.as(Figure.HIGH.col().multiply(unitMargin)),
      MODEL.as(when(hasPurchase, MODEL.col())),
      METHOD.as(when(hasPurchase, METHOD.col())),
      STATUS.as(status())
    };
    return customers.select(
        Stream.concat(Stream.of(known), Stream.of(expected)).toArray(Column[]::new));
  }

  private static Column status() {
    Column steady = MODEL.col().isin(PurchaseFamily.NBD.label(), ConstantRate.LABEL);
    Column onlyOnce =
        MODEL.col().equalTo(PurchaseFamily.BG_NBD.label()).and(FREQUENCY.col().equalTo(0));
    return when(FREQUENCY.col().isNull(), "skipped: no purchase")
        .when(MODEL.col().isNull(), "skipped: no model could be fitted")
        .when(not(col(CustomerHistories.IS_WHOLE)), "left_truncated")
        // By these models the customer cannot have left, whatever happened.
        .when(steady.or(onlyOnce), "not_identified")
        .otherwise("scored");
  }
}
