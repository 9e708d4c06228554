package clientele.cohort;

import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.catalogue.Vocabulary.CHURNED;
import static clientele.catalogue.Vocabulary.CHURN_HIGH;
import static clientele.catalogue.Vocabulary.CHURN_LOW;
import static clientele.catalogue.Vocabulary.CHURN_RATE;
import static clientele.catalogue.Vocabulary.CHURN_RATE_SHRUNK;
import static clientele.catalogue.Vocabulary.CUSTOMERS_AT_END;
import static clientele.catalogue.Vocabulary.CUSTOMERS_AT_START;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.FALSE_CHURN_SHARE;
import static clientele.catalogue.Vocabulary.GAINED;
import static clientele.catalogue.Vocabulary.INACTIVE_AFTER_DAYS;
import static clientele.catalogue.Vocabulary.IS_MATURE;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.RETURNED;
import static clientele.catalogue.Vocabulary.RETURNED_WITHIN_YEAR;
import static clientele.catalogue.Vocabulary.REVENUE_AT_RISK;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.fold.Shrinkage;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** The rows of gold.churn_monthly, from the sums of the states of months. */
final class ChurnMonthly {
  private static final List<String> MEASURES =
      List.of(
          States.GAINED,
          States.RETURNED,
          States.CHURNED,
          States.RETURNED_WITHIN_YEAR,
          States.REVENUE_AT_RISK,
          States.SHORT_LIVED);

  private ChurnMonthly() {}

  /**
   * From the first month with data to the month of asOf.
   *
   * @param cells sums of {@link States#MONTH_MEASURES} by basis, dimension value, cohort, position
   * @param facts as of {@link Activity#facts}, one row per basis
   */
  static Dataset<Row> of(Dataset<Row> cells, Dataset<Row> facts, LocalDate asOf) {
    Column[] sums =
        MEASURES.stream()
            .map(name -> sum(col(name)).cast(cells.schema().apply(name).dataType()).as(name))
            .toArray(Column[]::new);
    Dataset<Row> months =
        cells
            .groupBy(BASIS.col(), DIMENSION.col(), VALUE.col(), col(States.POSITION))
            .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
            .join(broadcast(facts), BASIS.name(), "inner"); // one row per basis
    Dataset<Row> dense =
        Months.withoutHoles(
            months,
            List.of(
                BASIS.name(),
                DIMENSION.name(),
                VALUE.name(),
                Activity.FIRST_MONTH,
                INACTIVE_AFTER_DAYS.name()),
            States.POSITION,
            sequence(col(Activity.FIRST_MONTH), lit(Months.index(asOf))),
            MEASURES);
    WindowSpec soFar =
        Window.partitionBy(BASIS.col(), DIMENSION.col(), VALUE.col())
            .orderBy(col(States.POSITION))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column net = GAINED.col().plus(RETURNED.col()).minus(CHURNED.col());
    Dataset<Row> running =
        dense
            .withColumn(CUSTOMERS_AT_END.name(), sum(net).over(soFar))
            .withColumn(CUSTOMERS_AT_START.name(), CUSTOMERS_AT_END.col().minus(net))
            .withColumn(IS_MATURE.name(), col(States.POSITION).leq(Months.lastMature(asOf)));
    Column start = CUSTOMERS_AT_START.col();
    // A lapse takes a month or more, so that only with dated ends a stay can be shorter.
    Column hasDatedEnds = INACTIVE_AFTER_DAYS.col().isNull();
    Column churned = CHURNED.col();
    Column yearOver = date_add(last_day(MONTH.col()), States.YEAR_DAYS).leq(lit(asOf));
    Column falseChurn = Intervals.share(RETURNED_WITHIN_YEAR.col(), churned);
    Dataset<Row> rated =
        Shrinkage.withShare(
            running,
            CHURN_RATE_SHRUNK.name(),
            churned,
            when(IS_MATURE.col(), start),
            BASIS.col(),
            DIMENSION.col(),
            col(States.POSITION));
    return rated
        .withColumn(MONTH.name(), Months.firstDay(col(States.POSITION)))
        .withColumn(CHURN_RATE.name(), when(IS_MATURE.col(), Intervals.share(churned, start)))
        .withColumn(CHURN_LOW.name(), when(IS_MATURE.col(), Intervals.wilsonLow(churned, start)))
        .withColumn(CHURN_HIGH.name(), when(IS_MATURE.col(), Intervals.wilsonHigh(churned, start)))
        .withColumn(FALSE_CHURN_SHARE.name(), when(yearOver, falseChurn))
        .withColumn(REVENUE_AT_RISK.name(), States.money(REVENUE_AT_RISK.col()))
        .withColumn(States.SHORT_LIVED, when(hasDatedEnds, col(States.SHORT_LIVED)))
        .select(Tables.CHURN_MONTHLY.selectOwn());
  }
}
