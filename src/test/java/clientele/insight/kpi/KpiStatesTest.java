package clientele.insight.kpi;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.settings.SettingsLoader;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * KPIs worked out by hand, at D = 2024-06-30.
 *
 * <pre>
 * a   100 on 01-10 (cost 60, service 5, no discount), 80 on 02-10 (cost 40, 20 off), 50 on 06-20
 *     writes on 02-20 after the purchase, is answered a day later and rates it 2
 * b   30 on 01-20 (10 off), given back on 01-25: cancelled
 * c   200 on 02-01 (no discount), 50 of it back on 02-05; earlier orders may be missing
 *     writes on 02-01, before the purchase, and on 06-29, after it: not answered
 * </pre>
 */
@ExtendWith(SparkExtension.class)
final class KpiStatesTest {
  private static final LocalDate DATE = LocalDate.of(2024, 6, 30);

  private static SparkSession spark;
  private static RunContext context;
  private static List<Row> rows;

  @BeforeAll
  static void compute(SparkSession session, @TempDir Path folder) throws Exception {
    spark = session;
    Path file =
        Files.writeString(
            folder.resolve("my.conf"),
            "sources.orders.path = o\n" + "sources.customers.path = c\ndimensions = [region]");
    context =
        new RunContext(
            DATE,
            "run",
            SettingsLoader.load(file, Map.of(), Map.of()),
            Clock.systemUTC(),
            line -> {});
    rows = KpiStates.kpis(inputs(), context).collectAsList();
  }

  private static Inputs inputs() {
    Dataset<Row> orders =
        text(
            Tables.ORDERS_TABLE,
            """
            order_id | customer_id | ordered_on | amount | discount | cost | service_cost
            a1       | a           | 2024-01-10 | 100.00 | 0.00     | 60.00 | 5.00
            a2       | a           | 2024-02-10 | 80.00  | 20.00    | 40.00 | null
            a3       | a           | 2024-06-20 | 50.00  | null     | null | null
            b1       | b           | 2024-01-20 | 30.00  | 10.00    | null | null
            c1       | c           | 2024-02-01 | 200.00 | 0.00     | null | null
            """);
    Dataset<Row> refunds =
        text(
            Tables.REFUNDS_TABLE,
            """
            refund_id | customer_id | refunded_on | amount | refund_of
            r1        | b           | 2024-01-25  | 30.00  | b1
            r2        | c           | 2024-02-05  | 50.00  | c1
            """);
    Map<Table, Dataset<Row>> tables = new HashMap<>();
    tables.put(Tables.ORDERS_TABLE, orders);
    tables.put(Tables.REFUNDS_TABLE, refunds);
    tables.put(
        Tables.CUSTOMER_MONTH,
        CustomerMonths.fold(orders, refunds, DATE, 30, CustomerMonths.Categories.NONE));
    tables.put(
        Tables.CUSTOMER,
        text(
            Tables.CUSTOMER,
            """
            customer_id | cohort     | cohort_known | dimensions
            a           | 2024-01-01 | true         | {"region": "North"}
            b           | null       | true         | {"region": "South"}
            c           | 2024-02-01 | false        | {"region": "South"}
            """));
    tables.put(
        Tables.SERVICE_CONTACTS_TABLE,
        text(
            Tables.SERVICE_CONTACTS_TABLE,
            """
            customer_id | opened_at           | opened_on  | resolved_at         | stage  | satisfaction
            a           | 2024-02-20 10:00:00 | 2024-02-20 | 2024-02-21 10:30:00 | after  | 2
            c           | 2024-02-01 10:00:00 | 2024-02-01 | 2024-02-01 11:00:00 | before | 5
            c           | 2024-06-29 10:00:00 | 2024-06-29 | null                | after  | null
            """));
    tables.put(
        Tables.PUBLICATION_TABLE,
        text(
            Tables.PUBLICATION_TABLE,
            """
            publication | as_of      | published_at
            1           | 2024-06-27 | 2024-06-28 02:00:00
            2           | 2024-06-28 | 2024-06-29 23:59:59
            3           | 2024-06-28 | 2024-07-02 01:00:00
            4           | 2024-06-29 | 2024-07-01 00:00:00
            5           | 2024-06-30 | 2024-06-30 12:00:00
            """));
    return new Fixed(tables);
  }

  private static Dataset<Row> text(Table table, String rows) {
    return TextTable.of(spark, table.schema(), rows);
  }

  @Test
  void aStateIsMergedByAddition() {
    assertThat(of("order_value").where("value in ('all', 'South')"))
        .within(1e-5)
        .hasRows(
            """
            dimension | value | grain   | period     | n | sum        | sum_of_squares | kpi_value | low      | high      | is_mature
            all       | all   | month   | 2024-01-01 | 1 | 100.000000 | 10000          | 100       | null     | null      | true
            all       | all   | month   | 2024-02-01 | 2 | 230.000000 | 28900          | 115       | 46.40126 | 183.59874 | true
            all       | all   | month   | 2024-06-01 | 1 | 50.000000  | 2500           | 50        | null     | null      | true
            all       | all   | quarter | 2024-01-01 | 3 | 330.000000 | 38900          | 110       | 69.20010 | 150.79990 | true
            all       | all   | quarter | 2024-04-01 | 1 | 50.000000  | 2500           | 50        | null     | null      | true
            all       | all   | year    | 2024-01-01 | 4 | 380.000000 | 41400          | null      | null     | null      | false
            region    | South | month   | 2024-02-01 | 1 | 150.000000 | 22500          | 150       | null     | null      | true
            region    | South | quarter | 2024-01-01 | 1 | 150.000000 | 22500          | 150       | null     | null      | true
            region    | South | year    | 2024-01-01 | 1 | 150.000000 | 22500          | null      | null     | null      | false
            """);
  }

