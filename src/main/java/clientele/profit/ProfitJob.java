package clientele.profit;

import static clientele.catalogue.Vocabulary.CLV;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.STATUS;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.HistoryStart;
import clientele.fold.KnownCustomers;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.Settings;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers have brought and cost.
 *
 * <p><b>Answers</b>: the profit of each customer, and how it is spread over customers; when the
 * cost of winning the customer was paid back; which level of service profit and expected value pay
 * for, and what present service costs against that value.
 *
 * <p><b>Reads</b> silver.customer_month, subscription_month, service_contacts and
 * campaign_contacts; silver.customers for acquisition cost; gold.customer_clv; subscriptions and
 * nps_responses for customers without any of these.
 *
 * <p><b>Writes</b> gold.customer_profit.
 *
 * <p><b>Method</b>: money of all kinds is added up by customer ({@link CustomerAccounts});
 * customers are ranked by it ({@link CustomerProfit}) and given a level of service ({@link
 * ServiceLevels}).
 *
 * <p><b>Example</b>: {@code clientele run profit --date 2024-03-31}
 */
public final class ProfitJob implements TableJob {
  @Override
  public String name() {
    return "profit";
  }

  @Override
  public String summary() {
    return "profit of each customer, the whale curve, payback, and the service it pays for";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.CUSTOMER_MONTH,
        Tables.SUBSCRIPTION_MONTH,
        Tables.SERVICE_CONTACTS_TABLE,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        Tables.CUSTOMERS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.NPS_RESPONSES_TABLE,
        Tables.FX_RATES_TABLE,
        Tables.CUSTOMER_CLV);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.CUSTOMER_PROFIT);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    Dataset<Row> attributes = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
    Optional<LocalDate> startsOn =
        settings.source(settings.books()).flatMap(SourceSettings::historyStartsOn);
    Column isWhole = HistoryStart.isWhole(startsOn, settings.churn().inactiveAfterDays());
    Dataset<Row> others =
        KnownCustomers.of(
            attributes,
            date,
            Stream.of(
                inputs.table(Tables.SUBSCRIPTIONS_TABLE),
                inputs.table(Tables.NPS_RESPONSES_TABLE)));
    MoneyRows money =
        new MoneyRows(
            inputs.table(Tables.CUSTOMER_MONTH),
            countsSubscriptions(settings)
                ? Optional.of(inputs.table(Tables.SUBSCRIPTION_MONTH))
                : Optional.empty(),
            inputs.table(Tables.SERVICE_CONTACTS_TABLE),
            inputs.table(Tables.CAMPAIGN_CONTACTS_TABLE),
            others);
    CustomerAccounts accounts = new CustomerAccounts(money, attributes, isWhole, date);
    Dataset<Row> values =
        inputs.table(Tables.CUSTOMER_CLV).select(CUSTOMER_ID.col(), CLV.col(), STATUS.col());
    return Outputs.of(Tables.CUSTOMER_PROFIT, CustomerProfit.of(accounts.rows(), values));
  }

  private static boolean countsSubscriptions(Settings settings) {
    return switch (settings.profit().revenue()) {
      case BOOKS -> false;
      case ALL -> true;
      case AUTO -> settings.source(settings.books()).isEmpty();
    };
  }
}
