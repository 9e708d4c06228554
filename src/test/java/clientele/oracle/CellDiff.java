package clientele.oracle;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The differences between two relations, cell by cell: rows found by their key, doubles equal to
 * 1e-9 relative, everything else exactly, null equal to null.
 *
 * @param missing rows of the expected relation that the actual one lacks
 * @param unexpected rows of the actual relation that the expected one lacks
 * @param repeated rows beyond the first of their key, in either
 * @param differing rows in both that differ in at least one cell
 * @param report all of it in words, with the first cases
 */
public record CellDiff(
    long missing, long unexpected, long repeated, long differing, String report) {

  private static final int SHOWN = 20;

  /**
   * Compares two relations.
   *
   * @param keyColumns columns that identify a row; may be null in a row
   * @param columns columns to compare; of other columns nothing is said
   */
  public static CellDiff compare(
      Oracle oracle,
      String expectedRelation,
      String actualRelation,
      List<String> keyColumns,
      List<String> columns) {
    Pair pair = new Pair(expectedRelation, actualRelation, keyColumns);
    Map<String, String> sameness = sameness(oracle, pair, columns);
    List<List<String>> missing = oracle.query(pair.without("e", "a"));
    List<List<String>> unexpected = oracle.query(pair.without("a", "e"));
    long repeated = 0;
    for (String relation : List.of(expectedRelation, actualRelation)) {
      repeated += Long.parseLong(oracle.query(pair.repeats(relation)).get(0).get(0));
    }
    List<List<String>> cells = oracle.query(pair.cells(sameness));
    List<String> lines = new ArrayList<>();
    long missingCount = count(missing);
    long unexpectedCount = count(unexpected);
    long differingCount = count(cells);
    lines.add(
        "%s (expected) against %s (actual): %d rows missing, %d unexpected, %d repeated, %d differ"
            .formatted(
                expectedRelation,
                actualRelation,
                missingCount,
                unexpectedCount,
                repeated,
                differingCount));
    missing.forEach(row -> lines.add("  missing     " + row.get(1)));
    unexpected.forEach(row -> lines.add("  unexpected  " + row.get(1)));
    cells.forEach(row -> lines.add("  differs     " + row.get(1) + ": " + row.get(2)));
    return new CellDiff(
        missingCount, unexpectedCount, repeated, differingCount, String.join("\n", lines));
  }

  /** Whether both relations hold the same cells. */
  public boolean isSame() {
    return missing + unexpected + repeated + differing == 0;
  }

  /** Fails with the report unless both relations hold the same cells. */
  public void assertSame() {
    if (!isSame()) {
      throw new AssertionError(report);
    }
  }

  /** Each column with the SQL condition under which its two cells are the same. */
  private static Map<String, String> sameness(Oracle oracle, Pair pair, List<String> columns) {
    Map<String, String> expected = types(oracle, pair.expected());
    Map<String, String> actual = types(oracle, pair.actual());
    Map<String, String> conditions = new TreeMap<>();
    for (String column : columns) {
      if (!expected.containsKey(column) || !actual.containsKey(column)) {
        throw new AssertionError(
            "column %s is not in both relations: expected has %s, actual has %s"
                .formatted(column, expected.keySet(), actual.keySet()));
      }
      boolean isFloating = isFloating(expected.get(column)) || isFloating(actual.get(column));
      String name = Oracle.identifier(column);
      String same = "e.%1$s IS NOT DISTINCT FROM a.%1$s";
      // The floor lets a difference of equal numbers be 1e-15 where the other program has 0.
      String near =
          "(%1$s = %2$s OR abs(%1$s - %2$s)"
              + " <= greatest(1e-12, 1e-9 * greatest(abs(%1$s), abs(%2$s))))";
      conditions.put(
          column,
          isFloating
              ? "coalesce(%s, e.%s IS NULL AND a.%s IS NULL)"
                  .formatted(
                      near.formatted("e." + name + "::DOUBLE", "a." + name + "::DOUBLE"),
                      name,
                      name)
              : same.formatted(name));
    }
    return conditions;
  }

  private static boolean isFloating(String type) {
    return type.equals("DOUBLE") || type.equals("FLOAT");
  }

  private static Map<String, String> types(Oracle oracle, String relation) {
    Map<String, String> types = new TreeMap<>();
    oracle
        .query(
            "SELECT column_name, column_type FROM (DESCRIBE " + Oracle.identifier(relation) + ")")
        .forEach(row -> types.put(row.get(0), row.get(1)));
    return types;
  }

  private static long count(List<List<String>> rows) {
    return rows.isEmpty() ? 0 : Long.parseLong(rows.get(0).get(0));
  }

  /** The queries over the two relations; the first column of each is the full count. */
  private record Pair(String expected, String actual, List<String> key) {

    private String from(String alias) {
      return Oracle.identifier(alias.equals("e") ? expected : actual) + " " + alias;
    }

    private String on() {
      return key.stream()
          .map(Oracle::identifier)
          .map(name -> "e.%1$s IS NOT DISTINCT FROM a.%1$s".formatted(name))
          .collect(joining(" AND "));
    }

    private String keyText(String alias) {
      return key.stream()
          .map(
              name ->
                  "%s || coalesce(%s.%s::VARCHAR, 'null')"
                      .formatted(Oracle.literal(name + "="), alias, Oracle.identifier(name)))
          .collect(joining(" || ' ' || "));
    }

    // Not count(*) OVER (): with ORDER BY and LIMIT it fails now and then (DuckDB issue 22352).
    private String limited(String columns) {
      return "SELECT (SELECT count(*) FROM found), %s FROM found ORDER BY 2 LIMIT %d"
          .formatted(columns, SHOWN);
    }

    private String without(String one, String other) {
      return "WITH found AS (SELECT %s AS key FROM %s ANTI JOIN %s ON %s) %s"
          .formatted(keyText(one), from(one), from(other), on(), limited("key"));
    }

    private String repeats(String relation) {
      String columns = key.stream().map(Oracle::identifier).collect(joining(", "));
      return "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM %s GROUP BY %s)"
          .formatted(Oracle.identifier(relation), columns);
    }

    private String cells(Map<String, String> sameness) {
      String same = String.join(" AND ", sameness.values());
      String cells =
          sameness.entrySet().stream()
              .map(
                  entry ->
                      """
                      if(%1$s, NULL, %2$s || coalesce(e.%3$s::VARCHAR, 'null')
                          || ', actual ' || coalesce(a.%3$s::VARCHAR, 'null'))
                      """
                          .formatted(
                              entry.getValue(),
                              Oracle.literal(entry.getKey() + " expected "),
                              Oracle.identifier(entry.getKey())))
              .collect(joining(", "));
      return """
          WITH found AS (
              SELECT %s AS key, concat_ws('; ', %s) AS cells FROM %s JOIN %s ON %s WHERE NOT (%s))
          %s
          """
          .formatted(keyText("e"), cells, from("e"), from("a"), on(), same, limited("key, cells"));
    }
  }
}
