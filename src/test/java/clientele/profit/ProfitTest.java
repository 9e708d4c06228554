package clientele.profit;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.HistoryStart;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The profit of customers worked out by hand, at 2025-03-10: the last 12 months are those from
 * 2024-04 on.
 *
 * <pre>
 * a  sells for 300 in 2024-03 and 200 in 2025-02 at a cost of 180; won for 150: paid back at once
 * b  a refund only
 * c  one order of unknown cost
 * d  in a campaign only, signed up
 * e  won for 90, margin 40 in 2024-12 and 30 in 2025-02: not paid back
 * f  cost 100 and service 60 for a sale of 120, a contact of unknown cost
 * g  a control of a campaign, whose sign-up date nobody knows, won for 7
 * h  an order given back and, a month later, one that pays for all: paid back in month 1
 * i  answered a survey only
 * </pre>
 */
@ExtendWith(SparkExtension.class)
final class ProfitTest {
  private static final LocalDate DATE = LocalDate.of(2025, 3, 10);

  private static final String MONTHS =
      """
      customer_id | month      | order_days | revenue | refunds | cost   | service_cost | orders_without_cost | orders_without_service_cost
      a           | 2024-03-01 | 1          | 300.00  | 0.00    | 100.00 | 10.00        | 0                   | 0
      a           | 2025-02-01 | 3          | 200.00  | 0.00    | 80.00  | 0.00         | 0                   | 1
      b           | 2024-06-01 | 0          | 0.00    | 20.00   | 0.00   | 0.00         | 0                   | 0
      c           | 2025-01-01 | 4          | 50.00   | 0.00    | 0.00   | 5.00         | 1                   | 0
      e           | 2024-12-01 | 8          | 60.00   | 0.00    | 20.00  | 0.00         | 0                   | 0
      e           | 2025-02-01 | 8          | 30.00   | 0.00    | 0.00   | 0.00         | 0                   | 0
      f           | 2024-05-01 | 8          | 120.00  | 0.00    | 100.00 | 60.00        | 0                   | 0
      h           | 2024-10-01 | 0          | 80.00   | 80.00   | 10.00  | 0.00         | 0                   | 0
      h           | 2024-11-01 | 1          | 40.00   | 0.00    | 30.00  | 0.00         | 0                   | 0
      h           | 2024-12-01 | 1          | 100.00  | 0.00    | 60.00  | 0.00         | 0                   | 0
      """;

  private static final String CONTACTS =
      """
      customer_id | opened_on  | cost
      a           | 2024-03-31 | 4.00
      a           | 2024-04-01 | 6.00
      f           | 2024-05-02 | null
      f           | 2024-05-03 | 9.00
      """;

  private static final String CAMPAIGNS =
      """
      customer_id | contacted_on | arm     | cost
      d           | 2025-01-05   | treated | 2.00
      g           | 2025-01-05   | control | null
      """;

  private static final String CUSTOMERS =
      """
      customer_id | signed_up_on | acquisition_cost
      a           | 2024-03-01   | 150.00
      b           | 2024-06-01   | 0.00
      c           | null         | null
      d           | 2024-12-01   | 0.00
      e           | 2025-04-01   | 90.00
      f           | 2024-01-01   | 0.00
      g           | null         | 7.00
      h           | 2024-11-01   | 30.00
      i           | 2025-03-10   | 0.00
      """;

  private final SparkSession spark;

  ProfitTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void profitIsWhatRemainsOfTheRevenue() {
    Dataset<Row> profit = CustomerProfit.of(accounts(null, null).rows(), values()).cache();

    assertThat(profit)
        .hasRows(
            """
            customer_id | revenue | cost   | service_cost | contact_cost | campaign_cost | acquisition_cost | profit  | profit_12m | payback_months
            a           | 500.00  | 180.00 | 10.00        | 10.00        | 0.00          | 150.00           | 150.00  | 114.00     | 0
            b           | -20.00  | 0.00   | 0.00         | 0.00         | 0.00          | 0.00             | -20.00  | -20.00     | null
            c           | 50.00   | 0.00   | 5.00         | 0.00         | 0.00          | 0.00             | 45.00   | 45.00      | null
            d           | 0.00    | 0.00   | 0.00         | 0.00         | 2.00          | 0.00             | -2.00   | -2.00      | null
            e           | 90.00   | 20.00  | 0.00         | 0.00         | 0.00          | 90.00            | -20.00  | -20.00     | null
            f           | 120.00  | 100.00 | 60.00        | 9.00         | 0.00          | 0.00             | -49.00  | -49.00     | null
            g           | 0.00    | 0.00   | 0.00         | 0.00         | 0.00          | 7.00             | -7.00   | -7.00      | null
            h           | 140.00  | 100.00 | 0.00         | 0.00         | 0.00          | 30.00            | 10.00   | 10.00      | 1
            i           | 0.00    | 0.00   | 0.00         | 0.00         | 0.00          | 0.00             | 0.00    | 0.00       | null
            """);
    assertThat(profit.select("customer_id", "cost_known", "unknown_costs", "service_cost_12m"))
        .hasRows(
            """
            customer_id | cost_known | unknown_costs                | service_cost_12m
            a           | false      | ["service_cost"]             | 6.00
            b           | true       | []                           | 0.00
            c           | false      | ["cost", "acquisition_cost"] | 5.00
            d           | true       | []                           | 0.00
            e           | true       | []                           | 0.00
            f           | false      | ["contact_cost"]             | 69.00
            g           | true       | []                           | 0.00
            h           | true       | []                           | 0.00
            i           | true       | []                           | 0.00
            """);
    // 150 + 45 + 10 + 0 - 2 - 7 - 20 - 20 - 49 = 107
    assertThat(profit)
        .within(1e-12)
        .hasRows(
            """
            customer_id | profit_rank | profit_decile | is_unprofitable | cumulative_profit_share
            a           | 1           | 1             | false           | 1.4018691588785046
            c           | 2           | 2             | false           | 1.822429906542056
            h           | 3           | 3             | false           | 1.9158878504672898
            i           | 4           | 4             | false           | 1.9158878504672898
            d           | 5           | 5             | true            | 1.897196261682243
            g           | 6           | 6             | true            | 1.8317757009345794
            b           | 7           | 7             | true            | 1.644859813084112
            e           | 8           | 8             | true            | 1.4579439252336448
            f           | 9           | 9             | true            | 1
            """);
    // With a profit of 12 months: a, c, h; with a value to come: a, e, f. h bought, but no model.
    assertThat(profit)
        .within(1e-12)
        .hasRows(
            """
            customer_id | clv    | service_cost_to_clv | service_level | service_level_reason
            a           | 200.00 | 0.03                | high-touch    | profit third 1, value third 1
            b           | null   | null                | review        | loss of 12 months above value, no value: skipped: no purchase
            c           | 0.00   | null                | self-service  | profit third 2, value third 3
            d           | null   | null                | review        | loss of 12 months above value, no value: not in gold.customer_clv
            e           | 80.00  | 0                   | self-service  | profit third 3, value third 2
            f           | 30.00  | 2.3                 | review        | loss of 12 months above value, value third 3
            g           | null   | null                | review        | loss of 12 months above value, no value: not in gold.customer_clv
            h           | null   | null                | self-service  | profit third 3, no value: skipped: no model could be fitted
            i           | null   | null                | self-service  | profit third 3, no value: not in gold.customer_clv
            """);
  }

