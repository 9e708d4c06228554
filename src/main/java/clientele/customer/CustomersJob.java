package clientele.customer;

import static clientele.catalogue.Vocabulary.*;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import java.util.List;

/**
 * Who the customers are, and whether the books are whole.
 *
 * <p><b>Answers</b>: since when each customer buys and pays, in which cohort and dimension; where
 * every row and every amount of the sources ended up. <b>Reads</b> the months, the silver tables
 * and the accounts of the ingest. <b>Writes</b> gold.customer, gold.calendar, gold.reconciliation.
 *
 * <p><b>Example</b>: {@code clientele run customers --date 2026-01-31}
 */
public final class CustomersJob implements TableJob {
  @Override
  public String name() {
    return "customers";
  }

  @Override
  public String summary() {
    return "one row per customer, the calendar, and the reconciliation of rows and money";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.CUSTOMER_MONTH,
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.ORDER_LINES_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.NPS_RESPONSES_TABLE,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.FEATURES_TABLE,
        Tables.INGEST_ACCOUNT);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.CUSTOMER, Tables.CALENDAR, Tables.RECONCILIATION);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    return Outputs.of(Tables.CUSTOMER, CustomerTransforms.customers(inputs, context))
        .and(Tables.CALENDAR, CustomerTransforms.calendar(inputs, context))
        .and(Tables.RECONCILIATION, Reconciliation.of(inputs, context));
  }
}
