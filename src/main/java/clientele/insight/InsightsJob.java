package clientele.insight;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Settings;
import java.util.List;

/**
 * What the company's own data say of claims about customers.
 *
 * <p><b>Answers</b>: of each claim what it would be as it is told, and what is left of it when
 * those are compared who were alike before; for all customers and by dimension.
 *
 * <p><b>Reads</b> the silver tables of events, and gold.customer_clv.
 *
 * <p><b>Writes</b> gold.insight.
 *
 * <p><b>Method</b>: all events of a customer in one row ({@link Histories}); what each insight
 * makes of them ({@link Insight}), added up by stratum ({@link InsightRows}); differences within
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
    return "claims about customers, tested on the company's own data";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.ORDER_LINES_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.NPS_RESPONSES_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.CUSTOMER_MONTH,
        Tables.CUSTOMER_CLV);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.INSIGHT_TABLE);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    return Outputs.of(
        Tables.INSIGHT_TABLE,
        InsightRows.of(
            Histories.of(inputs, settings, context.businessDate()),
            Frame.of(settings, context.businessDate())));
  }
}
