package clientele.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.testing.SparkExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every table of the catalogue. */
@ExtendWith(SparkExtension.class)
class CatalogueContractTest {
  private static final Set<DataType> AMOUNT_OR_SUM =
      Set.of(Vocabulary.AMOUNT_TYPE, Vocabulary.MONEY_TYPE);

  /** Columns of one event in some tables and a sum in others, count and date, money and ratio. */
  private static final Map<String, Set<DataType>> TWO_TYPES =
      Map.of(
          "discount", AMOUNT_OR_SUM,
          "cost", AMOUNT_OR_SUM,
          "service_cost", AMOUNT_OR_SUM,
          "acquisition_cost", AMOUNT_OR_SUM,
          "difference", Set.of(Vocabulary.MONEY_TYPE, Vocabulary.FIGURE_TYPE),
          "period", Set.of(DataTypes.IntegerType, DataTypes.DateType));

  /** Columns of one type that mean something a little different beside them. */
  private static final Set<String> TWO_MEANINGS = Set.of("amount", "as_of", "revenue");

  private final SparkSession spark;

  CatalogueContractTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void namesOfTablesAreUniqueAndSnakeCase() {
    assertThat(Tables.ALL)
        .extracting(Table::fullName)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("(silver|gold|ops)\\.[a-z]+(_[a-z]+)*"));
  }

  @Test
  void everyTableSaysWhatARowIs() {
    assertThat(Tables.ALL)
        .extracting(Table::grain)
        .allMatch(text -> text.startsWith("one row per"));
  }

  @TestFactory
  Stream<DynamicTest> columnsAreNamedOnceAndHaveAComment() {
    return forEachTable(
        table -> {
          assertThat(table.columnNames())
              .doesNotHaveDuplicates()
              .allMatch(name -> name.matches("[a-z]+[a-z0-9]*(_[a-z0-9]+)*"));
          assertThat(table.columns())
              .extracting(TableColumn::comment)
              .allSatisfy(comment -> assertThat(comment).isNotBlank().doesNotContain("\n"));
        });
  }

  @TestFactory
  Stream<DynamicTest> keysPartitionsAndNotNullColumnsAreColumnsOfTheTable() {
    return forEachTable(
        table -> {
          assertThat(table.columns()).containsAll(table.key()).containsAll(table.partitions());
          assertThat(table.columnNames()).containsAll(table.notNull());
          assertThat(table.key()).doesNotHaveDuplicates();
        });
  }

  @TestFactory
  Stream<DynamicTest> everyRowSaysWhichRunWroteIt() {
    return forEachTable(table -> assertThat(table.columns()).contains(Vocabulary.RUN_ID));
  }

  @TestFactory
  Stream<DynamicTest> goldTablesAreSlicesOfABusinessDate() {
    return forEachTable(
        table -> {
          boolean isGold = table.layer() == Layer.GOLD;
          assertThat(table.slice() == Slice.AS_OF).isEqualTo(isGold);
          if (isGold) {
            assertThat(table.partitions()).containsExactly(Vocabulary.AS_OF);
            assertThat(table.key()).startsWith(Vocabulary.AS_OF).hasSizeGreaterThan(1);
            assertThat(table.columns()).startsWith(Vocabulary.AS_OF).endsWith(Vocabulary.RUN_ID);
            assertThat(table.notNull()).contains(Vocabulary.AS_OF.name());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> tablesReplacedByMonthArePartitionedByMonth() {
    return forEachTable(
        table ->
            assertThat(table.partitions().equals(List.of(Vocabulary.MONTH)))
                .isEqualTo(table.slice() == Slice.MONTH));
  }

  @Test
  void aColumnNameHasOneType() {
    Map<String, Set<DataType>> types =
        columns().collect(groupingBy(TableColumn::name, mapping(TableColumn::type, toSet())));
    types.values().removeIf(found -> found.size() == 1);

    assertThat(types).isEqualTo(TWO_TYPES);
  }

  @Test
  void aColumnNameHasOneMeaning() {
    Map<String, Set<String>> meanings =
        columns()
            .filter(column -> !TWO_TYPES.containsKey(column.name()))
            .collect(groupingBy(TableColumn::name, mapping(TableColumn::comment, toSet())));
    meanings.values().removeIf(found -> found.size() == 1);

    assertThat(meanings.keySet()).isEqualTo(TWO_MEANINGS);
  }

  @TestFactory
  Stream<DynamicTest> namesNeedNoQuotesInSpark() {
    return forEachTable(
        table -> {
          empty(table).createOrReplaceTempView(table.name());
          String query = "SELECT %s FROM %s AS t";
          String columns = String.join(", ", table.columnNames());
          assertThat(spark.sql(query.formatted(columns, table.name())).columns())
              .containsExactlyElementsOf(table.columnNames());
        });
  }

  @Test
  void fewNamesNeedQuotesInDuckDb() throws SQLException {
    Set<String> reserved = new TreeSet<>();
    String query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        reserved.add(rows.getString(1));
      }
    }
    Stream<String> names =
        Stream.concat(Tables.ALL.stream().map(Table::name), columns().map(TableColumn::name));

    assertThat(names.filter(reserved::contains)).containsOnly("window", "table");
  }

  @TestFactory
  Stream<DynamicTest> checksAreConditionsOnTheTable() {
    return forEachTable(
        table -> {
          assertThat(table.checks())
              .extracting(Check::name)
              .doesNotHaveDuplicates()
              .doesNotContainAnyElementsOf(table.columnNames())
              .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
          for (Check check : table.checks()) {
            Dataset<Row> checked = empty(table).selectExpr(check.condition());
            assertThat(checked.schema().apply(0).dataType())
                .as(check.name())
                .isEqualTo(DataTypes.BooleanType);
          }
        });
  }

  private Dataset<Row> empty(Table table) {
    return spark.createDataFrame(List.of(), table.schema());
  }

  private static Stream<TableColumn> columns() {
    return Tables.ALL.stream().flatMap(table -> table.columns().stream());
  }

  private static Stream<DynamicTest> forEachTable(java.util.function.Consumer<Table> claim) {
    return Tables.ALL.stream()
        .map(table -> DynamicTest.dynamicTest(table.fullName(), () -> claim.accept(table)));
  }
}
