package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.AS_OF;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DAY;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.PUBLISHED_AT;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.job.Inputs;
import clientele.job.RunContext;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row per day before the business date, from the day of the first publication on: nobody could
 * publish before. That of the business date is not looked at, so that a run finds what its rerun
 * finds.
 */
final class DayRows {
  /** Whether the figures of the day were published by the end of the day after. */
  static final Column IS_ON_TIME = col("is_on_time");

  private DayRows() {}

  static Dataset<Row> of(Inputs inputs, RunContext context) {
    LocalDate yesterday = context.businessDate().minusDays(1);
    Dataset<Row> published =
        inputs
            .table(Tables.PUBLICATION_TABLE)
            .where(AS_OF.col().leq(lit(yesterday)))
            .groupBy(AS_OF.col().as(DAY.name()))
            // The time zone of the session is that of the business.
            .agg(min(PUBLISHED_AT.col()).cast("date").as("published_on"));
    Column first = col("first");
    Dataset<Row> days =
        published
            .agg(min(col("published_on")).as("first"))
            .select(
                explode(when(first.leq(lit(yesterday)), sequence(first, lit(yesterday))))
                    .as(DAY.name()));
    Column isOnTime = col("published_on").leq(date_add(DAY.col(), 1));
    return days.join(published, DAY.name(), "left") // at most one row per day
        .select(
            lit(null).cast("string").as(CUSTOMER_ID.name()),
            trunc(DAY.col(), "month").as(MONTH.name()),
            coalesce(isOnTime, lit(false)).as("is_on_time"));
  }
}
