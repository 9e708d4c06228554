package clientele.generate;

import java.util.Map;

/**
 * One way in which a row of a source is broken.
 *
 * @param kind name in the ledger
 * @param scope which rows carry it
 * @param fate what is to become of the rows of the key
 * @param changes SQL expression per changed column, over the columns of the source
 */
record Break(String kind, Scope scope, Fate fate, Map<String, String> changes) {
  /** Which rows are changed. */
  enum Scope {
    /** The row itself. */
    ROW,
    /** A second row of the same key in the same file; the first stays as it is. */
    TWIN,
    /** A second row of the same key in a later file. */
    LATER
  }

  /** What a reader of the source is to do, as far as the contract says. */
  enum Fate {
    /** Odd, but valid. */
    ACCEPTED,
    /** All rows of the key are refused. */
    QUARANTINED,
    /** All but one row of the key say nothing new. */
    DUPLICATE,
    /** The row in the later file takes the place of the earlier one. */
    REPLACED,
    /** The contract leaves it to the reader. */
    OPEN
  }

  static Break accepted(String kind, String column, String expression) {
    return new Break(kind, Scope.ROW, Fate.ACCEPTED, Map.of(column, expression));
  }

  static Break quarantined(String kind, String column, String expression) {
    return new Break(kind, Scope.ROW, Fate.QUARANTINED, Map.of(column, expression));
  }

  static Break open(String kind, String column, String expression) {
    return new Break(kind, Scope.ROW, Fate.OPEN, Map.of(column, expression));
  }

  static Break exactDuplicate() {
    return new Break("exact_duplicate", Scope.TWIN, Fate.DUPLICATE, Map.of());
  }

  static Break laterDuplicate() {
    return new Break("duplicate_in_later_file", Scope.LATER, Fate.DUPLICATE, Map.of());
  }

  static Break conflictingKey(String column, String expression) {
    return new Break("conflicting_key", Scope.TWIN, Fate.QUARANTINED, Map.of(column, expression));
  }

  static Break correctedLater(String column, String expression) {
    return new Break(
        "corrected_in_later_file", Scope.LATER, Fate.REPLACED, Map.of(column, expression));
  }
}
