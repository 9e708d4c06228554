package clientele.insight;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import clientele.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From tables to histories, and from histories to the rows of gold.insight. */
@ExtendWith(SparkExtension.class)
class InsightRowsTest {
  /** Day 2000 since 1970-01-01. */
  private static final LocalDate DATE = LocalDate.ofEpochDay(2000);

  private final SparkSession spark;
  private final Settings settings;

  InsightRowsTest(SparkSession spark, @Warehouse Path folder) throws IOException {
    this.spark = spark;
    this.settings = settings(folder);
  }

  @Test
  void aHistoryHasAllThatIsKnownOfTheCustomer() {
    Map<Table, Dataset<Row>> given = new HashMap<>();
    give(
        given,
        Tables.ORDERS_TABLE,
        """
        order_id | customer_id | ordered_on | amount | discount | cost | service_cost | category | channel
        2        | a           | 1971-01-01 | 5.00   | 1.00     | 2.00 | 0.50         | toys     | app
        1        | a           | 1971-01-01 | 10.00  | null     | 4.00 | null         | books    | web
        3        | a           | 1971-02-01 | 7.00   | null     | 3.00 | null         | null     | null
        4        | b           | 1971-03-01 | 9.00   | null     | null | null         | null     | null
        """);
    give(
        given,
        Tables.REFUNDS_TABLE,
        """
        refund_id | customer_id | refunded_on | amount | refund_of
        r         | a           | 1971-02-02  | 7.00   | 3
        """);
    give(
        given,
        Tables.ORDER_LINES_TABLE,
        """
        order_id | category | quantity
        1        | games    | 2
        1        | games    | 1
        2        | null     | 1
        """);
    give(
        given,
        Tables.SERVICE_CONTACTS_TABLE,
        """
        contact_id | customer_id | opened_on  | stage | satisfaction | cost
        x          | a           | 1971-01-05 | after | 2            | 4.50
        y          | a           | 1971-01-06 | null  | null         | null
        """);
    give(
        given,
        Tables.NPS_RESPONSES_TABLE,
        """
        response_id | customer_id | responded_at        | responded_on | score
        2           | a           | 1971-01-07 10:00:00 | 1971-01-07   | 3
        1           | a           | 1971-01-07 09:00:00 | 1971-01-07   | 9
        """);
    give(
        given,
        Tables.CAMPAIGN_CONTACTS_TABLE,
        """
        campaign_id | customer_id | contacted_on | arm     | action | cost
        k           | a           | 1971-01-08   | treated | call   | 2.00
        l           | a           | 1971-01-09   | control | call   | null
        """);
    give(
        given,
        Tables.CUSTOMERS_TABLE,
        """
        customer_id | signed_up_on | region | income_band | acquisition_cost | referred_by
        a           | 1970-12-31   | North  | low         | 12.50            | null
        b           | null         | null   | null        | null             | a
        """);
    give(
        given,
        Tables.CUSTOMER_MONTH,
        """
        customer_id | month      | order_days
        b           | 1971-03-01 | 1
        """);
    give(
        given,
        Tables.SUBSCRIPTIONS_TABLE,
        """
        subscription_id | customer_id | plan | started_on | ended_on   | price | billing_period
        s               | a           | gold | 1971-01-01 | 1972-01-01 | 60.00 | year
        s               | a           | plus | 1972-01-01 | null       | 5.00  | P1M
        """);
    give(
        given,
        Tables.CUSTOMER_CLV,
        """
        customer_id | clv
        a           | 34.56
        """);

    Map<String, History> histories = new HashMap<>();
    for (Row row : histories(given).collectAsList()) {
      String region = row.<Row>getList(1).get(1).getString(1);
      histories.put(region, HistoryRow.read(row.getList(0)));
    }

    History a = histories.get("North");
    Assertions.assertThat(a.days())
        .containsExactly(
            new History.Day(365, true, "web", "books", 850, 100, 1600, 50),
            new History.Day(396, false, "unknown", "unknown", -300, 0, 700, 0));
    Assertions.assertThat(a.bought())
        .containsExactlyInAnyOrder(
            new History.Bought(365, "games"), new History.Bought(365, "books"));
    Assertions.assertThat(a.contacts())
        .containsExactly(
            new History.Contact(369, "after", 2, 450), new History.Contact(370, "unknown", 0, 0));
    Assertions.assertThat(a.answers()).extracting(History.Answered::score).containsExactly(9, 3);
    Assertions.assertThat(a.assignments())
        .containsExactly(
            new History.Assignment(372, "k", "call", true, 200),
            new History.Assignment(373, "l", "call", false, 0));
    Assertions.assertThat(a.referrals()).containsExactly(424);
    Assertions.assertThat(a.spans())
        .containsExactly(
            new History.Span(365, 730, 12), new History.Span(730, History.Span.RUNS_ON, 1));
    // The year was renewed by another term; then 41 months were, from 1972-01-01 to 1975-06-24.
    Assertions.assertThat(a.runs())
        .containsExactlyInAnyOrder(new History.Run(12, 1, false), new History.Run(1, 41, false));
    Assertions.assertThat(a.attributes())
        .isEqualTo(
            new History.Attributes(
                "low", Optional.of(1250L), Optional.of(364), Optional.of(3456L)));
    Assertions.assertThat(histories.get("unknown").days()).hasSize(1);
  }

