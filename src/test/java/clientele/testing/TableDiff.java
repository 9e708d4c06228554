package clientele.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference of two tables as multisets of rows: the expected rows that nothing matched, and
 * the actual rows that matched nothing. Rows are lists of plain values (see {@link Cell}).
 */
record TableDiff(List<String> columns, List<List<Object>> missing, List<List<Object>> unexpected) {
  private static final int MOST_ROWS_SHOWN = 200;

  /**
   * Matches each expected row with the first free actual row that is equal within the tolerances,
   * one per column. Both sides are sorted first, so that with one floating-point column the match
   * is the best possible.
   */
  static TableDiff of(
      List<String> columns,
      List<Tolerance> tolerances,
      List<List<Object>> expected,
      List<List<Object>> actual) {
    Map<Object, List<List<Object>>> free = new HashMap<>();
    for (List<Object> row : sorted(actual)) {
      free.computeIfAbsent(Tolerance.exactPart(row), key -> new ArrayList<>()).add(row);
    }
    List<List<Object>> missing = new ArrayList<>();
    for (List<Object> row : sorted(expected)) {
      if (!take(free.getOrDefault(Tolerance.exactPart(row), List.of()), row, tolerances)) {
        missing.add(row);
      }
    }
    List<List<Object>> unexpected = sorted(free.values().stream().flatMap(List::stream).toList());
    return new TableDiff(columns, missing, unexpected);
  }

  private static boolean take(
      List<List<Object>> candidates, List<Object> wanted, List<Tolerance> tolerances) {
    for (int i = 0; i < candidates.size(); i++) {
      if (matches(tolerances, wanted, candidates.get(i))) {
        candidates.remove(i);
        return true;
      }
    }
    return false;
  }

  static boolean matches(List<Tolerance> tolerances, List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      if (!tolerances.get(i).accepts(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty() {
    return missing.isEmpty() && unexpected.isEmpty();
  }

  /** Missing and unexpected rows in one aligned list, so that rows that nearly match are close. */
  String render() {
    record Line(String sign, List<Object> row) {}
    List<Line> lines = new ArrayList<>();
    missing.forEach(row -> lines.add(new Line("missing    | ", row)));
    unexpected.forEach(row -> lines.add(new Line("unexpected | ", row)));
    lines.sort(Comparator.comparing(Line::row, TableDiff::compareRows));
    List<Line> shown = lines.subList(0, Math.min(lines.size(), MOST_ROWS_SHOWN));
    List<String> table = table(columns, shown.stream().map(Line::row).toList());
    StringBuilder text = new StringBuilder("           | ").append(table.get(0)).append('\n');
    for (int i = 0; i < shown.size(); i++) {
      text.append(shown.get(i).sign()).append(table.get(i + 1)).append('\n');
    }
    return text.append(omitted(lines.size())).toString();
  }

  /** A table as text, aligned, in the form that {@link TextTable} reads. */
  static String render(List<String> columns, List<List<Object>> rows) {
    List<List<Object>> shown = rows.subList(0, Math.min(rows.size(), MOST_ROWS_SHOWN));
    return String.join("\n", table(columns, shown)) + "\n" + omitted(rows.size());
  }

  private static String omitted(int rows) {
    return rows <= MOST_ROWS_SHOWN ? "" : "(" + (rows - MOST_ROWS_SHOWN) + " more rows)\n";
  }

  /** Header and rows as lines of aligned cells. */
  static List<String> table(List<String> columns, List<List<Object>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(row.stream().map(Cell::render).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return lines.stream().map(line -> aligned(line, widths)).toList();
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : " | ").append(cells.get(i));
      if (i < widths.length - 1) {
        text.append(" ".repeat(widths[i] - cells.get(i).length()));
      }
    }
    return text.toString();
  }

  static List<List<Object>> sorted(List<List<Object>> rows) {
    return rows.stream().sorted(TableDiff::compareRows).toList();
  }

  private static int compareRows(List<Object> left, List<Object> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = compareValues(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Nulls first, values of one comparable type by their order, all else by its text. */
  @SuppressWarnings("unchecked")
  private static int compareValues(Object left, Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    } else if (left instanceof Comparable<?> comparable && left.getClass() == right.getClass()) {
      return ((Comparable<Object>) comparable).compareTo(right);
    }
    return Cell.render(left).compareTo(Cell.render(right));
  }
}
