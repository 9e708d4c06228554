package clientele.nps;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
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
 * What follows from satisfaction.
 *
 * <p><b>Answers</b>: what promoters, passives and detractors did in the year after their answer,
 * against the year before and against customers like them; and what detractors are still worth.
 *
 * <p><b>Reads</b> what {@link NpsJob} reads, silver.refunds, and gold.customer_clv, for the value.
 *
 * <p><b>Writes</b> gold.nps_outcome.
 *
 * <p><b>Method</b>: differences within strata of orders, recency, tenure and channel, with the same
 * difference before the answer beside them; post-stratification of the value.
 *
 * <p><b>Example</b>: {@code clientele run nps-outcome --date 2024-03-31}
 */
public final class NpsOutcomeJob implements TableJob {
  @Override
  public String name() {
    return "nps-outcome";
  }

  @Override
  public String summary() {
    return "what customers did after an answer, and the value at risk among detractors";
  }

  @Override
  public List<Table> reads() {
    return Stream.concat(NpsJob.READ.stream(), Stream.of(Tables.REFUNDS_TABLE, Tables.CUSTOMER_CLV))
        .toList();
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.NPS_OUTCOME);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    NpsTransforms score =
        NpsJob.transforms(inputs, context, settings.nps().weightBy().stream().toList());
    Dataset<Row> terms = inputs.table(Tables.SUBSCRIPTIONS_TABLE);
    OutcomeUnits units =
        new OutcomeUnits(
            score.responses(),
            netOrders(inputs, score.responses(), context),
            PaidSpans.of(terms, score.asOf(), settings.subscriptions()),
            inputs.table(Tables.CUSTOMER_MONTH),
            score.customers(),
            settings.nps(),
            score.asOf());
    ValueAtRisk value =
        new ValueAtRisk(
            score.responses(),
            score.population(),
            inputs.table(Tables.CUSTOMER_CLV),
            settings.nps());
    Outcomes outcomes = new Outcomes(units.rows(), settings.nps());
    return Outputs.of(Tables.NPS_OUTCOME, outcomes.rows(score.responses(), value.rows()));
  }

  /** The orders of those who answered. */
  private static Dataset<Row> netOrders(Inputs inputs, Dataset<Row> responses, RunContext context) {
    Dataset<Row> answerers = responses.select(CUSTOMER_ID.col());
    String[] customer = {CUSTOMER_ID.name()};
    return Ledger.netOrders(
        inputs.table(Tables.ORDERS_TABLE).join(answerers, customer, "left_semi"),
        inputs.table(Tables.REFUNDS_TABLE).join(answerers, customer, "left_semi"),
        context.businessDate(),
        context.settings().cancellationWindowDays());
  }
}
