package clientele.cohort;

import static clientele.catalogue.Vocabulary.MONTH;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.min;

import clientele.fold.Dimensions;
import clientele.fold.Months;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Retention and churn on the orders basis.
 *
 * @param customerMonth silver.customer_month up to asOf
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 * @param inactiveAfterDays W, 31 or more
 * @param historyStartsOn earlier orders are missing; empty: none are
 */
record CohortTransforms(
    Dataset<Row> customerMonth,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    int inactiveAfterDays,
    Optional<LocalDate> historyStartsOn,
    LocalDate asOf) {

  /** The rows of gold.churn_monthly. */
  Dataset<Row> churnMonthly() {
    return ChurnMonthly.of(monthCells(), firstMonth(), Basis.orders(inactiveAfterDays), asOf);
  }

  /** The rows of gold.cohort_retention. */
  Dataset<Row> cohortRetention() {
    return CohortRetention.of(
        monthCells(), periodCells(), firstMonth(), Basis.orders(inactiveAfterDays), asOf);
  }

  private Dataset<Row> monthCells() {
    // Money dated before the cohort counts in its first month.
    Column month = greatest(col(States.POSITION), col(States.COHORT));
    Dataset<Row> states =
        placed(OrderStates.months(customerMonth, inactiveAfterDays, asOf))
            .withColumn(States.POSITION, month);
    return cells(states, States.MONTH_MEASURES);
  }

  private Dataset<Row> periodCells() {
    Dataset<Row> states =
        placed(OrderStates.periods(customerMonth, asOf))
            .where(col(States.COHORT).notEqual(States.UNKNOWN_COHORT));
    return cells(states, States.PERIOD_MEASURES);
  }

  private Dataset<Row> placed(Dataset<Row> states) {
    return States.withUnknownCohorts(states, customers, historyStartsOn, inactiveAfterDays);
  }

  private Dataset<Row> cells(Dataset<Row> states, List<String> measures) {
    return Dimensions.sums(
        Dimensions.of(states, customers, dimensions, builtIns),
        List.of(States.COHORT, States.POSITION),
        measures);
  }

  private Dataset<Row> firstMonth() {
    return customerMonth.agg(Months.index(min(MONTH.col())).as(Basis.FIRST_MONTH));
  }
}
