package clientele.cohort;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.PaidSpans;
import clientele.fold.Spells;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who stays and who leaves.
 *
 * <p><b>Answers</b>: of the customers who came in one month, how many are still active later, and
 * what they brought; how many customers were gained, lost and won back in each month.
 *
 * <p><b>Reads</b> silver.customer_month and silver.customers; silver.subscription_month and
 * silver.subscriptions for the basis of who pays; silver.orders for the dimensions that describe
 * the first order.
 *
 * <p><b>Writes</b> gold.cohort_retention, gold.churn_monthly, gold.retention_forecast.
 *
 * <p><b>Method</b>: each customer's months are ordered once; what happened to the customer becomes
 * states ({@link States}), whose sums by dimension value, cohort and month are small.
 *
 * <p><b>Example</b>: {@code clientele run cohorts --date 2024-03-31}
 */
public final class CohortsJob implements TableJob {
  @Override
  public String name() {
    return "cohorts";
  }

  @Override
  public String summary() {
    return "retention by cohort and churn by month";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.CUSTOMER_MONTH,
        Tables.SUBSCRIPTION_MONTH,
        Tables.ORDERS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.CUSTOMERS_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.COHORT_RETENTION, Tables.CHURN_MONTHLY, Tables.RETENTION_FORECAST);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    CohortTransforms transforms =
        new CohortTransforms(
            activities(inputs, settings, date),
            Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date),
            settings.dimensions(),
            Dimensions.builtIns(
                settings.dimensions(),
                inputs.table(Tables.ORDERS_TABLE),
                inputs.table(Tables.CUSTOMER_MONTH),
                inputs.comparableTerms(),
                settings.subscriptions(),
                date),
            date);
    int inactiveAfterDays = settings.churn().inactiveAfterDays();
    return Outputs.of(Tables.COHORT_RETENTION, transforms.cohortRetention())
        .and(Tables.CHURN_MONTHLY, transforms.churnMonthly())
        .andFrom(
            Tables.RETENTION_FORECAST,
            written ->
                RetentionForecast.of(written.table(Tables.COHORT_RETENTION), inactiveAfterDays));
  }

  /** Of the sources that there are: an empty basis would still cost its queries. */
  private static List<Activity> activities(Inputs inputs, Settings settings, LocalDate date) {
    Optional<SourceSettings> orders = settings.source(settings.books());
    Optional<SourceSettings> subscriptions = settings.source(SourceName.SUBSCRIPTIONS);
    int inactiveAfterDays = settings.churn().inactiveAfterDays();
    Stream<Activity> ordered =
        orders.stream()
            .map(
                source ->
                    Activity.orders(
                        inputs.table(Tables.CUSTOMER_MONTH),
                        inactiveAfterDays,
                        source.historyStartsOn(),
                        date));
    Stream<Activity> subscribed =
        subscriptions.stream()
            .map(
                source ->
                    Activity.subscriptions(
                        inputs.table(Tables.SUBSCRIPTION_MONTH),
                        Spells.of(
                            PaidSpans.of(
                                inputs.table(Tables.SUBSCRIPTIONS_TABLE),
                                date,
                                settings.subscriptions())),
                        source.historyStartsOn(),
                        date));
    return Stream.concat(ordered, subscribed).toList();
  }
}
