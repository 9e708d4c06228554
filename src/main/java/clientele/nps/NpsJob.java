package clientele.nps;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Ledger;
import clientele.fold.PaidSpans;
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
 * whether it changed; and what promoters, passives and detractors did in the year after their
 * answer, against the year before and against customers like them.
 *
 * <p><b>Reads</b> silver.nps_responses; silver.customers, silver.customer_month,
 * silver.subscriptions, silver.service_contacts and silver.campaign_contacts, for who is a
 * customer; and silver.orders and silver.subscriptions for the dimensions that describe the first
 * order and the plan.
 *
 * <p><b>Writes</b> gold.nps, gold.nps_outcome.
 *
 * <p><b>Method</b>: one answer per customer and cell, the latest; 100 (promoters - detractors) /
 * respondents; adjusted Wald interval; post-stratification; Benjamini-Hochberg over the changes;
 * differences within strata of orders, recency, tenure and channel.
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
    return "net promoter score by month, dimension and stage, and what customers did after an answer";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.NPS_RESPONSES_TABLE,
        Tables.CUSTOMER_MONTH,
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.CUSTOMER_CLV);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.NPS_TABLE, Tables.NPS_OUTCOME);
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
    Dataset<Row> responses = inputs.table(Tables.NPS_RESPONSES_TABLE);
    Dataset<Row> customers =
        Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), context.businessDate());
    NpsTransforms transforms =
        new NpsTransforms(
            responses,
            others(inputs),
            customers,
            settings.dimensions(),
            builtIns,
            settings.nps(),
            context.businessDate());
    OutcomeUnits units =
        new OutcomeUnits(
            responses,
            netOrders(inputs, responses, context),
            PaidSpans.of(
                inputs.table(Tables.SUBSCRIPTIONS_TABLE),
                context.businessDate(),
                settings.subscriptions()),
            months,
            customers,
            settings.nps(),
            context.businessDate());
    ValueAtRisk value =
        new ValueAtRisk(
            responses,
            transforms.population(),
            inputs.table(Tables.CUSTOMER_CLV),
            settings.nps());
    Outcomes outcomes = new Outcomes(units.rows(), settings.nps());
    return Outputs.of(Tables.NPS_TABLE, transforms.nps())
        .and(Tables.NPS_OUTCOME, outcomes.rows(responses, value.rows()));
  }

  /** The orders of those who answered. */
  private static Dataset<Row> netOrders(
      Inputs inputs, Dataset<Row> responses, RunContext context) {
    Dataset<Row> answerers = responses.select(CUSTOMER_ID.col());
    String[] customer = {CUSTOMER_ID.name()};
    return Ledger.netOrders(
        inputs.table(Tables.ORDERS_TABLE).join(answerers, customer, "left_semi"),
        inputs.table(Tables.REFUNDS_TABLE).join(answerers, customer, "left_semi"),
        context.businessDate(),
        context.settings().cancellationWindowDays());
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