  /**
   * By hand: a quarter of 240 with good service and a half of 240 with poor one stop. The plain
   * share in a stage would contradict the claim if it were asked alone, p = 0.03, but not as one of
   * three.
   */
  @Test
  void rowsAreThoseOfAllAndOfEachDimensionValue() {
    Column isSouth = col("id").mod(4).lt(1);
    Column stops = col("kind").lt(3);
    Dataset<Row> people =
        spark
            .range(0, 480, 1, 1)
            .withColumn("customer_id", col("id").cast("string"))
            .withColumn("rating", when(col("id").lt(240), 1).otherwise(5))
            .withColumn("kind", col("id").divide(4).cast("int").mod(12))
            .withColumn("stops", stops.or(col("id").lt(240).and(col("kind").lt(6))))
            .withColumn("region", when(isSouth, "South").otherwise("North"));
    Dataset<Row> first = people.withColumn("ordered_on", date(900));
    Dataset<Row> second = people.where("not stops").withColumn("ordered_on", date(1100));
    Map<Table, Dataset<Row>> given = new HashMap<>();
    given.put(
        Tables.ORDERS_TABLE,
        complete(
            Tables.ORDERS_TABLE,
            first.union(second).withColumn("amount", lit(10).cast("decimal(18,2)"))));
    given.put(
        Tables.SERVICE_CONTACTS_TABLE,
        complete(
            Tables.SERVICE_CONTACTS_TABLE,
            people
                .withColumn("opened_on", date(1000))
                .withColumn("satisfaction", col("rating"))
                .withColumn("stage", lit("after"))));
    given.put(Tables.CUSTOMERS_TABLE, complete(Tables.CUSTOMERS_TABLE, people));

    Dataset<Row> rows = InsightRows.of(histories(given), Frame.of(settings, DATE)).cache();

    assertThat(
            rows.where(col("insight").startsWith("stopped"))
                .selectExpr(
                    "insight",
                    "dimension",
                    "value",
                    "round(estimate, 6) AS estimate",
                    "n",
                    "matched_share",
                    "claimed",
                    "q_value < 0.05 AS is_certain",
                    "round(estimate_shrunk, 6) AS shrunk",
                    "placebo_estimate",
                    "verdict"))
        .hasRows(
            """
            insight                        | dimension | value | estimate | n   | matched_share | claimed | is_certain | shrunk | placebo_estimate | verdict
            stopped_after_poor_service_raw | all       | all   | 0.5      | 240 | null          | 0.62    | null       | 0.5    | null             | contradicted
            stopped_after_poor_service_raw | region    | North | 0.5      | 180 | null          | 0.62    | false      | 0.5    | null             | not enough data
            stopped_after_poor_service_raw | region    | South | 0.5      | 60  | null          | 0.62    | false      | 0.5    | null             | not enough data
            stopped_after_poor_service_raw | stage     | after | 0.5      | 240 | null          | 0.62    | false      | 0.5    | null             | not enough data
            stopped_after_poor_service     | all       | all   | 0.25     | 480 | 1             | 0.62    | null       | 0.25   | 0                | contradicted
            stopped_after_poor_service     | region    | North | 0.25     | 360 | 1             | 0.62    | true       | 0.25   | 0                | contradicted
            stopped_after_poor_service     | region    | South | 0.25     | 120 | 1             | 0.62    | true       | 0.25   | 0                | not enough data
            stopped_after_poor_service     | stage     | after | 0.25     | 480 | 1             | 0.62    | true       | 0.25   | 0                | contradicted
            """);
    Assertions.assertThat(
            rows.where("dimension = 'all'").select("insight").as(Encoders.STRING()).collectAsList())
        .as("every insight as told and adjusted, but those of income, which compare its bands")
        .containsExactlyInAnyOrderElementsOf(
            Insights.ALL.stream()
                .filter(i -> !i.comparedBy().equals("income_band"))
                .flatMap(i -> List.of(i.name(), i.name() + "_raw").stream())
                .toList());
    Assertions.assertThat(rows.where("verdict = 'not enough data' and note is null").count())
        .isZero();
    for (String rule : Tables.INSIGHT_TABLE.checks().stream().map(c -> c.condition()).toList()) {
      Assertions.assertThat(rows.where("not (" + rule + ")").count()).as(rule).isZero();
    }
    rows.unpersist();
  }

