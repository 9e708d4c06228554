package clientele.churn;

/**
 * A column that a model learns from.
 *
 * @param isText whether it holds values that differ in kind, not numbers
 */
record Input(String column, boolean isText) {
  /** For SQL. */
  String quoted() {
    return "`" + column.replace("`", "``") + "`";
  }
}
