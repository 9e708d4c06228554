package clientele.job;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import clientele.catalogue.Layer;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** Compares published figures with present ones, cell by cell, whatever the table. */
final class RestatedCells {
  /** The dimension that moves with the business date, as customers change their plans. */
  private static final String MOVING_DIMENSION = "(^|.*\\*)current_plan($|\\*.*)";

  /** Doubles that are nearer to each other are the same figure, summed in another order. */
  private static final double TOLERANCE = 1e-9;

  /** Cohorts of this year have no known beginning, so their periods have no end to look up. */
  private static final int YEAR_OF_UNKNOWN = 1900;

  /** They tell of days, of what was read, of what was shown and of models: not of the company. */
  private static final Set<Table> NO_FIGURES =
      Set.of(
          Tables.CALENDAR,
          Tables.RECONCILIATION,
          Tables.RESTATEMENT,
          Tables.CLV_MODEL,
          Tables.CLV_VALIDATION);

  /** Where a figure stands. */
  private enum Side {
    /** In the slice of the present run. */
    PRESENT,
    /** In the slice it is compared with. */
    SHOWN,
    /** In the list of restated cells of the same business date. */
    LISTED,
    /** In the list of an earlier business date. */
    HISTORY
  }

  // Names that no column of a table begins like.
  private static final String MEASURE = "_measure";
  private static final String ENDS_ON = "_ends_on";
  private static final String IS_OVER = "_is_over";

  private RestatedCells() {}

  /** Whether a table is an aggregate, so that its figures can be restated. */
  static boolean covers(Table table) {
    boolean isAggregate = table.layer() == Layer.GOLD && !table.key().contains(CUSTOMER_ID);
    return isAggregate && !NO_FIGURES.contains(table);
  }

  /** Whether the rows of a table tell of a time that will be over. */
  static boolean hasPeriod(Table table) {
    return table.key().contains(PERIOD) || month(table).isPresent();
  }

  /** The column of the key that is the month of a row. */
  private static Optional<TableColumn> month(Table table) {
    return table.key().stream()
        .filter(column -> column.type().equals(DataTypes.DateType))
        .filter(column -> column.equals(MONTH) || column.name().equals(NPS_PERIOD.name()))
        .findFirst();
  }

  /**
   * The figures of the present run.
   *
   * @param graceDays of {@link clientele.settings.SubscriptionSettings}
   */
  static Dataset<Row> present(Table table, Dataset<Row> rows, int graceDays) {
    return figures(table, rows, Side.PRESENT, graceDays);
  }

  /** What an earlier run of the same business date has shown: every cell can be compared. */
  static Dataset<Row> shownBefore(Table table, Dataset<Row> rows, int graceDays) {
    return figures(table, rows, Side.SHOWN, graceDays);
  }

  /** What an earlier business date has shown: cells of periods that were over can be compared. */
  static Dataset<Row> shownEarlier(Table table, Dataset<Row> rows, int graceDays) {
    return figures(table, rows, Side.SHOWN, graceDays).where(IS_SETTLED.col());
  }

  /** The lists of restated cells up to a business date. */
  static Dataset<Row> listed(Dataset<Row> restatement, LocalDate date) {
    Column isOwn = AS_OF.col().equalTo(lit(date));
    return restatement
        .where(isOwn.or(AS_OF.col().lt(lit(date)).and(IS_SETTLED.col())))
        .select(
            TABLE_NAME.col(),
            CELL.col(),
            when(isOwn, Side.LISTED.name()).otherwise(Side.HISTORY.name()).as("side"),
            AS_OF.col(),
            PREVIOUSLY_PUBLISHED.col().as("figure"),
            FIRST_PUBLISHED.col().as("first"),
            CAUSE.col(),
            lit(true).as("is_exact"),
            lit(false).as("is_moving"),
            PERIOD_ENDS_ON.col(),
            IS_SETTLED.col());
  }

  private static Dataset<Row> figures(Table table, Dataset<Row> rows, Side side, int graceDays) {
    List<Column> measures = new ArrayList<>();
    for (TableColumn column : table.columns()) {
      if (column.type() instanceof NumericType && !table.key().contains(column)) {
        measures.add(
            struct(
                lit(column.name()).as("column"),
                column.col().cast("double").as("figure"),
                lit(!column.type().equals(DataTypes.DoubleType)).as("is_exact"),
                lit(table.moving().contains(column)).as("is_moving")));
      }
    }
    List<Column> name = new ArrayList<>();
    table.key().stream()
        .filter(column -> !column.equals(AS_OF))
        .forEach(column -> name.add(column.col()));
    name.add(col(MEASURE + ".column"));
    Dataset<Row> cells =
        rows.withColumn(ENDS_ON, periodEnd(table))
            .withColumn(IS_OVER, isOver(table, graceDays))
            .withColumn(MEASURE, explode(array(measures.toArray(Column[]::new))));
    return cells.select(
        lit(table.fullName()).as(TABLE_NAME.name()),
        to_json(struct(name.toArray(Column[]::new))).as(CELL.name()),
        lit(side.name()).as("side"),
        AS_OF.col(),
        col(MEASURE + ".figure").as("figure"),
        lit(null).cast("double").as("first"),
        lit(null).cast("string").as(CAUSE.name()),
        col(MEASURE + ".is_exact").as("is_exact"),
        col(MEASURE + ".is_moving").as("is_moving"),
        col(ENDS_ON).as(PERIOD_ENDS_ON.name()),
        col(IS_OVER).and(not(col(MEASURE + ".is_moving"))).as(IS_SETTLED.name()));
  }

