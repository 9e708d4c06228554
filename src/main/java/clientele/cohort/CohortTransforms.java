package clientele.cohort;

import static clientele.catalogue.Vocabulary.BASIS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;

import clientele.fold.Dimensions;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Retention and churn on every basis that there is.
 *
 * <p>States of all bases are one dataset: it is joined with the customers once and folded once.
 *
 * @param activities one per basis, at least one
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 */
record CohortTransforms(
    List<Activity> activities,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    LocalDate asOf) {

  /** The rows of gold.churn_monthly. */
  Dataset<Row> churnMonthly() {
    return ChurnMonthly.of(monthCells(), facts(), asOf);
  }

  /** The rows of gold.cohort_retention. */
  Dataset<Row> cohortRetention() {
    return CohortRetention.of(monthCells(), periodCells(), facts(), asOf);
  }

  private Dataset<Row> monthCells() {
    // Money dated before the cohort counts in its first month.
    Column month = greatest(col(States.POSITION), col(States.COHORT));
    Dataset<Row> states =
        united(activity -> activity.placed(activity.months(), customers))
            .withColumn(States.POSITION, month);
    return cells(states, States.MONTH_MEASURES);
  }

  private Dataset<Row> periodCells() {
    Dataset<Row> states =
        united(activity -> activity.placed(activity.periods(), customers))
            .where(col(States.COHORT).notEqual(States.UNKNOWN_COHORT));
    return cells(states, States.PERIOD_MEASURES);
  }

  private Dataset<Row> cells(Dataset<Row> states, List<String> measures) {
    return Dimensions.sums(
        Dimensions.of(states, customers, dimensions, builtIns),
        List.of(BASIS.name(), States.COHORT, States.POSITION),
        measures);
  }

  private Dataset<Row> facts() {
    return united(Activity::facts);
  }

  private Dataset<Row> united(Function<Activity, Dataset<Row>> rows) {
    return activities.stream().map(rows).reduce(Dataset::unionByName).orElseThrow();
  }
}
