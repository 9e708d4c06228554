package clientele.nps;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.KnownCustomers;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Dimension;
import clientele.settings.Settings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How satisfied customers are.
 *
 * <p><b>Answers</b>: the net promoter score of each month and of all time, by dimension and by
 * stage of the purchase, with its interval, as it is and weighted back to the customer base, and
 * whether it changed.
 *
 * <p><b>Reads</b> silver.nps_responses; silver.customers, silver.customer_month,
 * silver.subscriptions, silver.service_contacts and silver.campaign_contacts, for who is a
 * customer; and silver.orders and silver.subscriptions for the dimensions that describe the first
 * order and the plan.
 *
 * <p><b>Writes</b> gold.nps.
 *
 * <p><b>Method</b>: one answer per customer and cell, the latest; 100 (promoters - detractors) /
 * respondents; adjusted Wald interval; post-stratification; Benjamini-Hochberg over the changes.
 *
 * <p><b>Example</b>: {@code clientele run nps --date 2024-03-31}
 */
public final class NpsJob implements TableJob {
  /** What {@link #transforms} needs. */
  static final List<Table> READ =
      List.of(
          Tables.NPS_RESPONSES_TABLE,
          Tables.CUSTOMER_MONTH,
          Tables.ORDERS_TABLE,
          Tables.SUBSCRIPTIONS_TABLE,
          Tables.SERVICE_CONTACTS_TABLE,
          Tables.CAMPAIGN_CONTACTS_TABLE,
          Tables.FX_RATES_TABLE,
          Tables.CUSTOMERS_TABLE);

  @Override
  public String name() {
    return "nps";
  }

  @Override
  public String summary() {
    return "net promoter score by month, dimension and stage";
  }

  @Override
  public List<Table> reads() {
    return READ;
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.NPS_TABLE);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    return Outputs.of(
        Tables.NPS_TABLE, transforms(inputs, context, context.settings().dimensions()).nps());
  }

  /** What the score by these dimensions is made from; for a job that reads what this one does. */
  static NpsTransforms transforms(Inputs inputs, RunContext context, List<Dimension> dimensions) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    List<Dataset<Row>> builtIns =
        Dimensions.builtIns(
            dimensions,
            inputs.table(Tables.ORDERS_TABLE),
            inputs.table(Tables.CUSTOMER_MONTH),
            inputs.comparableTerms(),
            settings.subscriptions(),
            date);
    return new NpsTransforms(
        inputs.table(Tables.NPS_RESPONSES_TABLE),
        others(inputs),
        Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date),
        dimensions,
        builtIns,
        settings.nps(),
        date);
  }

  /** The customer of every event but answers. */
  private static Dataset<Row> others(Inputs inputs) {
    return KnownCustomers.EVENTS.stream()
        .filter(table -> !table.equals(Tables.NPS_RESPONSES_TABLE))
        .map(table -> inputs.table(table).select(CUSTOMER_ID.col()))
        .reduce(Dataset::union)
        .orElseThrow();
  }
}
