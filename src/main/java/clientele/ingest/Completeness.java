package clientele.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sequence;

import clientele.error.Errors;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether the data of a business date has arrived: a late delivery must not be published as churn.
 */
final class Completeness {
  private static final int DAYS = 28;

  private Completeness() {}

  /**
   * @throws clientele.error.ClienteleException.IncompleteException if the newest event is too old,
   *     or the date has too few rows against the median of the 28 days before it
   */
  static void check(Workspace workspace, SourceSettings settings, LocalDate date) {
    if (settings.maxAgeDays().isEmpty() && settings.minShareOfMedian().isEmpty()) {
      return;
    }
    SilverSource source = SilverSource.of(settings.name());
    Column day = source.eventOn();
    Dataset<Row> events =
        source.standing(workspace).where(day.leq(lit(date))).select(day.as("day"));
    String name = settings.name().key();
    if (settings.maxAgeDays().isPresent()) {
      Row newest = events.agg(max(col("day"))).first();
      int most = settings.maxAgeDays().getAsInt();
      if (newest.isNullAt(0) || newest.getDate(0).toLocalDate().isBefore(date.minusDays(most))) {
        throw Errors.tooOld(
            name, date, newest.isNullAt(0) ? "none" : newest.getDate(0).toString(), most);
      }
    }
    if (settings.minShareOfMedian().isPresent()) {
      List<Long> before = perDay(workspace, events, date);
      long onDate = before.remove(before.size() - 1);
      double median = median(before);
      double share = settings.minShareOfMedian().getAsDouble();
      if (onDate < share * median) {
        throw Errors.tooFew(name, date, onDate, median, share);
      }
    }
  }

  /** Rows on each of the days before the date, ascending, then on the date. */
  private static List<Long> perDay(Workspace workspace, Dataset<Row> events, LocalDate date) {
    Dataset<Row> days =
        workspace
            .spark()
            .range(1)
            .select(explode(sequence(date_sub(lit(date), DAYS), lit(date))).as("calendar"));
    Dataset<Row> counted =
        events
            .where(col("day").geq(lit(date.minusDays(DAYS))))
            .groupBy(col("day"))
            .agg(count(lit(1)).as("rows"));
    Dataset<Row> all =
        days.join(counted, col("calendar").equalTo(col("day")), "left")
            .select(col("calendar"), coalesce(col("rows"), lit(0L)).as("rows"))
            .orderBy(col("calendar"));
    return new java.util.ArrayList<>(
        BoundedCollect.rows(all, DAYS + 1).stream().map(row -> row.getLong(1)).toList());
  }

  private static double median(List<Long> counts) {
    List<Long> sorted = counts.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
  }
}
