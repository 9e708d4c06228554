package clientele.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a test says about the rows of a dataset. Modifiers come first, the statement last:
 *
 * <pre>{@code
 * assertThat(churn).within(1e-6).hasRows(
 *     """
 *     month      | customers_at_start | churn_rate
 *     2024-01-01 | 100                | 0.05
 *     """);
 * }</pre>
 *
 * <p>Rows are compared as a multiset, on the columns that the header names; floats and doubles have
 * to be equal unless {@link #within} says how far apart they may be. A failure shows the rows that
 * are missing and those that are unexpected, and then the actual table, ready to paste.
 */
public final class TableAssert {
  private final Dataset<Row> actual;
  private final boolean ordered;
  private final Tolerance tolerance;
  private final Map<String, Tolerance> columnTolerances;

  private TableAssert(
      Dataset<Row> actual,
      boolean ordered,
      Tolerance tolerance,
      Map<String, Tolerance> columnTolerances) {
    this.actual = actual;
    this.ordered = ordered;
    this.tolerance = tolerance;
    this.columnTolerances = Map.copyOf(columnTolerances);
  }

  public static TableAssert assertThat(Dataset<Row> actual) {
    return new TableAssert(actual, false, Tolerance.NONE, Map.of());
  }

  /** The order of the rows counts too. */
  public TableAssert inOrder() {
    return new TableAssert(actual, true, tolerance, columnTolerances);
  }

  /** Floats and doubles may be this far from the expected ones. */
  public TableAssert within(double distance) {
    return within(Tolerance.absolute(distance));
  }

  /** Floats and doubles are compared with this tolerance. */
  TableAssert within(Tolerance wanted) {
    return new TableAssert(actual, ordered, wanted, columnTolerances);
  }

  /** The floats and doubles of one column may be this far from the expected ones. */
  public TableAssert within(double distance, String column) {
    Map<String, Tolerance> tolerances = new HashMap<>(columnTolerances);
    tolerances.put(column, Tolerance.absolute(distance));
    return new TableAssert(actual, ordered, tolerance, tolerances);
  }

  /** The dataset has these rows and no others, on the columns of the header. */
  public void hasRows(String text) {
    TextTable expected = TextTable.parse(actual.schema(), text);
    List<String> columns = Arrays.asList(expected.columns().fieldNames());
    compare(columns, expected.rows(), rows(actual, columns));
  }

  /**
   * The dataset has the columns and rows of another, in any order; doubles may differ by 1e-9 of
   * their size, unless {@link #within} says otherwise.
   *
   * @param ignored columns that may differ, such as run_id
   */
  public void hasSameContentAs(Dataset<Row> other, String... ignored) {
    List<String> columns = columnsWithout(actual, ignored);
    String mine = types(actual, columns);
    String theirs = types(other, columnsWithout(other, ignored));
    if (!mine.equals(theirs)) {
      throw new AssertionError("The columns differ.\nExpected: " + theirs + "\nActual:   " + mine);
    }
    Tolerance wanted = tolerance.equals(Tolerance.NONE) ? Tolerance.SAME_CONTENT : tolerance;
    within(wanted).compare(columns, rows(other, columns), rows(actual, columns));
  }

  private void compare(
      List<String> columns, List<List<Object>> expected, List<List<Object>> actualRows) {
    List<Tolerance> tolerances =
        columns.stream().map(name -> columnTolerances.getOrDefault(name, tolerance)).toList();
    TableDiff diff = TableDiff.of(columns, tolerances, expected, actualRows);
    if (!diff.isEmpty()) {
      throw new AssertionError(
          "%d rows are missing, %d are unexpected:\n%s\nActual table:\n%s"
              .formatted(
                  diff.missing().size(),
                  diff.unexpected().size(),
                  diff.render(),
                  TableDiff.render(columns, ordered ? actualRows : TableDiff.sorted(actualRows))));
    }
    for (int i = 0; ordered && i < expected.size(); i++) {
      if (!TableDiff.matches(tolerances, expected.get(i), actualRows.get(i))) {
        throw new AssertionError(
            "The rows are right, their order is not; row %d is the first that differs.\n%s%s"
                .formatted(i + 1, "Actual table:\n", TableDiff.render(columns, actualRows)));
      }
    }
  }

  /** The rows of a dataset as plain values, on some of its columns. */
  static List<List<Object>> rows(Dataset<Row> dataset, List<String> columns) {
    Column[] selected =
        columns.stream().map(name -> functions.col("`" + name + "`")).toArray(Column[]::new);
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : dataset.select(selected).collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(Cell.plain(row.get(i)));
      }
      rows.add(values);
    }
    return rows;
  }

  private static List<String> columnsWithout(Dataset<Row> dataset, String... ignored) {
    Set<String> left = new HashSet<>(Arrays.asList(ignored));
    return Arrays.stream(dataset.columns()).filter(name -> !left.contains(name)).toList();
  }

  /** Names and types of columns; whether they are nullable is no content. */
  private static String types(Dataset<Row> dataset, List<String> columns) {
    StructType schema = dataset.schema();
    List<String> types = new ArrayList<>();
    for (String name : columns) {
      StructField field = schema.apply(name);
      types.add(name + " " + field.dataType().sql());
    }
    return String.join(", ", types);
  }
}
