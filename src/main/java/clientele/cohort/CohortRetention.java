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
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.fold.Shrinkage;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

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

  private static final List<TableColumn> SUMS =
      List.of(
          COHORT_SIZE,
          ELIGIBLE,
          ACTIVE,
          ACTIVE_OR_LATER,
          CHURNED,
          COHORT_REVENUE,
          CUMULATIVE_REVENUE);

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
    Dataset<Row> cohorts = months(monthCells, facts, asOf).unionByName(periods(periodCells, asOf));
    Dataset<Row> rows = cohorts.unionByName(totals(cohorts));
    Column active = ACTIVE.col();
    Column eligible = ELIGIBLE.col();
    Column hazard = Intervals.share(CHURNED.col(), col(STAYED));
    // Totals and the customers of no known cohort are nobody's peers.
    Column peers =
        when(col(States.COHORT).isNull(), "total")
            .when(col(States.COHORT).equalTo(States.UNKNOWN_COHORT), "unknown")
            .otherwise("cohorts");
    Dataset<Row> shrunk =
        Shrinkage.withShare(
            rows,
            RETENTION_SHRUNK.name(),
            active,
            eligible,
            BASIS.col(),
            DIMENSION.col(),
            VALUE.col(),
            WINDOW.col(),
            PERIOD.col(),
            peers);
    return shrunk
        .withColumn(IS_TOTAL.name(), col(States.COHORT).isNull())
        .withColumn(COHORT.name(), Months.firstDay(col(States.COHORT)))
        // Nobody is eligible in a month that is not over, so these are null there.
        .withColumn(RETENTION.name(), Intervals.share(active, eligible))
        .withColumn(RETENTION_LOW.name(), Intervals.wilsonLow(active, eligible))
        .withColumn(RETENTION_HIGH.name(), Intervals.wilsonHigh(active, eligible))
        .withColumn(HAZARD.name(), when(IS_MATURE.col(), hazard))
        .select(Tables.COHORT_RETENTION.selectOwn());
  }

  /** Calendar months from the cohort's own, or from the first with data where it is not known. */
  private static Dataset<Row> months(Dataset<Row> cells, Dataset<Row> facts, LocalDate asOf) {
    Column known = col(States.COHORT).notEqual(States.UNKNOWN_COHORT);
    Column origin = when(known, col(States.COHORT)).otherwise(col(Activity.FIRST_MONTH));
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

  private static Dataset<Row> totals(Dataset<Row> cohorts) {
    Column[] sums =
        Stream.concat(
                SUMS.stream().map(column -> column.as(sum(column.col()))),
                Stream.of(sum(col(STAYED)).as(STAYED), IS_FINAL.as(bool_and(IS_FINAL.col()))))
            .toArray(Column[]::new);
    return cohorts
        .where(IS_MATURE.col().and(col(States.COHORT).notEqual(States.UNKNOWN_COHORT)))
        .groupBy(BASIS.col(), DIMENSION.col(), VALUE.col(), WINDOW.col(), PERIOD.col())
        .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
        .withColumn(States.COHORT, lit(null).cast("int"))
        .withColumn(IS_MATURE.name(), lit(true));
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
