package clientele.cohort;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.FirstOccasion;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who stays and who leaves.
 *
 * <p><b>Answers</b>: of the customers who came in one month, how many are still active later, and
 * what they brought; how many customers were gained, lost and won back in each month.
 *
 * <p><b>Reads</b> silver.customer_month, silver.customers, and silver.orders for the dimensions
 * that describe the first order.
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
        Tables.CUSTOMER_MONTH, Tables.ORDERS_TABLE, Tables.FX_RATES_TABLE, Tables.CUSTOMERS_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.COHORT_RETENTION, Tables.CHURN_MONTHLY, Tables.RETENTION_FORECAST);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    Dataset<Row> months = inputs.table(Tables.CUSTOMER_MONTH);
    Dataset<Row> orders = inputs.table(Tables.ORDERS_TABLE);
    CohortTransforms transforms =
        new CohortTransforms(
            months,
            Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), context.businessDate()),
            settings.dimensions(),
            FirstOccasion.ifUsed(settings.dimensions(), orders, months),
            settings.churn().inactiveAfterDays(),
            historyStartsOn(settings),
            context.businessDate());
    Dataset<Row> retention = transforms.cohortRetention();
    return Outputs.of(Tables.COHORT_RETENTION, retention)
        .and(Tables.CHURN_MONTHLY, transforms.churnMonthly())
        .and(
            Tables.RETENTION_FORECAST,
            RetentionForecast.of(retention, settings.churn().inactiveAfterDays()));
  }

  /** Of the orders, or of the lines they are made of. */
  private static Optional<LocalDate> historyStartsOn(Settings settings) {
    return settings
        .source(SourceName.ORDERS)
        .or(() -> settings.source(SourceName.ORDER_LINES))
        .flatMap(SourceSettings::historyStartsOn);
  }
}
