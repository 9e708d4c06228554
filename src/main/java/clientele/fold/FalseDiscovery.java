package clientele.fold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Many comparisons at once: of a hundred in which there is nothing, five are "significant" at 5 %.
 *
 * <p>Of a family of m comparisons with p-values in ascending order, p_(1) to p_(m),
 *
 * <pre>q_(i) = min over j >= i of m p_(j) / j</pre>
 *
 * is the smallest share of false alarms, on average, among comparisons called significant so that
 * this one is called significant too (Y. Benjamini, Y. Hochberg, 1995, "Controlling the false
 * discovery rate", JRSS B 57(1), 289-300). Proven for independent comparisons, and in simulations
 * true for two-sided ones of correlated normal statistics, as of months and groups that share
 * customers (A. Reiner-Benaim, 2007, Biometrical Journal 49(1), 107-126).
 */
public final class FalseDiscovery {
  private static final String SCALED = "scaled p";

  private FalseDiscovery() {}

  /**
   * The rows with q as another column, null where p is null; such rows are in no family.
   *
   * @param p 0..1 or null
   * @param family the rows that agree in these columns are compared at once
   */
  public static Dataset<Row> withQ(Dataset<Row> rows, String name, Column p, Column... family) {
    WindowSpec together = Window.partitionBy(family);
    // Equal values are peers, and have the rank of the last of them.
    Column rank = count(p).over(together.orderBy(p.asc_nulls_last()));
    Column scaled = try_divide(p.multiply(count(p).over(together)), rank);
    Column least = min(col(SCALED)).over(together.orderBy(p.desc_nulls_last()));
    return rows.withColumn(SCALED, scaled)
        .withColumn(name, when(p.isNotNull(), least))
        .drop(SCALED);
  }
}
