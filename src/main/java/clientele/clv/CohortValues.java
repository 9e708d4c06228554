package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static clientele.clv.CohortMembers.COHORT_INDEX;
import static clientele.clv.CohortMembers.COSTED;
import static clientele.clv.CohortMembers.COSTED_CLV;
import static clientele.clv.CohortMembers.COSTED_MARGIN;
import static clientele.clv.CohortMembers.DEVIATION;
import static clientele.clv.CohortMembers.NOTHING;
import static clientele.clv.CohortMembers.POSITION;
import static clientele.clv.CohortMembers.UNKNOWN_COHORT;
import static clientele.clv.CohortMembers.VALUED;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.settings.ClvSettings;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The rows of gold.clv_cohort: what the customers who came in one month are worth together, and
 * what winning them has cost.
 *
 * <ol>
 *   <li>Customers with their cohort, months, cost, and by how much their value may be off: {@link
 *       CohortMembers}, {@link Spreads}.
 *   <li>Sums of these by dimension value, cohort and months since it; those are few.
 *   <li>For each cohort, and for all together, what has come in up to each month.
 *   <li>Sums over the months, with the first in which the cost had come in, and bounds.
 * </ol>
 *
 * @param members of the cohorts
 * @param dimensions to cut by
 * @param builtIns as for {@link Dimensions#of}
 */
record CohortValues(
    CohortMembers members,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    LocalDate asOf) {
  private static final String MODEL_ERROR = "model_error";
  private static final String IS_TOLD = "is_told";

  /** Share of all totals below, and above, the bounds. */
  private static final double TAIL = 0.025;

  // Of a cohort up to a month: what came in, what had to, and of how many customers.
  private static final String EARNED = "earned";
  private static final String OWED = "owed";
  private static final String OWING = "owing";

  /**
   * One row per dimension value and cohort, and one for all of them.
   *
   * @param customerMonth silver.customer_month up to the date
   * @param subscriptionMonth silver.subscription_month up to it; empty: no subscriptions
   * @param values rows of gold.customer_clv
   * @param models rows of gold.clv_model
   */
  Dataset<Row> rows(
      Dataset<Row> customerMonth,
      Optional<Dataset<Row>> subscriptionMonth,
      Dataset<Row> values,
      Dataset<Row> models,
      ClvSettings settings) {
    Dataset<Row> ofAll = UsedModels.row(models);
    Dataset<Row> used = ofAll.where(UsedModels.knowOrders());
    Dataset<Row> celled =
        Cells.of(
            CustomerHistories.known(values, members.customers(), settings.covariates()), ofAll);
    Dataset<Row> spreads = Spreads.of(settings, asOf).rows(celled, used);
    Dataset<Row> placed =
        members
            .placed(customerMonth, subscriptionMonth.map(rows -> recurring(rows, ofAll)), celled)
            .join(spreads, Cells.key(celled), "left"); // at most one row per history
    Dataset<Row> cut = Dimensions.of(placed, members.customers(), dimensions, builtIns);
    Dataset<Row> cells =
        Dimensions.sums(
            CohortMembers.measured(cut), List.of(COHORT_INDEX, POSITION), CohortMembers.measures());
    Dataset<Row> facts =
        used.select(UsedModels.modelError().as(MODEL_ERROR), UsedModels.isTold().as(IS_TOLD));
    Dataset<Row> totals = totals(withoutHoles(cells));
    return told(totals.join(broadcast(facts), lit(true), "left")); // at most one row
  }

  /** What subscriptions have brought by month, with the share of margin that those to come have. */
  private static Dataset<Row> recurring(Dataset<Row> subscriptionMonth, Dataset<Row> used) {
    Column margin = CLOSING_MRR.col().cast("double").multiply(UsedModels.marginOfSubscriptions());
    return subscriptionMonth
        .join(broadcast(used), lit(true), "left") // one row
        .select(CUSTOMER_ID.col(), MONTH.col(), RECURRING_MARGIN.as(coalesce(margin, lit(0.0))));
  }

  private Dataset<Row> withoutHoles(Dataset<Row> cells) {
    Column age = lit(Months.index(asOf)).minus(col(COHORT_INDEX));
    Column positions =
        when(col(COHORT_INDEX).equalTo(UNKNOWN_COHORT), array(lit(0)))
            .otherwise(sequence(lit(0), age));
    return Months.withoutHoles(
        cells,
        List.of(DIMENSION.name(), VALUE.name(), COHORT_INDEX),
        POSITION,
        positions,
        CohortMembers.measures());
  }

  /** Sums by cohort, and with cohort null over all of them. */
  private static Dataset<Row> totals(Dataset<Row> cells) {
    WindowSpec cohort =
        Window.partitionBy(DIMENSION.col(), VALUE.col(), col(COHORT_INDEX)).orderBy(col(POSITION));
    WindowSpec soFar = cohort.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    WindowSpec ever = cohort.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    // Cohorts that are not as old as n have no row for it: they do not dilute those that are.
    Dataset<Row> upToMonth =
        cells
            .withColumn(EARNED, sum(col(COSTED_MARGIN)).over(soFar))
            .withColumn(OWED, sum(ACQUISITION_COST.col()).over(ever))
            .withColumn(OWING, sum(col(COSTED)).over(ever))
            .withColumn(COHORT_INDEX, explode(array(col(COHORT_INDEX), lit(null))))
            .groupBy(DIMENSION.col(), VALUE.col(), col(COHORT_INDEX), col(POSITION))
            .agg(
                sum(col(EARNED)).as(EARNED),
                sums(Stream.concat(Stream.of(OWED, OWING), CohortMembers.measures().stream())));
    Column isPaidBack = col(OWING).gt(0).and(col(EARNED).geq(col(OWED)));
    return upToMonth
        .groupBy(DIMENSION.col(), VALUE.col(), col(COHORT_INDEX))
        .agg(
            min(when(isPaidBack, col(POSITION))).as(PAYBACK_MONTHS.name()),
            sums(CohortMembers.measures().stream()));
  }

  private static Column[] sums(Stream<String> measures) {
    return measures.map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
  }

  /** The rows of the table from sums. */
  private static Dataset<Row> told(Dataset<Row> totals) {
    Column hasValue = col(VALUED).gt(0);
    Column hasCost = col(COSTED).gt(0);
    Column mean = CLV.col().cast("double");
    Column cost = when(hasCost, ACQUISITION_COST.col());
    Column gained = col(COSTED_CLV).plus(col(COSTED_MARGIN));
    Column ofParameters = when(col(IS_TOLD), varianceOfDeviations());
    Column ofModels = pow(col(MODEL_ERROR).multiply(mean), 2);
    Dataset<Row> varied =
        totals
            .withColumn(CLV.name(), when(hasValue, CLV.col()))
            .withColumn(PROCESS_VARIANCE.name(), when(hasValue, PROCESS_VARIANCE.col()))
            .withColumn(PARAMETER_VARIANCE.name(), when(hasValue, ofParameters))
            .withColumn(MODEL_ERROR_VARIANCE.name(), ofModels);
    Column variance =
        PROCESS_VARIANCE
            .col()
            .plus(coalesce(PARAMETER_VARIANCE.col(), lit(0)))
            .plus(coalesce(MODEL_ERROR_VARIANCE.col(), lit(0)));
    Column nothing = exp(col(NOTHING));
    return varied
        .withColumn(COHORT.name(), Months.firstDay(col(COHORT_INDEX)))
        .withColumn(IS_TOTAL.name(), col(COHORT_INDEX).isNull())
        .withColumn(CLV_LOW.name(), CLV_LOW.as(when(hasValue, low(mean, variance, nothing))))
        .withColumn(CLV_HIGH.name(), CLV_HIGH.as(when(hasValue, high(mean, variance, nothing))))
        .withColumn(COST_KNOWN_SHARE.name(), Intervals.share(col(COSTED), FITTED_CUSTOMERS.col()))
        .withColumn(
            CLV_TO_ACQUISITION_COST.name(), when(hasValue, Intervals.share(col(COSTED_CLV), cost)))
        .withColumn(VALUE_TO_ACQUISITION_COST.name(), when(hasValue, Intervals.share(gained, cost)))
        .withColumn(ACQUISITION_COST.name(), cost)
        .select(Tables.CLV_COHORT.selectOwn());
  }

  /** Over the models around the fitted one, of what they expect. */
  private static Column varianceOfDeviations() {
    Column mean = lit(0.0);
    Column square = lit(0.0);
    for (int i = 0; i < Spreads.MODELS; i++) {
      mean = mean.plus(col(DEVIATION + i).divide(Spreads.MODELS));
      square = square.plus(pow(col(DEVIATION + i), 2).divide(Spreads.MODELS));
    }
    return greatest(lit(0.0), square.minus(pow(mean, 2)));
  }

  /**
   * What 2.5 % of all totals stay below; 0 if it may well be that nothing comes. If anything comes,
   * the total has the gamma distribution with the mean and variance that it has then (E. B. Wilson,
   * M. M. Hilferty, 1931): like the normal one of many customers, but never below 0.
   */
  static Column low(Column mean, Column variance, Column nothing) {
    Column relative = sqrt(relativeVariance(mean, variance, nothing));
    Column z = Intervals.normalQuantile(something(lit(TAIL), nothing));
    Column root = lit(1.0).minus(pow(relative, 2).divide(9)).plus(relative.multiply(z).divide(3));
    return when(mean.equalTo(0).or(nothing.geq(TAIL)), 0.0)
        .otherwise(expected(mean, nothing).multiply(pow(greatest(root, lit(0.0)), 3)));
  }

  /**
   * What 97.5 % of all totals stay below, or 95 % if the lower bound is 0 for what may not come. If
   * anything comes, the total has the lognormal distribution with the mean and variance that it has
   * then (L. F. Fenton, 1960): its tail is as long as that of few customers, and nearly normal if
   * they are many.
   */
  static Column high(Column mean, Column variance, Column nothing) {
    Column logVariance = log1p(relativeVariance(mean, variance, nothing));
    Column level = when(nothing.lt(TAIL), 1 - TAIL).otherwise(1 - 2 * TAIL);
    Column z = Intervals.normalQuantile(something(level, nothing));
    Column factor = exp(z.multiply(sqrt(logVariance)).minus(logVariance.divide(2)));
    return when(mean.equalTo(0).or(nothing.geq(1 - 2 * TAIL)), 0.0)
        .otherwise(expected(mean, nothing).multiply(factor));
  }

  /** The chance, if anything comes, that corresponds to one of all totals. */
  private static Column something(Column level, Column nothing) {
    return level.minus(nothing).divide(lit(1.0).minus(nothing));
  }

  /** The mean if anything comes. */
  private static Column expected(Column mean, Column nothing) {
    return mean.divide(lit(1.0).minus(nothing));
  }

  /** Variance over the square of the mean if anything comes. */
  private static Column relativeVariance(Column mean, Column variance, Column nothing) {
    Column relative = try_divide(variance, pow(mean, 2)).plus(1);
    return greatest(lit(0.0), relative.multiply(lit(1.0).minus(nothing)).minus(1));
  }
}
