package clientele.job;

import static clientele.catalogue.Tables.*;
import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What happened to a source since figures were published: why they may be others now.
 *
 * @param lateFrom day of the first event that was taken in since, though dated by then
 * @param refundFrom day of the first refund that was taken in or dated since
 * @param replacedFrom day of the first row that was replaced or removed since
 * @param reread whether all of the source was read anew: what changed within its rows was not
 *     counted
 */
record Evidence(LocalDate lateFrom, LocalDate refundFrom, LocalDate replacedFrom, boolean reread) {
  static final Evidence NONE = new Evidence(null, null, null, false);

  private static final int MOST_SOURCES = 100;
  private static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);
  private static final String REFUND = "refund";
  private static final String HIDDEN = "hidden";

  boolean isEmpty() {
    return equals(NONE);
  }

  Evidence and(Evidence other) {
    return new Evidence(
        earlier(lateFrom, other.lateFrom),
        earlier(refundFrom, other.refundFrom),
        earlier(replacedFrom, other.replacedFrom),
        reread || other.reread);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return Stream.of(one, other)
        .filter(date -> date != null)
        .min(LocalDate::compareTo)
        .orElse(null);
  }

  /**
   * What the tables tell, by source.
   *
   * @param read gives the rows of ops.ingest_account and of silver tables as they stand
   * @param events silver tables in which a later row of a key may have taken a row's place
   * @param orders the source that orders and refunds come from
   * @param shown business date of the published figures
   * @param runs that published since, the present one included
   * @param date business date of the present run
   */
  static Map<String, Evidence> bySource(
      Function<Table, Dataset<Row>> read,
      Map<Table, String> events,
      String orders,
      LocalDate shown,
      List<String> runs,
      LocalDate date) {
    Dataset<Row> accounts = read.apply(INGEST_ACCOUNT).where(RUN_ID.col().isin(runs.toArray()));
    Dataset<Row> lines =
        accounts
            .where(EVENT_ON.col().isNull().or(EVENT_ON.col().leq(lit(date))))
            .select(
                SOURCE.col(),
                EVENT_ON.col(),
                OUTCOME.col(),
                IS_REBUILD.col(),
                ROW_COUNT.col(),
                MONEY.col());
    if (events.containsKey(REFUNDS_TABLE)) {
      lines = lines.unionByName(refunds(read.apply(REFUNDS_TABLE), accounts, orders, shown, date));
    }
    for (Map.Entry<Table, String> entry : events.entrySet()) {
      lines = lines.unionByName(hidden(read, entry.getKey(), entry.getValue(), shown, runs, date));
    }
    return BoundedCollect.rows(summed(lines, shown), MOST_SOURCES).stream()
        .collect(
            java.util.stream.Collectors.toMap(
                row -> row.getString(0),
                row -> new Evidence(day(row, 1), day(row, 2), day(row, 3), row.getBoolean(4))));
  }

  private static LocalDate day(Row row, int position) {
    Date day = row.getDate(position);
    return day == null ? null : day.toLocalDate();
  }

  /** Refunds dated since, and those that an ingest since has added, whatever their date. */
  private static Dataset<Row> refunds(
      Dataset<Row> refunds, Dataset<Row> accounts, String orders, LocalDate shown, LocalDate date) {
    // A source read anew brings its old refunds again: then the date alone tells.
    Dataset<Row> added =
        accounts
            .where(SOURCE.col().equalTo(orders).and(not(IS_REBUILD.col())))
            .select(INGEST_NO.col().as("added"))
            .distinct();
    Column isNew = col("added").isNotNull().or(REFUNDED_ON.col().gt(lit(shown)));
    Dataset<Row> fresh =
        refunds
            .where(REFUNDED_ON.col().leq(lit(date)))
            .join(broadcast(added), INGEST_NO.col().equalTo(col("added")), "left") // at most one
            .where(isNew);
    return asLines(fresh, orders, REFUNDED_ON, REFUND);
  }

  /** Rows that count at earlier dates only, because a later row of their key took their place. */
  private static Dataset<Row> hidden(
      Function<Table, Dataset<Row>> read,
      Table table,
      String source,
      LocalDate shown,
      List<String> runs,
      LocalDate date) {
    Column since = REPLACED_ON.col().gt(lit(shown)).or(RUN_ID.col().isin(runs.toArray()));
    Dataset<Row> rows = read.apply(table).where(REPLACED_ON.col().leq(lit(date)).and(since));
    return asLines(rows, source, AsOf.eventDate(table), HIDDEN);
  }

  private static Dataset<Row> asLines(
      Dataset<Row> rows, String source, TableColumn event, String outcome) {
    return rows.select(
        SOURCE.as(lit(source)),
        EVENT_ON.as(event.col()),
        OUTCOME.as(lit(outcome)),
        IS_REBUILD.as(lit(false)),
        ROW_COUNT.as(lit(1L)),
        MONEY.as(lit(0)));
  }

  private static Dataset<Row> summed(Dataset<Row> lines, LocalDate shown) {
    Column accepted = OUTCOME.col().equalTo("accepted");
    Column gone = OUTCOME.col().isin("superseded", "removed");
    Column isOverwritten =
        OUTCOME.col().isin("removed", HIDDEN).or(gone.and(not(IS_REBUILD.col())));
    Dataset<Row> perDay =
        lines
            .groupBy(SOURCE.col(), EVENT_ON.col())
            .agg(
                sum(net(ROW_COUNT.col(), accepted, gone.or(OUTCOME.col().equalTo(REFUND))))
                    .as("added"),
                sum(net(MONEY.col(), accepted, gone)).as("gained"),
                max(OUTCOME.col().equalTo(REFUND)).as("refunded"),
                max(isOverwritten).as("overwritten"),
                max(IS_REBUILD.col()).as("rebuilt"));
    Column isLate = EVENT_ON.col().leq(lit(shown)).and(col("added").gt(0));
    // Of a source read anew, a day shows only by what it lost, or by its money.
    Column hasOthers =
        col("added").lt(0).or(col("added").equalTo(0).and(not(col("gained").equalTo(0))));
    Column isReplaced = col("overwritten").or(col("rebuilt").and(hasOthers));
    return perDay
        .groupBy(SOURCE.col())
        .agg(
            min(when(isLate, EVENT_ON.col())),
            min(when(col("refunded"), EVENT_ON.col())),
            min(when(isReplaced, coalesce(EVENT_ON.col(), lit(ALWAYS)))),
            max(col("rebuilt")));
  }

  private static Column net(Column amount, Column isPlus, Column isMinus) {
    return when(isPlus, amount).when(isMinus, negate(amount)).otherwise(lit(0));
  }
}
