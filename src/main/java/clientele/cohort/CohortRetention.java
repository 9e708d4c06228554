package clientele.cohort;

import static clientele.catalogue.Vocabulary.ACTIVE;
import static clientele.catalogue.Vocabulary.ACTIVE_OR_LATER;
import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.catalogue.Vocabulary.CHURNED;
import static clientele.catalogue.Vocabulary.COHORT;
import static clientele.catalogue.Vocabulary.COHORT_REVENUE;
import static clientele.catalogue.Vocabulary.COHORT_SIZE;
import static clientele.catalogue.Vocabulary.CUMULATIVE_REVENUE;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.ELIGIBLE;
import static clientele.catalogue.Vocabulary.HAZARD;
import static clientele.catalogue.Vocabulary.INACTIVE_AFTER_DAYS;
import static clientele.catalogue.Vocabulary.IS_FINAL;
import static clientele.catalogue.Vocabulary.IS_MATURE;
import static clientele.catalogue.Vocabulary.IS_TOTAL;
import static clientele.catalogue.Vocabulary.PERIOD;
import static clientele.catalogue.Vocabulary.RETENTION;
import static clientele.catalogue.Vocabulary.RETENTION_HIGH;
import static clientele.catalogue.Vocabulary.RETENTION_LOW;
import static clientele.catalogue.Vocabulary.RETENTION_SHRUNK;
import static clientele.catalogue.Vocabulary.VALUE;
import static clientele.catalogue.Vocabulary.WINDOW;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.fold.Shrinkage;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of gold.cohort_retention, from the sums of states.
 *
 * <p>A total row (cohort null) sums, at one period, the mature cells of all known cohorts: so its
 * cohort_size is the customers of those cohorts, its cumulative_revenue the money of those cohorts
 * up to the period, and its retention and hazard are ratios of sums. A period without a mature cell
 * has no total row. It is final when all its cells are.
 */
final class CohortRetention {
  private static final String ORIGIN = "origin";

  /** Customers of the cohort who did not churn in an earlier period. */
  private static final String STAYED = "stayed";

  private static final List<String> MONTH_MEASURES =
      List.of(
          States.JOINED, States.ACTIVE, States.ACTIVE_UNTIL, States.FIRST_CHURNED, States.REVENUE);

  /** What the cohorts of one age have in common. */
  private static final TableColumn[] CELL = {BASIS, DIMENSION, VALUE, WINDOW, PERIOD};

  private CohortRetention() {}

  /**
   * Both windows with their totals.
   *
   * @param monthCells sums of {@link States#MONTH_MEASURES} by basis, dimension value, cohort and
   *     position
   * @param periodCells sums of {@link States#PERIOD_MEASURES} by the same
   * @param facts as of {@link Activity#facts}, one row per basis
   */
  static Dataset<Row> of(
      Dataset<Row> monthCells, Dataset<Row> periodCells, Dataset<Row> facts, LocalDate asOf) {
    Dataset<Row> rows =
        withTotals(months(monthCells, facts, asOf).unionByName(periods(periodCells, asOf)));
    Column active = ACTIVE.col();
    Column eligible = ELIGIBLE.col();
    Dataset<Row> compared =
        Shrinkage.withShare(
            rows, RETENTION_SHRUNK.name(), active, when(isKnown(), eligible), cell());
    Column retention = Intervals.share(active, eligible);
    Column hazard = Intervals.share(CHURNED.col(), col(STAYED));
    return compared
        .withColumn(IS_TOTAL.name(), col(States.COHORT).isNull())
        .withColumn(COHORT.name(), Months.firstDay(col(States.COHORT)))
        // Nobody is eligible in a month that is not over, so these are null there.
        .withColumn(RETENTION.name(), retention)
        .withColumn(RETENTION_LOW.name(), Intervals.wilsonLow(active, eligible))
        .withColumn(RETENTION_HIGH.name(), Intervals.wilsonHigh(active, eligible))
        .withColumn(RETENTION_SHRUNK.name(), coalesce(RETENTION_SHRUNK.col(), retention))
        .withColumn(HAZARD.name(), when(IS_MATURE.col(), hazard))
        .select(Tables.COHORT_RETENTION.selectOwn());
  }

  /** Customers of no known cohort are in no total and nobody's peers; null: a total itself. */
  private static Column isKnown() {
    return col(States.COHORT).notEqual(States.UNKNOWN_COHORT);
  }

  private static Column[] cell() {
    return Stream.of(CELL).map(TableColumn::col).toArray(Column[]::new);
  }