  @Test
  void recurringRevenueCountsWhereTheSettingsSaySo() {
    Dataset<Row> recurring =
        table(
            Tables.SUBSCRIPTION_MONTH,
            """
            customer_id | month      | closing_mrr
            e           | 2024-11-01 | 25.00
            e           | 2024-12-01 | 25.00
            i           | 2025-03-01 | 10.00
            """);

    // e: 25 in month 0, 25 + 40 in month 1: 90 are there.
    assertThat(accounts(recurring, null).rows().where("customer_id IN ('e', 'h', 'i')"))
        .hasRows(
            """
            customer_id | revenue | subscription_revenue | profit | payback_months
            e           | 140.00  | 50.00                | 30.00  | 1
            h           | 140.00  | 0.00                 | 10.00  | 1
            i           | 10.00   | 10.00                | 10.00  | 0
            """);
  }

  @Test
  void whoMayHaveBoughtBeforeTheHistoryBeginsHasNoMonthOfPayback() {
    // a signed up before; h has bought within 30 days of the start.
    assertThat(accounts(null, LocalDate.of(2024, 10, 15)).rows().where("payback_months >= 0"))
        .hasRows("customer_id\n");
  }

  @Test
  void aCompanyThatLosesMoneyHasNoWhaleCurve() {
    Dataset<Row> losers = accounts(null, null).rows().where("customer_id IN ('b', 'c', 'f')");

    assertThat(CustomerProfit.of(losers, values()))
        .hasRows(
            """
            customer_id | profit | profit_rank | cumulative_profit_share
            c           | 45.00  | 1           | null
            b           | -20.00 | 2           | null
            f           | -49.00 | 3           | null
            """);
  }

  @Test
  void aCompanyWithoutOptionalCostsMissesNone() {
    MoneyRows money =
        new MoneyRows(
            table(
                Tables.CUSTOMER_MONTH,
                """
                customer_id | month      | order_days | revenue | refunds | cost | service_cost | orders_without_cost | orders_without_service_cost
                a           | 2024-03-01 | 1          | 3.00    | 0.00    | 1.00 | 0.00         | 0                   | 1
                """),
            Optional.empty(),
            table(Tables.SERVICE_CONTACTS_TABLE, "customer_id\n"),
            table(Tables.CAMPAIGN_CONTACTS_TABLE, "customer_id\n"),
            table(Tables.CUSTOMERS_TABLE, "customer_id\n").select("customer_id"));
    CustomerAccounts accounts =
        new CustomerAccounts(
            money,
            table(Tables.CUSTOMERS_TABLE, "customer_id\n"),
            HistoryStart.isWhole(Optional.empty(), 90),
            DATE);

    assertThat(accounts.rows())
        .hasRows(
            """
            customer_id | profit | cost_known | payback_months
            a           | 2.00   | true       | null
            """);
  }

  private CustomerAccounts accounts(Dataset<Row> recurring, LocalDate historyStartsOn) {
    Dataset<Row> customers = table(Tables.CUSTOMERS_TABLE, CUSTOMERS);
    MoneyRows money =
        new MoneyRows(
            table(Tables.CUSTOMER_MONTH, MONTHS),
            Optional.ofNullable(recurring),
            table(Tables.SERVICE_CONTACTS_TABLE, CONTACTS),
            table(Tables.CAMPAIGN_CONTACTS_TABLE, CAMPAIGNS),
            customers.select("customer_id").where("customer_id IN ('d', 'g', 'i')"));
    return new CustomerAccounts(
        money, customers, HistoryStart.isWhole(Optional.ofNullable(historyStartsOn), 30), DATE);
  }

  private Dataset<Row> values() {
    return table(
            Tables.CUSTOMER_CLV,
            """
            customer_id | clv    | status
            a           | 200.00 | scored
            b           | null   | skipped: no purchase
            c           | 0.00   | scored
            e           | 80.00  | scored
            f           | 30.00  | scored
            h           | null   | skipped: no model could be fitted
            """)
        .select("customer_id", "clv", "status");
  }

  private Dataset<Row> table(Table table, String rows) {
    return TextTable.of(spark, table.schema(), rows);
  }
}
