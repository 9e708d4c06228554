package clientele.job;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The one way of rows to the driver: with a bound, and an error past it. */
public final class BoundedCollect {
  private BoundedCollect() {}

  /**
   * All rows of a dataset that is small by nature.
   *
   * @throws IllegalStateException if there are more than {@code most}: then it was not small
   */
  public static List<Row> rows(Dataset<Row> dataset, int most) {
    List<Row> rows = dataset.limit(most + 1).collectAsList();
    if (rows.size() > most) {
      throw new IllegalStateException("more than " + most + " rows were to come to the driver");
    }
    return rows;
  }
}
