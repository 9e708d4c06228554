package clientele.fold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Shares of small groups, drawn towards the share of all groups beside them: the fewer there are to
 * count, the more.
 *
 * <p>Of K groups, group i has x_i of n_i, n_i > 0. Its chance is drawn from a beta distribution
 * with mean p and strength M, so that x_i is beta-binomial and two members of a group are
 * correlated by rho = 1 / (M + 1):
 *
 * <pre>Var(x_i / n_i) = p (1 - p) (1 + (n_i - 1) rho) / n_i</pre>
 *
 * With N = sum n_i, p is estimated by sum x_i / N. For S = sum n_i (x_i / n_i - p)² follows
 *
 * <pre>E[S] = p (1 - p) sum (1 - n_i / N) (1 + (n_i - 1) rho)
 *      = p (1 - p) ((K - 1) (1 - rho) + rho (N - sum n_i² / N))</pre>
 *
 * which is solved for rho and cut to 0..1 (J. C. Kleinman, 1973, "Proportions with extraneous
 * variance: single and independent samples", JASA 68(341), 46-54, with weights n_i). The shrunk
 * share is the mean of the group's chance given its count, (x_i + M p) / (n_i + M). Groups that
 * differ by no more than chance get rho = 0 and all of them p; so do groups of one member each,
 * which cannot show whether they differ. A group without others has p = x / n: it is left as it is.
 */
public final class Shrinkage {
  private static final String MOMENTS = "moments";

  private Shrinkage() {}

  /**
   * The rows with the shrunk share of k / n as another column, null where n is 0 or null.
   *
   * @param k 0..n where n is neither 0 nor null; there k is not looked at
   * @param peers the rows that agree in these columns are groups beside each other
   */
  public static Dataset<Row> withShare(
      Dataset<Row> rows, String name, Column k, Column n, Column... peers) {
    WindowSpec together = Window.partitionBy(peers);
    Column counted = n.gt(0);
    Column members = when(counted, n).cast("double");
    Column having = when(counted, k).cast("double");
    Column squares = try_divide(having.multiply(having), members);
    Column moments =
        struct(
            count(when(counted, 1)).over(together).as("groups"),
            sum(members).over(together).as("members"),
            sum(members.multiply(members)).over(together).as("members_squared"),
            sum(having).over(together).as("having"),
            sum(squares).over(together).as("squares"));
    Column p = try_divide(moment("having"), moment("members"));
    Column rho = correlation(p);
    // Written without M, which is infinite for rho = 0; rounding cannot lead out of 0..1.
    Column share =
        rho.multiply(having)
            .plus(lit(1).minus(rho).multiply(p))
            .divide(rho.multiply(members).plus(lit(1).minus(rho)));
    return rows.withColumn(MOMENTS, moments).withColumn(name, share).drop(MOMENTS);
  }

  private static Column correlation(Column p) {
    Column members = moment("members");
    Column freedom = moment("groups").minus(1);
    Column spread = moment("squares").minus(p.multiply(moment("having")));
    Column excess = try_divide(spread, p.multiply(lit(1).minus(p))).minus(freedom);
    Column weight = members.minus(try_divide(moment("members_squared"), members)).minus(freedom);
    Column rho = coalesce(try_divide(excess, weight), lit(0.0));
    return greatest(lit(0.0), least(lit(1.0), rho));
  }

  private static Column moment(String name) {
    return col(MOMENTS).getField(name);
  }
}
