package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Vocabulary;
import clientele.io.RunLogEntry.Counts;
import clientele.job.BoundedCollect;
import clientele.job.RunContext;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What became of the rows of one ingest of a source, by day of the event. */
record Account(List<Line> lines) {
  private static final int MOST_LINES = 1_000_000;

  /**
   * @param eventOn null: the row has no date that can be read
   * @param money in the rows' own currencies
   */
  record Line(Date eventOn, Outcome outcome, long rows, BigDecimal money) {}

  static Account none() {
    return new Account(List.of());
  }

  /** Counts the rows read. */
  static Account of(
      SilverSource source,
      Dataset<Row> staged,
      Dataset<Row> clean,
      Optional<Dataset<Row>> resolved,
      Column isGood) {
    Column refused =
        when(not(col(Staging.KEPT)), lit(Outcome.FILTERED.key()))
            .otherwise(lit(Outcome.QUARANTINED.key()));
    Column accepted = lit(Outcome.ACCEPTED.key());
    List<Line> lines = new ArrayList<>();
    if (resolved.isEmpty()) {
      lines.addAll(counted(source, staged, when(isGood, accepted).otherwise(refused)));
    } else {
      lines.addAll(counted(source, staged.where(not(isGood)), refused));
      lines.addAll(counted(source, clean, accepted));
    }
    resolved.ifPresent(
        rows ->
            lines.addAll(
                counted(source, rows.where(not(col(KeyResolution.STANDING))), OUTCOME.col())));
    return new Account(List.copyOf(lines));
  }

  /** Standing rows that lost their place to a later row. */
  static List<Line> superseded(SilverSource source, Dataset<Row> resolved) {
    Column lost = not(OUTCOME.col().equalTo(Outcome.ACCEPTED.key()));
    return counted(
        source,
        resolved.where(col(KeyResolution.STANDING).and(lost)),
        lit(Outcome.SUPERSEDED.key()));
  }

  /** Rows that stood there before all was read anew: superseded where their key is still there. */
  static List<Line> overwritten(
      SilverSource source, Dataset<Row> before, Dataset<Row> after, KeyResolution keys) {
    Column identity = coalesce(keys.hash(keys.contentHash()), lit(0L));
    Dataset<Row> present = after.select(identity.as("_present")).distinct();
    Dataset<Row> old = before.withColumn("_old", identity);
    Dataset<Row> met =
        old.join(present, col("_old").equalTo(col("_present")), "left"); // one hash each
    return counted(
        source,
        met,
        when(col("_present").isNull(), lit(Outcome.REMOVED.key()))
            .otherwise(lit(Outcome.SUPERSEDED.key())));
  }

  private static List<Line> counted(SilverSource source, Dataset<Row> rows, Column outcome) {
    Dataset<Row> totals =
        rows.groupBy(source.eventOn().as("on"), outcome.as("became"))
            .agg(
                count(lit(1)).as("rows"),
                sum(coalesce(source.money().cast(Vocabulary.MONEY_TYPE), lit(0)))
                    .cast(Vocabulary.MONEY_TYPE)
                    .as("money"));
    return BoundedCollect.rows(totals, MOST_LINES).stream()
        .map(
            row ->
                new Line(
                    row.getDate(0),
                    Outcome.valueOf(row.getString(1).toUpperCase(java.util.Locale.ROOT)),
                    row.getLong(2),
                    row.getDecimal(3)))
        .toList();
  }

  Account with(List<Line> more) {
    List<Line> all = new ArrayList<>(lines);
    all.addAll(more);
    return new Account(List.copyOf(all));
  }

  long rows(Outcome outcome) {
    return lines.stream().filter(line -> line.outcome() == outcome).mapToLong(Line::rows).sum();
  }

  Counts counts() {
    return new Counts(
        rows(Outcome.ACCEPTED),
        rows(Outcome.REPLACED),
        rows(Outcome.DUPLICATE),
        rows(Outcome.QUARANTINED),
        rows(Outcome.FILTERED),
        rows(Outcome.SUPERSEDED),
        rows(Outcome.REMOVED));
  }

  /** As rows of ops.ingest_account. */
  List<Row> rows(RunContext context, IngestPlan plan, String source) {
    List<Row> rows = new ArrayList<>();
    for (Line line : lines) {
      rows.add(
          RowFactory.create(
              context.runId(),
              Date.valueOf(context.businessDate()),
              source,
              plan.ingestNo(),
              plan.isRebuild(),
              line.eventOn(),
              line.outcome().key(),
              line.rows(),
              line.money()));
    }
    return rows;
  }
}