  /** Last day of the period of a row; null: a total, or of all time. */
  private static Column periodEnd(Table table) {
    if (table.key().contains(GRAIN)) {
      Column moreMonths =
          when(GRAIN.col().equalTo("quarter"), 2)
              .when(GRAIN.col().equalTo("year"), 11)
              .otherwise(0);
      return last_day(add_months(KPI_PERIOD.col(), moreMonths));
    }
    if (!table.key().contains(PERIOD)) {
      return last_day(month(table).map(TableColumn::col).orElse(lit(null).cast("date")));
    }
    Column months = last_day(add_months(COHORT.col(), PERIOD.col()));
    Column days = date_add(last_day(COHORT.col()), PERIOD.col().multiply(30).plus(29));
    Column ends =
        table.key().contains(WINDOW)
            ? when(WINDOW.col().equalTo("day30"), days).otherwise(months)
            : months;
    return when(year(COHORT.col()).gt(YEAR_OF_UNKNOWN), ends)
        .when(COHORT.col().isNotNull(), AS_OF.col());
  }

  /** Whether time alone can no longer alter a row. */
  private static Column isOver(Table table, int graceDays) {
    // Until then a start takes back the end of a subscription.
    Column grace = when(isOfTerms(table), lit(graceDays)).otherwise(lit(0));
    Column over = coalesce(date_add(col(ENDS_ON), grace).leq(AS_OF.col()), lit(false));
    if (table.columns().contains(IS_MATURE)) {
      over = over.and(coalesce(IS_MATURE.col(), lit(false)));
    }
    return table.key().contains(DIMENSION)
        ? over.and(not(DIMENSION.col().rlike(MOVING_DIMENSION)))
        : over;
  }

  private static Column isOfTerms(Table table) {
    return table.key().contains(BASIS)
        ? BASIS.col().equalTo(Tables.SUBSCRIPTIONS_TABLE.name())
        : lit(table.counted().contains(Tables.SUBSCRIPTIONS_TABLE));
  }

  /**
   * The cells whose figure is not the one that was shown, as rows of gold.restatement.
   *
   * @param figures of all sides
   * @param causes what may have altered the cells of each table, of {@link Causes#row}
   * @param date the business date
   */
  static Dataset<Row> changed(Dataset<Row> figures, Dataset<Row> causes, LocalDate date) {
    Dataset<Row> cells =
        figures
            .groupBy(TABLE_NAME.col(), CELL.col())
            .agg(on(Side.PRESENT), on(Side.SHOWN), on(Side.LISTED), history());
    Column previous =
        when(col("LISTED").isNotNull(), col("LISTED.figure")).otherwise(col("SHOWN.figure"));
    Dataset<Row> compared =
        cells
            .where(col("SHOWN").isNotNull().or(col("LISTED").isNotNull()))
            .withColumn("is_exact", newest("is_exact"))
            .withColumn("is_moving", newest("is_moving"))
            .withColumn(PERIOD_ENDS_ON.name(), newest(PERIOD_ENDS_ON.name()))
            .withColumn(IS_SETTLED.name(), newest(IS_SETTLED.name()))
            .withColumn(PREVIOUSLY_PUBLISHED.name(), previous)
            .withColumn(PRESENT.name(), col("PRESENT.figure"));
    Column first =
        when(col("LISTED").isNotNull(), col("LISTED.first"))
            .when(IS_SETTLED.col().and(col("HISTORY").isNotNull()), col("HISTORY.first"))
            .otherwise(PREVIOUSLY_PUBLISHED.col());
    Column reach =
        when(col("is_moving"), lit(date)).otherwise(coalesce(PERIOD_ENDS_ON.col(), lit(date)));
    Dataset<Row> explained =
        compared
            .where(differ(PREVIOUSLY_PUBLISHED.col(), PRESENT.col()))
            .withColumn(Causes.NAMED, Origins.named())
            // One row per table and what a cell may be made from.
            .join(broadcast(causes), new String[] {TABLE_NAME.name(), Causes.NAMED}, "inner")
            .withColumn("moved", differ(col("SHOWN.figure"), PRESENT.col()))
            .withColumn(FIRST_PUBLISHED.name(), first)
            .withColumn(CAUSE.name(), Causes.of(reach, col("moved"), col("LISTED.cause")));
    return explained.where(CAUSE.col().notEqual("")).select(Tables.RESTATEMENT.selectOwn());
  }

  /** What a side says of the cell; null if nothing. */
  private static Column on(Side side) {
    Column facts =
        struct(
            col("figure"),
            col("first"),
            CAUSE.col(),
            col("is_exact"),
            col("is_moving"),
            PERIOD_ENDS_ON.col(),
            IS_SETTLED.col());
    return max(when(col("side").equalTo(side.name()), facts)).as(side.name());
  }

  /** The oldest list that has the cell. */
  private static Column history() {
    Column facts = struct(AS_OF.col(), col("first"));
    return min(when(col("side").equalTo(Side.HISTORY.name()), facts)).as(Side.HISTORY.name());
  }

  private static Column newest(String fact) {
    return coalesce(col("PRESENT." + fact), col("SHOWN." + fact), col("LISTED." + fact));
  }

  private static Column differ(Column one, Column other) {
    Column distance = abs(one.minus(other));
    Column isNear = distance.leq(greatest(abs(one), abs(other)).multiply(TOLERANCE));
    Column isSame = not(col("is_exact")).and(coalesce(isNear, lit(false)));
    return not(one.eqNullSafe(other).or(isSame));
  }
}
