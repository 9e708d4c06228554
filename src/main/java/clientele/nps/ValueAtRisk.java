package clientele.nps;

import static clientele.catalogue.Vocabulary.BAND;
import static clientele.catalogue.Vocabulary.CLV;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.ESTIMATE;
import static clientele.catalogue.Vocabulary.FITTED_CUSTOMERS;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MEASURE;
import static clientele.catalogue.Vocabulary.NOTE;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.STATUS;
import static clientele.catalogue.Vocabulary.UNIT;
import static clientele.catalogue.Vocabulary.VALUE_AT_RISK;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Intervals;
import clientele.settings.NpsSettings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the customers whose latest answer is that of a detractor are still worth, and what it would
 * be if all customers had answered.
 *
 * <p>Of stratum s, N_s customers are known and n_s, two or more, have answered; v is the value of a
 * detractor and 0 of others. With N all customers and N' those of strata that count,
 *
 * <pre>
 * estimate = N / N' sum N_s mean(v_s)
 * variance = (N / N')² sum N_s² var(v_s) / n_s (1 - n_s / N_s)
 * </pre>
 *
 * @param population one row per customer known: customer_id and {@link NpsTransforms#STRATUM}
 * @param values gold.customer_clv
 */
record ValueAtRisk(
    Dataset<Row> responses, Dataset<Row> population, Dataset<Row> values, NpsSettings settings) {
  static final String PLAIN = "value_at_risk";
  static final String WEIGHTED = "value_at_risk_weighted";

  private static final String DETRACTORS = "detractors";
  private static final String VALUED = "valued";
  private static final String ANSWERED = "answered";
  private static final String KNOWN = "known";
  private static final String COVERED = "covered";
  private static final String TOTAL = "total";
  private static final String SQUARES = "squares";
  private static final String VARIANCE = "variance";

  /** Both rows of gold.nps_outcome; none without any answer. */
  Dataset<Row> rows() {
    Column isValued = col(VALUED).gt(0);
    Column isCovered = col(COVERED).gt(0).and(lit(settings.weightBy().isPresent()));
    Column isShown = isValued.and(isCovered);
    Column scale = try_divide(col(KNOWN).cast("double"), col(COVERED));
    Column estimate = scale.multiply(col(TOTAL));
    Column half = scale.multiply(sqrt(col(VARIANCE))).multiply(Intervals.Z);
    Column none = lit(null).cast("double");
    Column noValues = when(isValued, lit(null)).otherwise("no customer has a value");
    Column noWeights =
        when(isCovered, lit(null)).otherwise("no nps.weight-by, or too few answers of each value");
    Column plain =
        row(PLAIN, when(isValued, VALUE_AT_RISK.col().cast("double")), none, none, noValues);
    Column weighted =
        row(
            WEIGHTED,
            when(isShown, estimate),
            when(isShown, Intervals.cut(estimate.minus(half), 0, Double.MAX_VALUE)),
            when(isShown, estimate.plus(half)),
            coalesce(noValues, noWeights));
    return total()
        .where(col(ANSWERED).gt(0))
        .select(
            lit("detractor").as(BAND.name()),
            FITTED_CUSTOMERS.as(col(DETRACTORS)),
            VALUE_AT_RISK.as(when(isValued, VALUE_AT_RISK.col())),
            explode(array(plain, weighted)).as("row"))
        .select(BAND.col(), FITTED_CUSTOMERS.col(), VALUE_AT_RISK.col(), col("row.*"))
        .withColumn(UNIT.name(), lit(OutcomeMeasure.Unit.CURRENCY.label()))
        .withColumn(
            STATUS.name(),
            when(NOTE.col().isNull(), Outcomes.ESTIMATED).otherwise(Outcomes.NOT_ENOUGH));
  }

  private static Column row(String measure, Column estimate, Column low, Column high, Column note) {
    return struct(
        lit(measure).as(MEASURE.name()),
        estimate.as(ESTIMATE.name()),
        low.as(LOW.name()),
        high.as(HIGH.name()),
        note.cast("string").as(NOTE.name()));
  }

  /** One row: sums over strata. */
  private Dataset<Row> total() {
    Column n = col(ANSWERED).cast("double");
    Column known = col(KNOWN).cast("double");
    Column mean = try_divide(col(TOTAL), n);
    Column spread = try_divide(col(SQUARES).minus(col(TOTAL).multiply(mean)), n.minus(1));
    Column silent = lit(1.0).minus(try_divide(n, known));
    Column variance = known.multiply(known).multiply(try_divide(spread, n)).multiply(silent);
    Column counts = n.geq(2);
    return strata()
        .agg(
            sum(col(DETRACTORS)).as(DETRACTORS),
            sum(col(VALUED)).as(VALUED),
            sum(n).as(ANSWERED),
            sum(known).as(KNOWN),
            coalesce(sum(when(counts, known)), lit(0.0)).as(COVERED),
            sum(VALUE_AT_RISK.col()).as(VALUE_AT_RISK.name()),
            sum(when(counts, known.multiply(mean))).as(TOTAL),
            // Rounding must not make it negative.
            Intervals.cut(sum(when(counts, variance)), 0, Double.MAX_VALUE).as(VARIANCE));
  }

  private Dataset<Row> strata() {
    Dataset<Row> latest =
        responses
            .groupBy(CUSTOMER_ID.col())
            .agg(
                max_by(SCORE.col(), struct(RESPONDED_AT.col(), RESPONSE_ID.col())).as(SCORE.name()))
            .withColumn(Answers.VERDICT, Answers.verdict(settings));
    Column isDetractor = coalesce(col(Answers.VERDICT).equalTo(-1), lit(false));
    Column value = when(isDetractor, coalesce(CLV.col(), lit(0))).otherwise(lit(0));
    Column number = value.cast("double");
    return population
        .join(latest, CUSTOMER_ID.name(), "left") // at most one answer, and one value
        .join(values.select(CUSTOMER_ID.col(), CLV.col()), CUSTOMER_ID.name(), "left")
        .groupBy(col(NpsTransforms.STRATUM))
        .agg(
            count(lit(1)).as(KNOWN),
            count(col(Answers.VERDICT)).as(ANSWERED),
            count(when(isDetractor, 1)).as(DETRACTORS),
            count(CLV.col()).as(VALUED),
            sum(value).as(VALUE_AT_RISK.name()),
            sum(number).as(TOTAL),
            sum(number.multiply(number)).as(SQUARES));
  }
}
