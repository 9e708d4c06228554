package clientele.subscription;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.PaidSpans;
import clientele.fold.Spells;
import clientele.fold.TermMonths;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Dimension;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What subscriptions earn, and how long they last.
 *
 * <p><b>Answers</b>: how the monthly recurring revenue came from its opening to its closing in each
 * month: new, expansion, reactivation, contraction, churn and rates, by dimension; how long
 * customers pay before they leave, by what cause, and how many come back after a failed payment.
 *
 * <p><b>Reads</b> silver.subscription_month, subscriptions, fx_rates and customers; silver.orders
 * and customer_month for the dimensions that describe the first order.
 *
 * <p><b>Writes</b> gold.mrr_movement, mrr_dialect, mrr_dialect_customer, subscription_survival,
 * payment_recovery.
 *
 * <p><b>Method</b>: each customer and month has one movement ({@link
 * clientele.fold.SubscriptionMonths}); their sums are small, and openings are running sums of them.
 * What other definitions make of a customer's month is followed step by step ({@link Dialect}).
 * Curves of survival are made of counts by months of tenure ({@link Survival}).
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
    return "monthly recurring revenue and its movements; how long customers pay";
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
    return List.of(
        Tables.MRR_MOVEMENT,
        Tables.MRR_DIALECT,
        Tables.MRR_DIALECT_CUSTOMER,
        Tables.SUBSCRIPTION_SURVIVAL,
        Tables.PAYMENT_RECOVERY);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    LocalDate date = context.businessDate();
    List<Dimension> dimensions = context.settings().dimensions();
    Dataset<Row> customers = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
    Dataset<Row> terms = inputs.table(Tables.SUBSCRIPTIONS_TABLE);
    SubscriptionSettings policy = context.settings().subscriptions();
    List<Dataset<Row>> builtIns =
        Dimensions.builtIns(
            dimensions,
            inputs.table(Tables.ORDERS_TABLE),
            inputs.table(Tables.CUSTOMER_MONTH),
            inputs.comparableTerms(),
            policy,
            date);
    MrrMovement movement =
        new MrrMovement(
            inputs.table(Tables.SUBSCRIPTION_MONTH), customers, dimensions, builtIns, policy, date);
    Survival survival =
        new Survival(
            Spells.of(PaidSpans.of(terms, date, policy)),
            customers,
            dimensions,
            builtIns,
            context
                .settings()
                .source(SourceName.SUBSCRIPTIONS)
                .flatMap(SourceSettings::historyStartsOn),
            date);
    Dataset<Row> differences =
        MrrDialect.customers(
            TermMonths.of(
                terms,
                context
                    .settings()
                    .source(SourceName.FX_RATES)
                    .map(source -> inputs.table(Tables.FX_RATES_TABLE)),
                context.settings().currency(),
                policy,
                Dialect.DAYS_PAST_DUE,
                date),
            date);
    return Outputs.of(Tables.MRR_MOVEMENT, movement.rows())
        .and(Tables.MRR_DIALECT_CUSTOMER, differences)
        .andFrom(
            Tables.MRR_DIALECT,
            written ->
                MrrDialect.figures(
                    written.table(Tables.MRR_DIALECT_CUSTOMER), written.table(Tables.MRR_MOVEMENT)))
        .and(Tables.SUBSCRIPTION_SURVIVAL, survival.subscriptionSurvival())
        .and(Tables.PAYMENT_RECOVERY, survival.paymentRecovery());
  }
}
