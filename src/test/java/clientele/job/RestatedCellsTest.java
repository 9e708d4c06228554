package clientele.job;

import static clientele.catalogue.Tables.CHURN_MONTHLY;
import static clientele.catalogue.Tables.COHORT_RETENTION;
import static clientele.catalogue.Tables.MRR_MOVEMENT;
import static clientele.catalogue.Tables.NPS_TABLE;
import static clientele.catalogue.Tables.RESTATEMENT;
import static clientele.catalogue.Tables.SUBSCRIPTION_SURVIVAL;
import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Layer;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.job.Causes.Comparison;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class RestatedCellsTest {
  private static final LocalDate FEBRUARY = LocalDate.of(2024, 2, 29);
  private static final LocalDate MARCH = LocalDate.of(2024, 3, 31);
  private static final int WINDOW = 30;
  private static final int NO_GRACE = 0;
  private static final Map<String, Evidence> LATE_IN_JANUARY =
      ofOrders(new Evidence(LocalDate.of(2024, 1, 10), null, null, false));

  private final SparkSession spark;

  RestatedCellsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyAggregateIsCoveredOrNamedAsNot() throws IOException {
    Assertions.assertThat(covered()).contains(CHURN_MONTHLY, SUBSCRIPTION_SURVIVAL);
    String page = Files.readString(Path.of("docs/metrics.md"));
    String section = page.substring(page.indexOf("## Restated figures"));

    Assertions.assertThat(Tables.ALL)
        .filteredOn(table -> table.layer() == Layer.GOLD && !RestatedCells.covers(table))
        .allSatisfy(table -> Assertions.assertThat(section).contains(table.fullName()));
    Assertions.assertThat(covered())
        .filteredOn(table -> !RestatedCells.hasPeriod(table))
        .allSatisfy(table -> Assertions.assertThat(section).contains(table.fullName()));
  }

  @Test
  void everyCellIsMadeFromSomethingThatItsJobsRead() {
    for (Table table : covered()) {
      boolean saysItself = table.key().contains(BASIS);
      Assertions.assertThat(saysItself || !table.counted().isEmpty()).as(table.name()).isTrue();
      Assertions.assertThat(Origins.of(table)).as(table.name()).containsAll(table.counted());
    }
  }

  @Test
  void everyNumberOfEveryTableIsACellOfItsOwn() {
    List<Dataset<Row>> figures = new ArrayList<>();
    List<Causes> causes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (Table table : covered()) {
      figures.add(RestatedCells.shownBefore(table, filled(table, 1), NO_GRACE));
      figures.add(RestatedCells.present(table, filled(table, 2), NO_GRACE));
      causes.add(new Causes(table, Map.of(), Set.of(), false, true, false, Comparison.SAME_DATE));
      measures(table).forEach(one -> expected.add(table.fullName() + " " + one.name() + " 1 2"));
    }
    Dataset<Row> all = figures.stream().reduce(Dataset::unionByName).orElseThrow();

    List<String> listed =
        RestatedCells.changed(all, Causes.rows(spark, causes, WINDOW), MARCH)
            .selectExpr(
                "concat_ws(' ', table, get_json_object(cell, '$.column'),"
                    + " int(first_published), int(present))")
            .as(Encoders.STRING())
            .collectAsList();
    Assertions.assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<TableColumn> measures(Table table) {
    return table.columns().stream()
        .filter(column -> column.type() instanceof NumericType && !table.key().contains(column))
        .toList();
  }

  /** One row, with a number in all that is no part of the key. */
  private Dataset<Row> filled(Table table, int number) {
    Column[] columns =
        table.columns().stream()
            .map(
                column -> {
                  Column value = measures(table).contains(column) ? lit(number) : lit(null);
                  boolean isDay = column.type().equals(DataTypes.DateType);
                  return (isDay ? lit("2024-03-31") : value).cast(column.type()).as(column.name());
                })
            .toArray(Column[]::new);
    return spark.range(1).select(columns);
  }

  /** Until the days of grace are over a start takes back what seems lost. */
  @Test
  void aMonthOfSubscriptionsIsSettledAfterTheDaysOfGrace() {
    Dataset<Row> february =
        churn(
            """
            as_of      | basis         | dimension | value | month      | churned | is_mature
            2024-02-14 | orders        | all       | all   | 2024-01-01 | 1       | true
            2024-02-14 | subscriptions | all       | all   | 2023-12-01 | 1       | true
            2024-02-14 | subscriptions | all       | all   | 2024-01-01 | 1       | true
            """);

    assertThat(settled(february, 14))
        .hasRows(
            """
            basis         | period_ends_on
            orders        | 2024-01-31
            subscriptions | 2023-12-31
            subscriptions | 2024-01-31
            """);
    assertThat(settled(february, 15))
        .hasRows(
            """
            basis         | period_ends_on
            orders        | 2024-01-31
            subscriptions | 2023-12-31
            """);
    Dataset<Row> movement =
        TextTable.of(
            spark,
            MRR_MOVEMENT.schema(),
            """
            as_of      | dimension | value | month      | new_mrr
            2024-02-14 | all       | all   | 2024-01-01 | 1.00
            """);
    Assertions.assertThat(RestatedCells.shownEarlier(MRR_MOVEMENT, movement, 15).isEmpty())
        .isTrue();
  }

  private static Dataset<Row> settled(Dataset<Row> churn, int graceDays) {
    return RestatedCells.shownEarlier(CHURN_MONTHLY, churn, graceDays)
        .select(expr("get_json_object(cell, '$.basis') AS basis"), col("period_ends_on"))
        .distinct();
  }

  /** Each source has one kind of evidence, which tells it from the others. */
  @Test
  void onlyWhatACellIsMadeFromIsACause() {
    Map<String, Evidence> all = new TreeMap<>();
    all.put("orders", new Evidence(null, LocalDate.of(2024, 1, 31), null, false));
    all.put("subscriptions", new Evidence(null, null, LocalDate.of(2024, 1, 31), false));
    Map<String, Evidence> withAnswers = new TreeMap<>(all);
    withAnswers.put("nps_responses", new Evidence(LocalDate.of(2024, 1, 31), null, null, false));
    Dataset<Row> february =
        churn(
            """
            as_of      | basis         | dimension           | value | month      | churned | is_mature
            2024-02-29 | orders        | all                 | all   | 2024-01-01 | 1       | true
            2024-02-29 | subscriptions | all                 | all   | 2024-01-01 | 1       | true
            2024-02-29 | orders        | region*first_plan   | N*x   | 2024-01-01 | 1       | true
            2024-02-29 | subscriptions | first_channel       | web   | 2024-01-01 | 1       | true
            """);
    Dataset<Row> march =
        february
            .withColumn("as_of", expr("DATE'2024-03-31'"))
            .withColumn("churned", expr("churned + 1"));

    assertThat(atNextDate(CHURN_MONTHLY, february, march, all))
        .hasRows(
            """
            basis         | dimension         | cause
            orders        | all               | refund
            subscriptions | all               | replacement
            orders        | region*first_plan | refund, replacement
            subscriptions | first_channel     | refund, replacement
            """);

    Dataset<Row> answers =
        TextTable.of(
            spark,
            NPS_TABLE.schema(),
            """
            as_of      | dimension    | value | period     | responses | share_asked
            2024-03-31 | all          | all   | 2024-03-01 | 4         | 0.5
            2024-03-31 | current_plan | basic | 2024-03-01 | 4         | null
            """);
    Dataset<Row> more =
        answers
            .withColumn("responses", expr("responses + 1"))
            .withColumn("share_asked", expr("share_asked + 0.1"));
    assertThat(again(NPS_TABLE, answers, more, noList(), withAnswers))
        .hasRows(
            """
            dimension    | column      | cause
            all          | responses   | late row
            all          | share_asked | late row, refund, replacement
            current_plan | responses   | late row, replacement
            """);
  }

  @Test
  void customersCountWhereTheirAttributesDo() {
    // A customer's row was removed.
    Map<String, Evidence> found =
        Map.of("customers", new Evidence(null, null, LocalDate.of(1, 1, 1), false));
    Dataset<Row> february =
        churn(
            """
            as_of      | basis  | dimension    | value | month      | churned | is_mature
            2024-02-29 | orders | all          | all   | 2024-01-01 | 1       | true
            2024-02-29 | orders | region       | North | 2024-01-01 | 1       | true
            2024-02-29 | orders | first_plan   | basic | 2024-01-01 | 1       | true
            """);
    Dataset<Row> march =
        february
            .withColumn("as_of", expr("DATE'2024-03-31'"))
            .withColumn("churned", expr("churned + 1"));

    assertThat(atNextDate(CHURN_MONTHLY, february, march, found))
        .hasRows(
            """
            dimension | cause
            region    | replacement
            """);
    Causes ofAll =
        new Causes(
            CHURN_MONTHLY,
            found,
            Set.of("customers"),
            false,
            false,
            false,
            Comparison.EARLIER_DATE);
    Assertions.assertThat(changed(compared(CHURN_MONTHLY, february, march), ofAll).count())
        .isEqualTo(3);
  }

  @Test
  void whatHasNoPeriodIsComparedOnTheSameDate() {
    Dataset<Row> before =
        TextTable.of(
            spark,
            SUBSCRIPTION_SURVIVAL.schema(),
            """
            as_of      | dimension | value | tenure_month | at_risk | survival
            2024-03-31 | all       | all   | 1            | 4       | 0.75
            """);
    Dataset<Row> now = before.withColumn("at_risk", expr("at_risk + 1"));
    Map<String, Evidence> late =
        Map.of("subscriptions", new Evidence(LocalDate.of(2024, 3, 1), null, null, false));

    assertThat(again(SUBSCRIPTION_SURVIVAL, before, now, noList(), late))
        .hasRows(
            """
            column  | period_ends_on | is_settled | first_published | present | cause
            at_risk | null           | false      | 4               | 5       | late row
            """);
    Assertions.assertThat(
            RestatedCells.shownEarlier(SUBSCRIPTION_SURVIVAL, before, NO_GRACE).isEmpty())
        .isTrue();
  }

  @Test
  void aSettledMonthThatReadsOtherwiseAtTheNextDateIsRestated() {
    Dataset<Row> february =
        churn(
            """
            as_of      | basis  | dimension | value | month      | churned | churn_rate   | revenue_at_risk | is_mature
            2024-02-29 | orders | all       | all   | 2024-01-01 | 3       | 0.3          | 1000000000.00   | true
            2024-02-29 | orders | region    | North | 2024-01-01 | 1       | null         | 5.00            | true
            2024-02-29 | orders | region    | South | 2024-01-01 | 2       | 0.5          | 5.00            | true
            """);
    Dataset<Row> march =
        churn(
            """
            as_of      | basis  | dimension | value | month      | churned | churn_rate   | revenue_at_risk | is_mature
            2024-03-31 | orders | all       | all   | 2024-01-01 | 2       | 0.3000000001 | 1000000000.01   | true
            2024-03-31 | orders | region    | North | 2024-01-01 | 1       | 0.25         | 5.00            | true
            2024-03-31 | orders | region    | East  | 2024-01-01 | 1       | 0.25         | 5.00            | true
            """);

    assertThat(atNextDate(CHURN_MONTHLY, february, march, LATE_IN_JANUARY))
        .hasRows(
            """
            value | column          | period_ends_on | is_settled | first_published | previously_published | present       | cause
            all   | churned         | 2024-01-31     | true       | 3               | 3                    | 2             | late row
            all   | revenue_at_risk | 2024-01-31     | true       | 1000000000      | 1000000000           | 1000000000.01 | late row
            North | churn_rate      | 2024-01-31     | true       | null            | null                 | 0.25          | late row
            South | churned         | 2024-01-31     | true       | 2               | 2                    | null          | late row
            South | churn_rate      | 2024-01-31     | true       | 0.5             | 0.5                  | null          | late row
            South | revenue_at_risk | 2024-01-31     | true       | 5               | 5                    | null          | late row
            """);
  }

  @Test
  void whatWasSoFarAndWhatMovesWithTheDateIsNoRestatement() {
    Dataset<Row> february =
        retention(
            """
            as_of      | basis  | dimension    | value | window | cohort     | period | active | active_or_later | is_mature
            2024-02-29 | orders | all          | all   | month  | 2024-02-01 | 0      | 5      | 5               | false
            2024-02-29 | orders | all          | all   | month  | 2024-01-01 | 0      | 5      | 6               | true
            2024-02-29 | orders | all          | all   | month  | null       | 0      | 5      | 6               | true
            2024-02-29 | orders | current_plan | basic | month  | 2024-01-01 | 0      | 5      | 6               | true
            2024-02-29 | orders | all          | all   | day30  | 2024-02-01 | 0      | 1      | 1               | true
            """);
    Dataset<Row> march =
        february
            .withColumn("as_of", expr("DATE'2024-03-31'"))
            .withColumn("active_or_later", expr("active_or_later + 1"))
            .withColumn(
                "active",
                expr("IF(cohort = DATE'2024-01-01' AND dimension = 'all', active, active + 2)"));

    assertThat(atNextDate(COHORT_RETENTION, february, march, LATE_IN_JANUARY)).hasRows("value\n");
  }

  @Test
  void onTheSameDateEveryCellCounts() {
    Dataset<Row> before =
        retention(
            """
            as_of      | basis  | dimension | value | window | cohort     | period | active | active_or_later | is_mature
            2024-03-31 | orders | all       | all   | month  | 2024-03-01 | 0      | 5      | 5               | false
            2024-03-31 | orders | all       | all   | month  | null       | 0      | 5      | 6               | true
            """);
    Dataset<Row> now = before.withColumn("active_or_later", expr("active_or_later + 1"));

    assertThat(again(COHORT_RETENTION, before, now, noList(), LATE_IN_JANUARY))
        .hasRows(
            """
            column          | period_ends_on | is_settled | first_published | present | cause
            active_or_later | 2024-03-31     | false      | 5               | 6       | late row
            active_or_later | null           | false      | 6               | 7       | late row
            """);
  }

  @Test
  void aCauseReachesTheCellsOfItsDayAndLater() {
    String months =
        """
        as_of      | basis  | dimension | value | month      | churned | is_mature
        2024-02-29 | orders | all       | all   | 2023-12-01 | 1       | true
        2024-02-29 | orders | all       | all   | 2024-01-01 | 1       | true
        2024-02-29 | orders | all       | all   | 2024-02-01 | 1       | true
        """;
    Dataset<Row> february = churn(months);
    Dataset<Row> march =
        february
            .withColumn("as_of", expr("DATE'2024-03-31'"))
            .withColumn("churned", expr("churned + 1"));
    Evidence found =
        new Evidence(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 3, 30), null, false);

    // A refund of 30 March may cancel an order of 29 February, no older one.
    assertThat(atNextDate(CHURN_MONTHLY, february, march, ofOrders(found)))
        .hasRows(
            """
            period_ends_on | cause
            2024-01-31     | late row
            2024-02-29     | late row, refund
            """);
    // What a source read anew has changed within its rows nobody has counted.
    Evidence reread = new Evidence(null, LocalDate.of(2024, 3, 30), null, true);
    assertThat(atNextDate(CHURN_MONTHLY, february, march, ofOrders(reread)))
        .hasRows(
            """
            period_ends_on | cause
            2023-12-31     | replacement
            2024-01-31     | replacement
            2024-02-29     | refund
            """);
    Causes all =
        new Causes(CHURN_MONTHLY, Map.of(), Set.of(), true, true, true, Comparison.EARLIER_DATE);
    assertThat(changed(compared(CHURN_MONTHLY, february, march), all))
        .hasRows(
            """
            period_ends_on | cause
            2023-12-31     | erasure, definition, code
            2024-01-31     | erasure, definition, code
            2024-02-29     | erasure, definition, code
            """);
  }

  @Test
  void whatWasShownFirstIsCarriedOn() {
    Dataset<Row> list =
        list(
            """
            as_of      | table              | cell    | is_settled | first_published | previously_published | present | cause
            2024-01-31 | gold.churn_monthly | CHURNED | false      | 1               | 1                    | 2       | refund
            2024-02-29 | gold.churn_monthly | CHURNED | true       | 3               | 3                    | 4       | refund
            2024-04-30 | gold.churn_monthly | CHURNED | true       | 8               | 8                    | 9       | refund
            """);
    Dataset<Row> figures =
        compared(CHURN_MONTHLY, churn("2024-02-29", 4), churn("2024-03-31", 5))
            .unionByName(RestatedCells.listed(list, MARCH));

    assertThat(changed(figures, causes(CHURN_MONTHLY, LATE_IN_JANUARY, Comparison.EARLIER_DATE)))
        .hasRows(
            """
            is_settled | first_published | previously_published | present | cause
            true       | 3               | 4                    | 5       | late row
            """);
  }

  @Test
  void aRerunComparesWithWhatItsDateHasShownFirst() {
    Dataset<Row> list =
        list(
            """
            as_of      | table              | cell    | is_settled | first_published | previously_published | present | cause
            2024-03-31 | gold.churn_monthly | CHURNED | true       | 3               | 4                    | 5       | refund
            """);
    Dataset<Row> shown = churn("2024-03-31", 5);

    // Nothing moved: the list stands, cause included.
    assertThat(again(CHURN_MONTHLY, shown, shown, list, LATE_IN_JANUARY))
        .hasRows(
            """
            first_published | previously_published | present | cause
            3               | 4                    | 5       | refund
            """);
    assertThat(again(CHURN_MONTHLY, shown, churn("2024-03-31", 6), list, LATE_IN_JANUARY))
        .hasRows(
            """
            first_published | previously_published | present | cause
            3               | 4                    | 6       | late row, refund
            """);
    assertThat(again(CHURN_MONTHLY, shown, churn("2024-03-31", 4), list, LATE_IN_JANUARY))
        .hasRows("cause\n");
    // The row is gone, and stays listed as gone.
    Dataset<Row> none = shown.limit(0);
    assertThat(again(CHURN_MONTHLY, none, none, list, LATE_IN_JANUARY))
        .hasRows(
            """
            first_published | previously_published | present | cause
            3               | 4                    | null    | refund
            """);
  }

  private static List<Table> covered() {
    return Tables.ALL.stream().filter(RestatedCells::covers).toList();
  }

  private static Map<String, Evidence> ofOrders(Evidence evidence) {
    return Map.of("orders", evidence);
  }

  private Dataset<Row> churn(String text) {
    return TextTable.of(spark, CHURN_MONTHLY.schema(), text);
  }

  private Dataset<Row> churn(String asOf, int churned) {
    return churn(
        """
        as_of | basis  | dimension | value | month      | churned | is_mature
        %s    | orders | all       | all   | 2024-01-01 | %d      | true
        """
            .formatted(asOf, churned));
  }

  private Dataset<Row> retention(String text) {
    return TextTable.of(spark, COHORT_RETENTION.schema(), text);
  }

  private Dataset<Row> noList() {
    return list("cell\n");
  }

  /** CHURNED stands for the cell of {@link #churn(String, int)}. */
  private Dataset<Row> list(String text) {
    String cell =
        "{\"basis\":\"orders\",\"dimension\":\"all\",\"value\":\"all\",\"month\":\"2024-01-01\","
            + "\"column\":\"churned\"}";
    return TextTable.of(spark, RESTATEMENT.schema(), text.replace("CHURNED", cell));
  }

  private static Dataset<Row> compared(Table table, Dataset<Row> february, Dataset<Row> march) {
    return RestatedCells.present(table, march, NO_GRACE)
        .unionByName(RestatedCells.shownEarlier(table, february, NO_GRACE));
  }

  private Dataset<Row> atNextDate(
      Table table, Dataset<Row> february, Dataset<Row> march, Map<String, Evidence> evidence) {
    Assertions.assertThat(february.select("as_of").first().getDate(0)).isEqualTo(FEBRUARY + "");
    return changed(
        compared(table, february, march), causes(table, evidence, Comparison.EARLIER_DATE));
  }

  private Dataset<Row> again(
      Table table,
      Dataset<Row> before,
      Dataset<Row> now,
      Dataset<Row> list,
      Map<String, Evidence> evidence) {
    Dataset<Row> figures =
        RestatedCells.present(table, now, NO_GRACE)
            .unionByName(RestatedCells.shownBefore(table, before, NO_GRACE))
            .unionByName(RestatedCells.listed(list, MARCH));
    return changed(figures, causes(table, evidence, Comparison.SAME_DATE));
  }

  private static Causes causes(Table table, Map<String, Evidence> evidence, Comparison comparison) {
    Set<String> counted = table.counted().stream().map(Table::name).collect(Collectors.toSet());
    return new Causes(table, evidence, counted, false, false, false, comparison);
  }

  private Dataset<Row> changed(Dataset<Row> figures, Causes causes) {
    return RestatedCells.changed(figures, Causes.rows(spark, List.of(causes), WINDOW), MARCH)
        .withColumn("basis", expr("get_json_object(cell, '$.basis')"))
        .withColumn("dimension", expr("get_json_object(cell, '$.dimension')"))
        .withColumn("value", expr("get_json_object(cell, '$.value')"))
        .withColumn("column", expr("get_json_object(cell, '$.column')"));
  }
}
