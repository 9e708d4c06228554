package clientele.subscription;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.catalogue.Vocabulary;
import clientele.fold.Dimensions;
import clientele.fold.FirstOccasion;
import clientele.fold.PaidSpans;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What subscriptions earn.
 *
 * <p><b>Answers</b>: how the monthly recurring revenue came from its opening to its closing in each
 * month: new, expansion, reactivation, contraction, churn and rates, by dimension.
 *
 * <p><b>Reads</b> silver.subscription_month, subscriptions and customers; silver.orders and
 * customer_month for the dimensions that describe the first order.
 *
 * <p><b>Writes</b> gold.mrr_movement.
 *
 * <p><b>Method</b>: each customer and month has one movement ({@link
 * clientele.fold.SubscriptionMonths}); their sums are small, and openings are running sums of them.
 *
 * <p><b>Example</b>: {@code clientele run subscriptions --date 2024-03-31}
 */
public final class SubscriptionsJob implements TableJob {
  @Override
  public String name() {
    return "subscriptions";
  }

  @Override
  public String summary() {
    return "monthly recurring revenue and its movements";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.SUBSCRIPTION_MONTH,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.CUSTOMER_MONTH,
        Tables.ORDERS_TABLE,
        Tables.FX_RATES_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.MRR_MOVEMENT);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    LocalDate date = context.businessDate();
    List<Dimension> dimensions = context.settings().dimensions();
    Dataset<Row> customers = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
    MrrMovement movement =
        new MrrMovement(
            inputs.table(Tables.SUBSCRIPTION_MONTH),
            customers,
            dimensions,
            builtIns(inputs, dimensions, date),
            context.settings().subscriptions().graceDays(),
            date);
    return Outputs.of(Tables.MRR_MOVEMENT, movement.rows());
  }

  private static List<Dataset<Row>> builtIns(
      Inputs inputs, List<Dimension> dimensions, LocalDate date) {
    List<Dataset<Row>> builtIns =
        new ArrayList<>(
            FirstOccasion.ifUsed(
                dimensions,
                inputs.table(Tables.ORDERS_TABLE),
                inputs.table(Tables.CUSTOMER_MONTH)));
    if (Dimensions.use(dimensions, Vocabulary.FIRST_PLAN.name(), Vocabulary.CURRENT_PLAN.name())) {
      builtIns.add(
          PaidSpans.perCustomer(inputs.table(Tables.SUBSCRIPTIONS_TABLE), date)
              .select(
                  Vocabulary.CUSTOMER_ID.col(),
                  Vocabulary.FIRST_PLAN.col(),
                  Vocabulary.CURRENT_PLAN.col()));
    }
    return builtIns;
  }
}
