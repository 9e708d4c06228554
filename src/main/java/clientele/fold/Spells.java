package clientele.fold;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.ENDED_ON;
import static clientele.catalogue.Vocabulary.END_REASON;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The longest stretches of time in which a customer pays without a gap, whatever the number of
 * subscriptions: overlapping terms, terms that start on the day on which others end, and terms
 * whose gap is bridged are one.
 */
public final class Spells {
  /** Number of the customer's spell, from 1 for the first. */
  public static final String NUMBER = "spell";

  /** First paid day of the spell. */
  public static final String PAID_FROM = PaidSpans.PAID_FROM;

  private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);
  private static final String END = "end";

  private Spells() {}

  /**
   * One row per customer and spell: customer_id, spell, paid_from, ended_on (the first day without
   * service; null: runs on) and end_reason, which is that of the end that closes the spell. Of
   * several terms that end on that day it is the first by name, a known one before an unknown one.
   *
   * @param spans as of {@link PaidSpans#of}
   */
  public static Dataset<Row> of(Dataset<Row> spans) {
    WindowSpec ordered =
        Window.partitionBy(CUSTOMER_ID.col())
            .orderBy(col(PAID_FROM), col(END), END_REASON.col().asc_nulls_last());
    WindowSpec before = ordered.rowsBetween(Window.unboundedPreceding(), -1);
    WindowSpec upToNow = ordered.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column opens = coalesce(col(PAID_FROM).gt(max(col(END)).over(before)), lit(true));
    Column latestEnd =
        struct(negate(unix_date(col(END))), END_REASON.col().isNull(), END_REASON.col());
    return spans
        .select(
            CUSTOMER_ID.col(),
            col(PAID_FROM),
            coalesce(col(PaidSpans.PAID_UNTIL), lit(NEVER)).as(END),
            END_REASON.col())
        .withColumn("opens", when(opens, 1).otherwise(0))
        .withColumn(NUMBER, sum(col("opens")).over(upToNow).cast("int"))
        .groupBy(CUSTOMER_ID.col(), col(NUMBER))
        .agg(
            min(col(PAID_FROM)).as(PAID_FROM),
            nullif(max(col(END)), lit(NEVER)).as(ENDED_ON.name()),
            min_by(END_REASON.col(), latestEnd).as(END_REASON.name()))
        .select(CUSTOMER_ID.col(), col(NUMBER), col(PAID_FROM), ENDED_ON.col(), END_REASON.col());
  }
}
