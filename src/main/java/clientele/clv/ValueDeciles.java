package clientele.clv;

import static clientele.catalogue.Vocabulary.CLV;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.VALUE_DECILE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Tenths of customers by value, exact, and without all customers in one place.
 *
 * <p>A band holds the values of about one size. Bands are few, so that the customers above each are
 * summed up in one place; the rank of a customer is that number and the rank within the band.
 */
final class ValueDeciles {
  /** Bands in which values grow e-fold. */
  private static final int BANDS_PER_FOLD = 50;

  /** The band of no value at all, below all others. */
  private static final int LOWEST = -1_000_000;

  private static final String BAND = "band";
  private static final String MEMBERS = "members";
  private static final String ABOVE = "above";
  private static final String ALL = "all";

  private ValueDeciles() {}

  /**
   * The customers with value_decile: 1 + floor(10 (rank - 1) / n), rank by clv down, then
   * customer_id up; null without clv.
   *
   * @param customers with customer_id and clv
   */
  static Dataset<Row> of(Dataset<Row> customers) {
    Column size = floor(log(CLV.col().cast("double")).multiply(BANDS_PER_FOLD));
    Column band = when(CLV.col().gt(0), size).when(CLV.col().isNotNull(), lit(LOWEST));
    Dataset<Row> banded = customers.withColumn(BAND, band);
    WindowSpec downTo = Window.orderBy(col(BAND).desc());
    Column above = sum(col(MEMBERS)).over(downTo.rowsBetween(Window.unboundedPreceding(), -1));
    Column all =
        sum(col(MEMBERS))
            .over(downTo.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing()));
    Dataset<Row> bands =
        banded
            .groupBy(col(BAND)) // null without clv: a band of no members, below all others
            .agg(count(CLV.col()).as(MEMBERS))
            .select(col(BAND), coalesce(above, lit(0L)).as(ABOVE), all.as(ALL));
    WindowSpec within = Window.partitionBy(col(BAND)).orderBy(CLV.col().desc(), CUSTOMER_ID.col());
    Column ahead = col(ABOVE).plus(row_number().over(within)).minus(1);
    Column decile = floor(ahead.multiply(10).divide(col(ALL))).plus(1);
    return banded
        .join(broadcast(bands), new String[] {BAND}, "left") // one band, or none without clv
        .withColumn(VALUE_DECILE.name(), VALUE_DECILE.as(when(CLV.col().isNotNull(), decile)));
  }
}
