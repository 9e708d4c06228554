package clientele.insight;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.insight.kpi.KpiStates;
import clientele.insight.orientation.OrientationTable;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Settings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the company knows about its customers, in figures to steer by.
 *
 * <p><b>Answers</b>: how business, service, satisfaction and the culture of the company develop, by
 * month, quarter, year and dimension; and which markets, channels and plans are sales-oriented,
 * customer-oriented, both or neither; and what is left of known claims about customers when those
 * are compared who were alike before.
 *
 * <p><b>Reads</b> the silver tables of events, gold.customer for dimensions and cohorts,
 * gold.customer_clv, and ops.publication.
 *
 * <p><b>Writes</b> gold.orientation, gold.kpi, gold.insight.
 *
 * <p><b>Method</b>: means kept as mergeable states (n, sum, sum of squares); indexes of ingredients
 * that are drawn in by their sampling error; for claims, all events of a customer in one row
 * ({@link Histories}), what each insight makes of them ({@link Insight}), and differences within
 * strata ({@link Matched}).
 *
 * <p><b>Example</b>: {@code clientele run insights --date 2024-03-31}
 */
public final class InsightsJob implements TableJob {
  @Override
  public String name() {
    return "insights";
  }

  @Override
  public String summary() {
    return "KPIs, orientation of markets and channels, and claims tested on own data";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.ORDER_LINES_TABLE,
        Tables.NPS_RESPONSES_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.CUSTOMER_MONTH,
        Tables.SUBSCRIPTION_MONTH,
        Tables.CUSTOMER,
        Tables.CUSTOMER_CLV,
        Tables.PUBLICATION_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.ORIENTATION, Tables.KPI_TABLE, Tables.INSIGHT_TABLE);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    return Outputs.ofFit(Tables.ORIENTATION, () -> OrientationTable.of(inputs, context))
        .and(Tables.KPI_TABLE, KpiStates.kpis(inputs, context))
        .and(Tables.INSIGHT_TABLE, insights(inputs, context));
  }

  private static Dataset<Row> insights(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    return InsightRows.of(Histories.of(inputs, settings, date), Frame.of(settings, date));
  }
}
