package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import clientele.error.Errors;
import clientele.settings.SourceName;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells order lines that were mapped as orders: their order numbers repeat within a file. */
final class LinesCheck {
  private static final double MOST_REPEATED = 0.01;

  private LinesCheck() {}

  /**
   * @param fresh all good rows read
   * @param resolved those that share their key
   */
  static void refuseLines(Dataset<Row> fresh, Dataset<Row> resolved, SourceName source) {
    Dataset<Row> repeated =
        resolved
            .where(ORDER_ID.col().isNotNull().and(not(col(KeyResolution.STANDING))))
            .groupBy(SOURCE_FILE.col(), ORDER_ID.col())
            .agg(count(lit(1)).as("rows"))
            .groupBy(SOURCE_FILE.col())
            .agg(
                count_if(col("rows").gt(1)).as("repeated"),
                org.apache.spark.sql.functions.sum(col("rows").minus(1)).as("surplus"));
    Dataset<Row> perFile =
        fresh
            .where(ORDER_ID.col().isNotNull())
            .groupBy(SOURCE_FILE.col().as("file"))
            .agg(count(lit(1)).as("rows"));
    List<Row> worst =
        perFile
            .join(repeated, col("file").equalTo(SOURCE_FILE.col())) // one row per file each
            .withColumn("keys", col("rows").minus(col("surplus")))
            .where(col("repeated").gt(col("keys").multiply(MOST_REPEATED)))
            .orderBy(col("file"))
            .limit(1)
            .select("file", "repeated", "keys")
            .collectAsList();
    if (!worst.isEmpty()) {
      Row row = worst.get(0);
      throw Errors.looksLikeLines(source.key(), row.getString(0), row.getLong(1), row.getLong(2));
    }
  }
}
