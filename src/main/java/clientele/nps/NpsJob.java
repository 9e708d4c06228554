package clientele.nps;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
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
    return List.of(
        Tables.NPS_RESPONSES_TABLE,
        Tables.CUSTOMER_MONTH,
        Tables.ORDERS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.CUSTOMERS_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.NPS_TABLE);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    Dataset<Row> months = inputs.table(Tables.CUSTOMER_MONTH);
    Dataset<Row> orders = inputs.table(Tables.ORDERS_TABLE);
    Dataset<Row> terms = inputs.comparableTerms();
    List<Dataset<Row>> builtIns =
        Dimensions.builtIns(
            settings.dimensions(),
            orders,
            months,
            terms,
            settings.subscriptions(),
            context.businessDate());
    NpsTransforms transforms =
        new NpsTransforms(
            inputs.table(Tables.NPS_RESPONSES_TABLE),
            others(inputs),
            Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), context.businessDate()),
            settings.dimensions(),
            builtIns,
            settings.nps(),
            context.businessDate());
    return Outputs.of(Tables.NPS_TABLE, transforms.nps());
  }

  /** The customer of every event but answers. */
  private static Dataset<Row> others(Inputs inputs) {
    return Stream.of(
            Tables.CUSTOMER_MONTH,
            Tables.SUBSCRIPTIONS_TABLE,
            Tables.SERVICE_CONTACTS_TABLE,
            Tables.CAMPAIGN_CONTACTS_TABLE)
        .map(table -> inputs.table(table).select(CUSTOMER_ID.col()))
        .reduce(Dataset::union)
        .orElseThrow();
  }
}
