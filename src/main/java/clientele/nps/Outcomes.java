package clientele.nps;

import static clientele.catalogue.Vocabulary.ADJUSTED;
import static clientele.catalogue.Vocabulary.ADJUSTED_HIGH;
import static clientele.catalogue.Vocabulary.ADJUSTED_LOW;
import static clientele.catalogue.Vocabulary.BAND;
import static clientele.catalogue.Vocabulary.CHANNEL;
import static clientele.catalogue.Vocabulary.COMPARED_WITH;
import static clientele.catalogue.Vocabulary.ESTIMATE;
import static clientele.catalogue.Vocabulary.ESTIMATE_BEFORE;
import static clientele.catalogue.Vocabulary.ESTIMATE_CHANGE;
import static clientele.catalogue.Vocabulary.ESTIMATE_CHANGE_HIGH;
import static clientele.catalogue.Vocabulary.ESTIMATE_CHANGE_LOW;
import static clientele.catalogue.Vocabulary.FITTED_CUSTOMERS;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MATCHED_SHARE;
import static clientele.catalogue.Vocabulary.MEASURE;
import static clientele.catalogue.Vocabulary.NOTE;
import static clientele.catalogue.Vocabulary.OUTCOME_DAYS;
import static clientele.catalogue.Vocabulary.PLACEBO_ESTIMATE;
import static clientele.catalogue.Vocabulary.PLACEBO_HIGH;
import static clientele.catalogue.Vocabulary.PLACEBO_LOW;
import static clientele.catalogue.Vocabulary.STATUS;
import static clientele.catalogue.Vocabulary.UNIT;
import static clientele.catalogue.Vocabulary.VALUE_AT_RISK;
import static clientele.fold.Matched.Side.COUNTERPART;
import static clientele.fold.Matched.Side.EXPOSED;
import static clientele.fold.Matched.Side.OWN;
import static clientele.nps.OutcomeUnits.AFTER;
import static clientele.nps.OutcomeUnits.AFTER_BASE;
import static clientele.nps.OutcomeUnits.BEFORE;
import static clientele.nps.OutcomeUnits.BEFORE_BASE;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Intervals;
import clientele.fold.Matched;
import clientele.fold.Matched.Side;
import clientele.fold.Strata;
import clientele.settings.NpsSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What promoters, passives and detractors did after their answer against before, and against
 * customers of another band who were like them.
 *
 * <p>A figure is R = Y / X, a mean where X counts customers, with after - before = Ra - Rb. Its
 * variance is that of the mean of (ya - Ra xa) / Xa - (yb - Rb xb) / Xb over customers.
 *
 * @param units of {@link OutcomeUnits#rows}
 */
record Outcomes(Dataset<Row> units, NpsSettings settings) {
  /** Of those of a band, who must have a counterpart. */
  private static final double LEAST_SHARE = 0.8;

  private static final List<String> BANDS = List.of("promoter", "passive", "detractor");
  private static final Matched MATCHED = Matched.of(OutcomeUnits.OUTCOMES);
  static final String ESTIMATED = "estimated";
  static final String NOT_ENOUGH = "not enough data";

  // Variances of a figure of a side.
  private static final String OF_AFTER = "variance of after";
  private static final String OF_BEFORE = "variance of before";
  private static final String OF_CHANGE = "variance of change";

  private static final String LEAST_CUSTOMERS = "least_customers";
  private static final String LEAST_EVENTS = "least_events";

  // Why there is no figure, and why it is not compared.
  private static final String UNKNOWN = "unknown";
  private static final String UNMATCHED = "unmatched";

  /**
   * The rows of gold.nps_outcome; none without any answer.
   *
   * @param responses silver.nps_responses
   * @param value of {@link ValueAtRisk#rows}
   */
  Dataset<Row> rows(Dataset<Row> responses, Dataset<Row> value) {
    Column[] group =
        Stream.of(
                MEASURE.name(),
                Answers.VERDICT,
                OutcomeUnits.ORDERS_CLASS,
                CHANNEL.name(),
                OutcomeUnits.RECENCY,
                OutcomeUnits.TENURE)
            .map(name -> col(name))
            .toArray(Column[]::new);
    Dataset<Row> moments = MATCHED.moments(units, group).withColumn(Matched.STRATUM, stratum());
    Column verdict = col(Answers.VERDICT);
    Column other = when(verdict.equalTo(0), 1L).otherwise(0L);
    Dataset<Row> compared =
        MATCHED
            .compared(moments, List.of(MEASURE.name()), Answers.VERDICT, other)
            .withColumn(BAND.name(), band(verdict))
            .drop(Answers.VERDICT);
    Dataset<Row> found =
        grid(responses)
            .join(compared, new String[] {BAND.name(), MEASURE.name()}, "left") // at most one
            .withColumn(FITTED_CUSTOMERS.name(), coalesce(col(Matched.N), lit(0L)))
            .withColumn(
                COMPARED_WITH.name(),
                when(BAND.col().equalTo("passive"), "promoter").otherwise("passive"));
    Dataset<Row> atRisk = value.select(BAND.col(), VALUE_AT_RISK.col()).limit(1);
    return told(noted(figures(found)))
        .join(broadcast(atRisk), BAND.name(), "left") // of detractors, the one
        .unionByName(value, true)
        .withColumn(OUTCOME_DAYS.name(), lit(OutcomeUnits.DAYS))
        .select(Tables.NPS_OUTCOME.selectOwn());
  }

  /** The band of a verdict. */
  static Column band(Column verdict) {
    return when(verdict.equalTo(1), "promoter")
        .when(verdict.equalTo(0), "passive")
        .when(verdict.equalTo(-1), "detractor");
  }

  /** Thirds are those of customers with as many orders from the same channel. */
  private static Column stratum() {
    Column[] exact = {MEASURE.col(), col(OutcomeUnits.ORDERS_CLASS), CHANNEL.col()};
    Column n = col(Matched.N);
    return concat_ws(
        "|",
        col(OutcomeUnits.ORDERS_CLASS),
        coalesce(Strata.third(col(OutcomeUnits.RECENCY), n, exact), lit(-1)),
        coalesce(Strata.third(col(OutcomeUnits.TENURE), n, exact), lit(-1)),
        CHANNEL.col());
  }

  /** All rows there are to be, found or not. */
  private static Dataset<Row> grid(Dataset<Row> responses) {
    Column[] measures =
        Stream.of(OutcomeMeasure.values())
            .map(
                measure ->
                    struct(
                        lit(measure.label()).as(MEASURE.name()),
                        lit(measure.unit().label()).as(UNIT.name()),
                        lit(measure.leastCustomers()).as(LEAST_CUSTOMERS),
                        lit(measure.leastEvents()).as(LEAST_EVENTS)))
            .toArray(Column[]::new);
    Column[] bands = BANDS.stream().map(band -> lit(band)).toArray(Column[]::new);
    return responses
        .agg(count(lit(1)).as("answers"))
        .where(col("answers").gt(0))
        .select(explode(array(bands)).as(BAND.name()))
        .select(BAND.col(), explode(array(measures)).as("m"))
        .select(BAND.col(), col("m.*"));
  }

  /** The figures of each side after and before, and the variances of these and of the change. */
  private static Dataset<Row> figures(Dataset<Row> compared) {
    Map<String, Column> figures = new LinkedHashMap<>();
    Map<String, Column> variances = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      figures.put(name(side, AFTER), ratio(side, AFTER, AFTER_BASE));
      figures.put(name(side, BEFORE), ratio(side, BEFORE, BEFORE_BASE));
      Map<String, Column> after = factors(side, AFTER, AFTER_BASE, 1);
      Map<String, Column> before = factors(side, BEFORE, BEFORE_BASE, -1);
      Map<String, Column> change = new LinkedHashMap<>(after);
      change.putAll(before);
      variances.put(name(side, OF_AFTER), MATCHED.variance(side, after));
      variances.put(name(side, OF_BEFORE), MATCHED.variance(side, before));
      variances.put(name(side, OF_CHANGE), MATCHED.variance(side, change));
    }
    return compared.withColumns(figures).withColumns(variances);
  }

  private static Column ratio(Side side, String y, String x) {
    return try_divide(MATCHED.mean(side, y), MATCHED.mean(side, x));
  }

  /** How much y / x changes with the mean of y, and with that of x. */
  private static Map<String, Column> factors(Side side, String y, String x, int sign) {
    Column ofY = try_divide(lit((double) sign), MATCHED.mean(side, x));
    return Map.of(y, ofY, x, ofY.multiply(figure(side, y)).multiply(-1));
  }

  private static String name(Side side, String what) {
    return "figure " + side + " " + what;
  }

  private static Column figure(Side side, String what) {
    return col(name(side, what));
  }

  /** The half width of the interval of a sum or difference of figures of these sides. */
  private static Column half(String variance, Side... sides) {
    Column sum = lit(0.0);
    for (Side side : sides) {
      sum = sum.plus(figure(side, variance));
    }
    // Rounding must not make it negative.
    return sqrt(Intervals.cut(sum, 0, Double.MAX_VALUE)).multiply(Intervals.Z);
  }

  /** The rows with why they have no figure, or else why that is not held against the other band. */
  private Dataset<Row> noted(Dataset<Row> figures) {
    Column both = MATCHED.mean(OWN, AFTER).plus(MATCHED.mean(OWN, BEFORE));
    Column everything = sum(both).over(Window.partitionBy(MEASURE.col()));
    Column isMissing = figure(OWN, AFTER).isNull().or(figure(OWN, BEFORE).isNull());
    int least = settings.minRespondents();
    Column unknown =
        when(FITTED_CUSTOMERS.col().lt(least), lit("fewer than " + least + " customers"))
            .when(not(isChurn()).and(everything.equalTo(0)), lit("nothing of the kind is known"))
            .when(isMissing, lit("nothing to divide by"));
    Column share = try_divide(col(Matched.MATCHED).cast("double"), col(Matched.N));
    Column side = least(col(Matched.MATCHED), col(Matched.COUNTERPARTS));
    Column units = col(Matched.MATCHED).cast("double");
    Column events = MATCHED.mean(EXPOSED, AFTER).plus(MATCHED.mean(COUNTERPART, AFTER));
    Column rarer = when(isChurn(), least(events, lit(2).minus(events))).otherwise(events);
    Column placebo = figure(EXPOSED, BEFORE).minus(figure(COUNTERPART, BEFORE));
    Column unmatched =
        when(share.lt(LEAST_SHARE), lit("fewer than 80 % have a counterpart in their stratum"))
            .when(side.lt(col(LEAST_CUSTOMERS)), fewer(LEAST_CUSTOMERS, "customers on a side"))
            .when(rarer.multiply(units).lt(col(LEAST_EVENTS)), fewer(LEAST_EVENTS, "events"))
            .when(placebo.isNull(), lit("nothing to divide by on a side"));
    return figures
        .withColumn(UNKNOWN, unknown)
        .withColumn(MATCHED_SHARE.name(), share)
        .withColumn(UNMATCHED, coalesce(col(UNKNOWN), unmatched))
        .withColumn(PLACEBO_ESTIMATE.name(), when(col(UNMATCHED).isNull(), placebo));
  }

  private static Column fewer(String least, String what) {
    return concat_ws(" ", lit("fewer than"), col(least), lit(what));
  }

  private static Column isChurn() {
    return MEASURE.col().equalTo(OutcomeMeasure.CHURN_RATE.label());
  }

  /** The rows in the words of the table. */
  private static Dataset<Row> told(Dataset<Row> noted) {
    Column placebo = PLACEBO_ESTIMATE.col();
    Column halfOfPlacebo = half(OF_BEFORE, EXPOSED, COUNTERPART);
    Column differed =
        when(abs(placebo).gt(halfOfPlacebo), lit("confounded: they differed before the answer"));
    Column change = figure(OWN, AFTER).minus(figure(OWN, BEFORE));
    Column halfOfChange = half(OF_CHANGE, OWN);
    Column isKnown = col(UNKNOWN).isNull();
    Map<String, Column> figures = new LinkedHashMap<>(estimates(isKnown));
    figures.put(NOTE.name(), coalesce(col(UNMATCHED), differed));
    figures.put(ESTIMATE_BEFORE.name(), when(isKnown, figure(OWN, BEFORE)));
    figures.put(ESTIMATE_CHANGE.name(), when(isKnown, change));
    figures.put(ESTIMATE_CHANGE_LOW.name(), when(isKnown, change.minus(halfOfChange)));
    figures.put(ESTIMATE_CHANGE_HIGH.name(), when(isKnown, change.plus(halfOfChange)));
    figures.put(PLACEBO_LOW.name(), placebo.minus(halfOfPlacebo));
    figures.put(PLACEBO_HIGH.name(), placebo.plus(halfOfPlacebo));
    Column ofOthers = figure(COUNTERPART, AFTER).minus(figure(COUNTERPART, BEFORE));
    Column adjusted = figure(EXPOSED, AFTER).minus(figure(EXPOSED, BEFORE)).minus(ofOthers);
    Column halfOfAdjusted = half(OF_CHANGE, EXPOSED, COUNTERPART);
    Column isCompared = NOTE.col().isNull();
    Map<String, Column> effects = new LinkedHashMap<>();
    effects.put(STATUS.name(), when(isCompared, ESTIMATED).otherwise(NOT_ENOUGH));
    effects.put(ADJUSTED.name(), when(isCompared, adjusted));
    effects.put(ADJUSTED_LOW.name(), when(isCompared, adjusted.minus(halfOfAdjusted)));
    effects.put(ADJUSTED_HIGH.name(), when(isCompared, adjusted.plus(halfOfAdjusted)));
    return noted.withColumns(figures).withColumns(effects);
  }

  /** The figure after the answer; of a share of customers with Wilson's interval. */
  private static Map<String, Column> estimates(Column isKnown) {
    Column n = FITTED_CUSTOMERS.col();
    Column estimate = figure(OWN, AFTER);
    Column half = half(OF_AFTER, OWN);
    Column gone = MATCHED.mean(OWN, AFTER).multiply(n);
    Column low = when(isChurn(), Intervals.wilsonLow(gone, n)).otherwise(estimate.minus(half));
    Column high = when(isChurn(), Intervals.wilsonHigh(gone, n)).otherwise(estimate.plus(half));
    Column isShare = UNIT.col().equalTo(OutcomeMeasure.Unit.SHARE.label());
    Column cutHigh = when(isShare, Intervals.cut(high, 0, 1)).otherwise(high);
    return Map.of(
        ESTIMATE.name(), when(isKnown, estimate),
        LOW.name(), when(isKnown, Intervals.cut(low, 0, Double.MAX_VALUE)),
        HIGH.name(), when(isKnown, cutHigh));
  }
}
