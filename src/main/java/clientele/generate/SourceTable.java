package clientele.generate;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/**
 * One source as a projection of customers' lives: plain Java makes raw rows of primitives (cents,
 * days, microseconds), Spark's built-in functions turn them into the contract's types.
 *
 * @param name of the source and its folder
 * @param rawSchema DDL of the raw rows
 * @param columns one expression per column of the source, in order
 * @param rows the rows of one customer
 */
record SourceTable(String name, String rawSchema, List<String> columns, RowSource rows) {
  /** Gives the raw rows of one customer. */
  @FunctionalInterface
  interface RowSource extends Serializable {
    void accept(World world, long customer, Consumer<Row> out);
  }

  static String money(String cents) {
    return "CAST(" + cents + " * 0.01BD AS DECIMAL(18,2)) AS " + cents;
  }

  static String date(String days) {
    return "date_from_unix_date(" + days + ") AS " + days;
  }

  static String instant(String micros) {
    return "timestamp_micros(" + micros + ") AS " + micros;
  }
}
