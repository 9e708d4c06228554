package clientele.job;

import clientele.catalogue.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables a job declared to read, cut at the business date: no transform can see the future. */
public interface Inputs {
  /**
   * The rows of a table that were known at the end of the business date. Amounts of orders, refunds
   * and order lines are in the reporting currency.
   *
   * @throws IllegalArgumentException if the job did not declare the table
   */
  Dataset<Row> table(Table table);

  SparkSession spark();
}
