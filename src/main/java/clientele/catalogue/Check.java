package clientele.catalogue;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * A rule every row of a table obeys, as a Spark SQL condition; null counts as obeying, unless the
 * column is not nullable.
 *
 * @param name kebab-case, said in the error
 * @param condition true for a good row
 */
public record Check(String name, String condition) {
  /** Number of rows that break the rule. */
  public Column violations() {
    return functions.count_if(functions.expr("not (" + condition + ")")).as(name);
  }
}
