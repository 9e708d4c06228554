package clientele.insight;

import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.ESTIMATE;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.INSIGHT;
import static clientele.catalogue.Vocabulary.LOW;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Dimensions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Estimates of dimension values, drawn towards that of all customers: the less certain, the more.
 *
 * <p>Of k values of a dimension, value i has estimate e_i with standard error s_i, w_i = 1 / s_i².
 * What they differ by beyond chance is estimated by the moments of R. DerSimonian and N. Laird
 * (1986, Controlled Clinical Trials 7(3), 177-188):
 *
 * <pre>
 * t² = max(0, (sum w_i (e_i - e)² - (k - 1)) / (sum w_i - sum w_i² / sum w_i))
 * shrunk = all + t² / (t² + s_i²) (e_i - all)
 * </pre>
 *
 * with e the mean of the e_i by weight. Where they differ by no more than chance, all of them are
 * that of all customers.
 */
final class Shrunk {
  private static final String MOMENTS = "moments";

  /** Column: the estimate is a sum over customers, and groups have their own. */
  static final String IS_TOTAL = "is_total";

  private static final double WIDTH = 2 * Estimate.Z;

  private Shrunk() {}

  /** The rows with the shrunk estimate as another column; null: no estimate to draw towards. */
  static Dataset<Row> withEstimate(Dataset<Row> rows, String name) {
    Column error = HIGH.col().minus(LOW.col()).divide(WIDTH);
    Column weight = try_divide(lit(1.0), error.multiply(error));
    Column estimate = ESTIMATE.col();
    WindowSpec beside = Window.partitionBy(INSIGHT.col(), DIMENSION.col());
    Column moments =
        struct(
            count(weight).over(beside).as("k"),
            sum(weight).over(beside).as("w"),
            sum(weight.multiply(weight)).over(beside).as("ww"),
            sum(weight.multiply(estimate)).over(beside).as("we"),
            sum(weight.multiply(estimate).multiply(estimate)).over(beside).as("wee"));
    Column ofAll = max(when(DIMENSION.col().equalTo(Dimensions.ALL), estimate));
    Column all = ofAll.over(Window.partitionBy(INSIGHT.col()));
    Column spread =
        moment("wee").minus(try_divide(moment("we").multiply(moment("we")), moment("w")));
    Column freedom = moment("k").minus(1);
    Column scale = moment("w").minus(try_divide(moment("ww"), moment("w")));
    Column beyond =
        greatest(lit(0.0), coalesce(try_divide(spread.minus(freedom), scale), lit(0.0)));
    Column share = try_divide(beyond, beyond.plus(error.multiply(error)));
    Column drawn =
        col("of_all").plus(coalesce(share, lit(1.0)).multiply(estimate.minus(col("of_all"))));
    return rows.withColumn(MOMENTS, moments)
        .withColumn("of_all", all)
        .withColumn(
            name,
            when(DIMENSION.col().equalTo(Dimensions.ALL), estimate).when(not(col(IS_TOTAL)), drawn))
        .drop(MOMENTS, "of_all");
  }

  private static Column moment(String name) {
    return col(MOMENTS).getField(name);
  }
}