  @Test
  void whatIsNotKnownOrNotOfThePopulationDoesNotCount() {
    assertThat(months())
        .within(1e-9)
        .hasRows(
            """
            kpi                       | period     | n | sum        | kpi_value
            order_margin              | 2024-01-01 | 1 | 35.000000  | 35
            order_margin              | 2024-02-01 | 1 | 40.000000  | 40
            order_service_cost        | 2024-01-01 | 1 | 5.000000   | 5
            discount_share            | 2024-01-01 | 1 | 0.000000   | 0
            discount_share            | 2024-02-01 | 2 | 0.200000   | 0.1
            discounted_orders         | 2024-01-01 | 1 | 0.000000   | 0
            discounted_orders         | 2024-02-01 | 2 | 1.000000   | 0.5
            refunded_orders           | 2024-01-01 | 2 | 1.000000   | 0.5
            refunded_orders           | 2024-02-01 | 2 | 1.000000   | 0.5
            refunded_orders           | 2024-06-01 | 1 | 0.000000   | 0
            repeat_orders             | 2024-01-01 | 1 | 0.000000   | 0
            repeat_orders             | 2024-02-01 | 1 | 1.000000   | 1
            repeat_orders             | 2024-06-01 | 1 | 1.000000   | 1
            loyal_discounts           | 2024-02-01 | 1 | 0.000000   | 0
            new_buyers                | 2024-01-01 | 1 | 1.000000   | 1
            new_buyers                | 2024-02-01 | 1 | 0.000000   | 0
            new_buyers                | 2024-06-01 | 1 | 0.000000   | 0
            reactivated_buyers        | 2024-02-01 | 1 | 0.000000   | 0
            reactivated_buyers        | 2024-06-01 | 1 | 1.000000   | 1
            orders_per_buyer          | 2024-01-01 | 1 | 1.000000   | 1
            orders_per_buyer          | 2024-02-01 | 2 | 2.000000   | 1
            orders_per_buyer          | 2024-06-01 | 1 | 1.000000   | 1
            customers_asked           | 2024-01-01 | 1 | 0.000000   | 0
            customers_asked           | 2024-02-01 | 2 | 0.000000   | 0
            customers_asked           | 2024-06-01 | 1 | 0.000000   | 0
            satisfaction_before       | 2024-02-01 | 1 | 5.000000   | 5
            satisfaction_after        | 2024-02-01 | 1 | 2.000000   | 2
            lost_after_contact_after  | 2024-02-01 | 1 | 1.000000   | 1
            poor_service              | 2024-02-01 | 2 | 1.000000   | 0.5
            complaint_answer_hours    | 2024-02-01 | 1 | 24.500000  | 24.5
            complaints_in_time        | 2024-02-01 | 1 | 1.000000   | 1
            insight_on_time           | 2024-06-01 | 2 | 1.000000   | 0.5
            """);
  }

  private static Dataset<Row> months() {
    List<String> elsewhere = List.of("order_value", "revenue_per_buyer", "loyal_orders");
    return all()
        .where("grain = 'month' and dimension = 'all'")
        .where(not(col("kpi").isin(elsewhere.toArray())));
  }

  /** Its rows need 90 days more to be judged. */
  @Test
  void whatIsKnownLateIsMatureLate() {
    assertThat(of("lost_after_contact_after").where("dimension = 'all'"))
        .within(1e-12)
        .hasRows(
            """
            grain   | period     | is_mature | low                | kpi_value
            month   | 2024-02-01 | true      | 0.2065493143772375 | 1.0
            quarter | 2024-01-01 | true      | 0.2065493143772375 | 1.0
            year    | 2024-01-01 | false     | null               | null
            """);
  }

  @Test
  void withoutDataThereAreNoKpis() {
    assertThat(KpiStates.kpis(new Fixed(Map.of()), context)).hasRows("kpi | n");
  }

  @Test
  void everyKpiHasANameOfItsOwnAndAQuestion() {
    Assertions.assertThat(Kpis.ALL)
        .hasSizeGreaterThan(15)
        .extracting(Kpi::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
    Assertions.assertThat(Kpis.ALL)
        .allSatisfy(
            kpi -> {
              Assertions.assertThat(kpi.question()).endsWith("?").doesNotContain("|");
              Assertions.assertThat(kpi.definition()).isNotBlank().doesNotContain("|");
            });
    Assertions.assertThat(Kpis.ALL).extracting(Kpi::scorecard).contains(Scorecard.values());
  }

  private static Dataset<Row> of(String kpi) {
    return all().where("kpi = '" + kpi + "'");
  }

  private static Dataset<Row> all() {
    return spark.createDataFrame(rows, rows.get(0).schema());
  }

  /** The same tables at any date; those that are not given are empty. */
  private record Fixed(Map<Table, Dataset<Row>> tables) implements Inputs {
    @Override
    public Dataset<Row> table(Table table) {
      return tables.getOrDefault(table, spark().createDataFrame(List.of(), table.schema()));
    }

    @Override
    public Dataset<Row> inOwnCurrencies(Table table) {
      return table(table);
    }

    @Override
    public Dataset<Row> comparableTerms() {
      return table(Tables.SUBSCRIPTIONS_TABLE);
    }

    @Override
    public Dataset<Row> accepted(Table table) {
      return table(table);
    }

    @Override
    public SparkSession spark() {
      return spark;
    }
  }
}