  /** DerSimonian and Laird by hand; who differs by chance only is drawn to the estimate of all. */
  @Test
  void estimatesAreDrawnToThatOfAll() {
    Dataset<Row> rows =
        TextTable.of(
            spark,
            "insight STRING, dimension STRING, value STRING, estimate DOUBLE, low DOUBLE,"
                + " high DOUBLE, is_total BOOLEAN",
            """
            insight | dimension | value | estimate | low                | high               | is_total
            i       | all       | all   | 2        | 1                  | 3                  | false
            i       | region    | a     | 0        | -1.959963984540054 | 1.959963984540054  | false
            i       | region    | b     | 4        | 2.040036015459946  | 5.959963984540054  | false
            i       | band      | a     | 1.9      | -1                 | 5                  | false
            i       | band      | b     | 2.1      | -1                 | 5                  | false
            i       | band      | c     | null     | null               | null               | false
            j       | all       | all   | 9        | 8                  | 10                 | true
            j       | region    | a     | 3        | 2                  | 4                  | true
            """);

    // Errors of 1: t² = (8 - 1) / (2 - 2 / 2) = 7; 2 ± 7 / 8 of 2.
    assertThat(
            Shrunk.withEstimate(rows, "shrunk").select("insight", "dimension", "value", "shrunk"))
        .within(1e-9)
        .hasRows(
            """
            insight | dimension | value | shrunk
            i       | all       | all   | 2
            i       | region    | a     | 0.25
            i       | region    | b     | 3.75
            i       | band      | a     | 2
            i       | band      | b     | 2
            i       | band      | c     | null
            j       | all       | all   | 9
            j       | region    | a     | null
            """);
  }

  private Dataset<Row> histories(Map<Table, Dataset<Row>> given) {
    return Histories.of(new GivenTables(spark, given), settings, DATE);
  }

  private void give(Map<Table, Dataset<Row>> given, Table table, String rows) {
    given.put(table, TextTable.of(spark, table.schema(), rows));
  }

  private static Dataset<Row> complete(Table table, Dataset<Row> rows) {
    Column[] columns =
        table.columns().stream()
            .map(column -> given(column, rows).cast(column.type()).as(column.name()))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  private static Column given(TableColumn column, Dataset<Row> rows) {
    return List.of(rows.columns()).contains(column.name()) ? column.col() : lit(null);
  }

  private static Column date(int day) {
    return lit(LocalDate.ofEpochDay(day));
  }

  private static Settings settings(Path folder) throws IOException {
    String sources =
        List.of(
                "orders",
                "order_lines",
                "subscriptions",
                "nps_responses",
                "customers",
                "service_contacts",
                "campaign_contacts")
            .stream()
            .map(name -> "  %s.path = x\n".formatted(name))
            .reduce("", String::concat);
    Path file =
        Files.writeString(
            folder.resolve("my.conf"), "dimensions = [region]\nsources {\n" + sources + "}\n");
    return SettingsLoader.load(file, Map.of("warehouse", folder.toString()), Map.of());
  }
}
