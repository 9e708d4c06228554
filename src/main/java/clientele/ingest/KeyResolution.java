package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Decides between rows of one key.
 *
 * <p>The rows of a key stand in a line: by latest-by, then ingest, then file path. In it, with
 * named conditions:
 *
 * <ol>
 *   <li>different content at one place of the line (one file, no or equal latest-by) is a conflict:
 *       all these rows are quarantined. But if the first of them happened before the others, there
 *       was none until then: it is kept, hidden from the date on which the conflict began;
 *   <li>a row with the content of the one before it is a duplicate;
 *   <li>the last row of the rest is in force, the others are replaced by it;
 *   <li>a replaced row is kept, hidden from the date of its successor's event on, if that is later
 *       than its own: at dates before, the successor had not happened.
 * </ol>
 */
final class KeyResolution {
  static final String HASH = "_hash";
  static final String STANDING = "_standing";
  private static final String IDENTITY = "_identity";
  private static final String CONTENT = "_content";

  private final SilverSource source;

  KeyResolution(SilverSource source) {
    this.source = source;
  }

  /** Whether a row has a key of its own. */
  Column isKeyed() {
    return source.key().stream()
        .filter(name -> !name.equals(VALID_FROM.name()))
        .map(name -> col(name).isNotNull())
        .reduce(Column::and)
        .orElse(lit(false));
  }

  /**
   * A hash that rows of one key share; rows that share it by chance are told apart later. Null for
   * rows that stand alone.
   *
   * @param withoutKey hash of rows without a key: their content, or null if equal rows are events
   *     of their own
   */
  Column hash(Column withoutKey) {
    Column[] key =
        source.key().stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new);
    return when(isKeyed(), xxhash64(key)).otherwise(withoutKey);
  }

  /** Hash of the whole content. */
  Column contentHash() {
    return xxhash64(source.content().stream().map(KeyResolution::hashable).toArray(Column[]::new));
  }

  /** Maps have no hash of their own. */
  private static Column hashable(String name) {
    boolean isMap = List.of(ATTRIBUTES.name(), NUMBERS.name(), TEXTS.name()).contains(name);
    return isMap ? to_json(col(name)) : col(name);
  }

  private Column content() {
    return struct(
        source.content().stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new));
  }

  /**
   * Gives each row its {@code outcome} and, where it is kept though replaced, {@code replaced_on}.
   *
   * @param rows new rows and rows standing in silver that may share a key, with {@value #STANDING}
   */
  Dataset<Row> resolve(Dataset<Row> rows) {
    Column key =
        struct(
            source.key().stream().map(org.apache.spark.sql.functions::col).toArray(Column[]::new));
    Dataset<Row> named =
        rows.withColumn(
                IDENTITY,
                when(isKeyed(), concat(lit("key "), to_json(key)))
                    .otherwise(
                        concat(
                            lit("row "),
                            coalesce(ROW_HASH.col().cast("string"), lit("")),
                            to_json(content()))))
            .withColumn(CONTENT, to_json(content()));

    Column place =
        struct(
            coalesce(ROW_ORDER.col(), lit(Long.MIN_VALUE)).as("by"),
            INGEST_NO.col().as("ingest"),
            SOURCE_FILE.col().as("file"));
    WindowSpec samePlace = Window.partitionBy(col(IDENTITY), place);
    Column first = min_by(col(CONTENT), struct(eventOrBefore(), col(CONTENT))).over(samePlace);
    Column other = when(not(col(CONTENT).eqNullSafe(col("_first"))), eventOrBefore());
    // Without a conflict, nothing is before it.
    Column isBefore = coalesce(eventOrBefore().lt(col("_disputed_from")), lit(false));
    Column isIn = col("_disputed_from").isNotNull().and(not(isBefore)).and(not(col(STANDING)));
    Dataset<Row> conflicts =
        named
            .withColumn("_place", place)
            .withColumn("_first", first)
            .withColumn("_disputed_from", min(other).over(samePlace))
            .withColumn("_conflict", isIn);

    WindowSpec line =
        Window.partitionBy(col(IDENTITY), col("_conflict"))
            .orderBy(col("_place"), not(col(STANDING)), col(CONTENT));
    WindowSpec later = line.rowsBetween(1, Window.unboundedFollowing());
    Dataset<Row> inLine =
        conflicts.withColumn(
            "_duplicate", col(CONTENT).eqNullSafe(lag(col(CONTENT), 1).over(line)));
    Column differs = when(not(col("_duplicate")), lit(1));
    Dataset<Row> followed =
        inLine
            .withColumn("_followers", coalesce(sum(differs).over(later), lit(0L)))
            .withColumn(
                "_next_event", min(when(not(col("_duplicate")), eventOrBefore())).over(later));

    Column isReplaced = col("_followers").gt(0);
    Column isKeptHidden = isReplaced.and(col("_next_event").gt(eventOrBefore()));
    Column outcome =
        when(col("_conflict"), lit(Outcome.QUARANTINED.key()))
            .when(col("_duplicate"), lit(Outcome.DUPLICATE.key()))
            .when(isReplaced.and(not(isKeptHidden)), lit(Outcome.REPLACED.key()))
            .otherwise(lit(Outcome.ACCEPTED.key()));
    return followed
        .withColumn(OUTCOME.name(), outcome)
        .withColumn("_was_hidden_on", REPLACED_ON.col())
        .withColumn(
            REPLACED_ON.name(),
            when(
                OUTCOME.col().equalTo(Outcome.ACCEPTED.key()),
                least(when(isKeptHidden, col("_next_event")), disputedFrom(isBefore))))
        .drop(IDENTITY, CONTENT, "_place", "_first", "_disputed_from", "_conflict")
        .drop("_duplicate", "_followers", "_next_event");
  }

  /**
   * From when on a row that is kept is in a conflict; null: never. What was found out about a
   * standing row remains true, though the other side of the conflict is not in silver.
   */
  private static Column disputedFrom(Column isBefore) {
    return when(col(STANDING), REPLACED_ON.col()).when(isBefore, col("_disputed_from"));
  }

  /** Rows without an event date have always been known. */
  private Column eventOrBefore() {
    return coalesce(source.eventOn(), lit(LocalDate.of(1, 1, 1)));
  }

  /** Hashes that more than one new row has, or that a new row shares with silver. */
  static Dataset<Row> disputed(Dataset<Row> fresh, List<Dataset<Row>> standing) {
    Dataset<Row> counted =
        fresh.where(col(HASH).isNotNull()).groupBy(col(HASH)).agg(count(lit(1)).as("n"));
    Dataset<Row> among = counted.where(col("n").gt(1)).select(col(HASH));
    if (standing.isEmpty()) {
      return among;
    }
    Dataset<Row> known =
        standing.get(0).where(col(HASH).isNotNull()).groupBy(col(HASH)).agg(max(lit(1)).as("one"));
    Dataset<Row> met = counted.join(known.select(col(HASH)), HASH).select(col(HASH));
    return among.union(met).distinct();
  }
}