  /** Calendar months from the cohort's own, or from the first with data where it is not known. */
  private static Dataset<Row> months(Dataset<Row> cells, Dataset<Row> facts, LocalDate asOf) {
    Column origin = when(isKnown(), col(States.COHORT)).otherwise(col(Activity.FIRST_MONTH));
    Dataset<Row> positioned =
        cells
            .join(broadcast(facts), BASIS.name(), "inner") // one row per basis
            .withColumn(ORIGIN, origin);
    Dataset<Row> dense =
        Months.withoutHoles(
            positioned,
            List.of(
                BASIS.name(),
                DIMENSION.name(),
                VALUE.name(),
                States.COHORT,
                ORIGIN,
                INACTIVE_AFTER_DAYS.name()),
            States.POSITION,
            sequence(col(ORIGIN), lit(Months.index(asOf))),
            MONTH_MEASURES);
    Column size = sum(col(States.JOINED)).over(cohort());
    Column mature = col(States.POSITION).leq(Months.lastMature(asOf));
    Column firstChurned = col(States.FIRST_CHURNED);
    Column leftBefore = sum(firstChurned).over(upToNow()).minus(firstChurned);
    Column end = last_day(Months.firstDay(col(States.POSITION)));
    // With dated ends nothing is found out later.
    Column finalAfter = coalesce(INACTIVE_AFTER_DAYS.col(), lit(0));
    return dense.select(
        BASIS.col(),
        DIMENSION.col(),
        VALUE.col(),
        WINDOW.as(lit("month")),
        col(States.COHORT),
        PERIOD.as(col(States.POSITION).minus(col(ORIGIN))),
        IS_FINAL.as(date_add(end, finalAfter).leq(lit(asOf))),
        COHORT_SIZE.as(size),
        ELIGIBLE.as(when(mature, size).otherwise(0)),
        ACTIVE.as(col(States.ACTIVE)),
        ACTIVE_OR_LATER.as(sum(col(States.ACTIVE_UNTIL)).over(fromNow())),
        CHURNED.as(firstChurned),
        COHORT_REVENUE.as(States.money(col(States.REVENUE))),
        CUMULATIVE_REVENUE.as(States.money(sum(col(States.REVENUE)).over(upToNow()))),
        IS_MATURE.as(mature),
        size.minus(leftBefore).as(STAYED));
  }

  /** 30-day periods from each customer's own first day; only those that passed for somebody. */
  private static Dataset<Row> periods(Dataset<Row> cells, LocalDate asOf) {
    Column daysOfOldest = datediff(lit(asOf), Months.firstDay(col(States.COHORT))).plus(1);
    Column lastPassed = floor(daysOfOldest.divide(30)).minus(1).cast("int");
    Dataset<Row> dense =
        Months.withoutHoles(
            cells,
            List.of(BASIS.name(), DIMENSION.name(), VALUE.name(), States.COHORT),
            States.POSITION,
            sequence(lit(0), greatest(lit(0), lastPassed)),
            States.PERIOD_MEASURES);
    Column size = sum(col(States.JOINED)).over(cohort());
    Column eligible = sum(col(States.ELIGIBLE_UNTIL)).over(fromNow());
    return dense
        .select(
            BASIS.col(),
            DIMENSION.col(),
            VALUE.col(),
            WINDOW.as(lit("day30")),
            col(States.COHORT),
            PERIOD.as(col(States.POSITION)),
            IS_FINAL.as(lit(null)),
            COHORT_SIZE.as(size),
            ELIGIBLE.as(eligible),
            ACTIVE.as(col(States.ACTIVE)),
            ACTIVE_OR_LATER.as(sum(col(States.ACTIVE_UNTIL)).over(fromNow())),
            CHURNED.as(lit(null)),
            COHORT_REVENUE.as(lit(null)),
            CUMULATIVE_REVENUE.as(lit(null)),
            IS_MATURE.as(size.equalTo(eligible)),
            lit(null).cast("long").as(STAYED))
        .where(ELIGIBLE.col().gt(0));
  }

  /** The rows and a total for each cell, in one pass: a union would compute the rows twice. */
  private static Dataset<Row> withTotals(Dataset<Row> cohorts) {
    Column counts = IS_MATURE.col().and(isKnown());
    List<String> keys = Stream.of(CELL).map(TableColumn::name).toList();
    List<StructField> facts =
        Stream.of(cohorts.schema().fields()).filter(fact -> !keys.contains(fact.name())).toList();
    Column[] own = facts.stream().map(fact -> col(fact.name())).toArray(Column[]::new);
    Column[] total =
        facts.stream()
            .map(fact -> total(fact, counts).cast(fact.dataType()).as(fact.name()))
            .toArray(Column[]::new);
    return cohorts
        .groupBy(cell())
        .agg(
            collect_list(struct(own)).as("rows"),
            struct(total).as("total"),
            bool_or(counts).as("has_total"))
        .withColumn(
            "row",
            explode(
                when(col("has_total"), concat(col("rows"), array(col("total"))))
                    .otherwise(col("rows"))))
        .select(Stream.concat(Stream.of(cell()), Stream.of(col("row.*"))).toArray(Column[]::new));
  }

  private static Column total(StructField fact, Column counts) {
    if (fact.name().equals(States.COHORT)) {
      return lit(null);
    }
    Column counted = when(counts, col(fact.name()));
    return fact.dataType().equals(DataTypes.BooleanType) ? bool_and(counted) : sum(counted);
  }

  private static WindowSpec cohort() {
    return Window.partitionBy(BASIS.col(), DIMENSION.col(), VALUE.col(), col(States.COHORT));
  }

  private static WindowSpec upToNow() {
    return cohort()
        .orderBy(col(States.POSITION))
        .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
  }

  private static WindowSpec fromNow() {
    return cohort()
        .orderBy(col(States.POSITION).desc())
        .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
  }
}
