package clientele.job;

import clientele.catalogue.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables a job declared to read, cut at the business date: no transform can see the future. */
public interface Inputs {
  /**
   * The rows of a table that were known at the end of the business date. Amounts of orders, refunds
   * and order lines are in the reporting currency; terms of subscriptions end and are worth what
   * the settings say.
   *
   * @throws IllegalArgumentException if the job did not declare the table
   */
  Dataset<Row> table(Table table);

  /** As {@link #table}, but amounts are in the rows' own currencies. */
  Dataset<Row> inOwnCurrencies(Table table);

  /**
   * The terms of subscriptions as in {@link #table}, but with prices in the reporting currency, all
   * at the rates of the business date and not rounded: to be compared, not summed.
   */
  Dataset<Row> comparableTerms();

  /**
   * The rows of a table of events that happened on or before the business date, whether or not a
   * later row has replaced them since; amounts in the rows' own currencies.
   */
  Dataset<Row> accepted(Table table);

  SparkSession spark();
}
