package clientele.nps;

import static clientele.catalogue.Vocabulary.CHANGE_FROM_PREVIOUS;
import static clientele.catalogue.Vocabulary.CHANGE_IS_SIGNIFICANT;
import static clientele.catalogue.Vocabulary.CHANGE_P_VALUE;
import static clientele.catalogue.Vocabulary.CHANGE_Q_VALUE;
import static clientele.catalogue.Vocabulary.DETRACTORS;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.IS_SUPPRESSED;
import static clientele.catalogue.Vocabulary.MEAN_SCORE;
import static clientele.catalogue.Vocabulary.NPS;
import static clientele.catalogue.Vocabulary.NPS_HIGH;
import static clientele.catalogue.Vocabulary.NPS_LOW;
import static clientele.catalogue.Vocabulary.NPS_PERIOD;
import static clientele.catalogue.Vocabulary.PASSIVES;
import static clientele.catalogue.Vocabulary.PROMOTERS;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONDENTS;
import static clientele.catalogue.Vocabulary.RESPONSES;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.SHARE_ASKED;
import static clientele.catalogue.Vocabulary.STAGE;
import static clientele.catalogue.Vocabulary.STANDARD_ERROR;
import static clientele.catalogue.Vocabulary.VALUE;
import static clientele.nps.Answers.ALL_TIME;
import static clientele.nps.Answers.MONTH;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.FalseDiscovery;
import clientele.fold.Intervals;
import clientele.fold.KnownCustomers;
import clientele.fold.Months;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The net promoter score by dimension value, stage and month.
 *
 * @param responses silver.nps_responses up to asOf
 * @param others customer_id of everybody with another event up to asOf; may repeat
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 */
record NpsTransforms(
    Dataset<Row> responses,
    Dataset<Row> others,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    NpsSettings settings,
    LocalDate asOf) {
  /** What answers are weighted by. */
  static final String STRATUM = "stratum";

  private static final String FIRST_MONTH = "first_month";
  private static final String SCORES = "scores";
  private static final String KNOWN_OF_VALUE = "known_of_value";

  // Of the respondents who answered in the month before as well: how many they are, the sums of
  // their verdicts now and then, and of the products of both.
  private static final String REPEATED = "repeated";
  private static final String REPEATED_NOW = "repeated_now";
  private static final String REPEATED_BEFORE = "repeated_before";
  private static final String REPEATED_PRODUCT = "repeated_product";

  private static final List<String> MEASURES =
      List.of(
          RESPONSES.name(),
          RESPONDENTS.name(),
          PROMOTERS.name(),
          DETRACTORS.name(),
          SCORES,
          REPEATED,
          REPEATED_NOW,
          REPEATED_BEFORE,
          REPEATED_PRODUCT,
          Weighting.KNOWN);

  /** Below this share of its terms, a variance of a change is the rounding of no variance. */
  private static final double ROUNDING = 1e-12;

  /** The rows of gold.nps. */
  Dataset<Row> nps() {
    Dataset<Row> rows = answers().unionByName(known());
    Dataset<Row> strata = Dimensions.sums(rows, List.of(MONTH, STRATUM), MEASURES);
    Dataset<Row> cells = Weighting.cells(strata, MONTH, STRATUM, MEASURES);
    Dataset<Row> firstMonth = responses.agg(Months.index(min(RESPONDED_ON.col())).as(FIRST_MONTH));
    Column periods =
        concat(array(lit(ALL_TIME)), sequence(col(FIRST_MONTH), lit(Months.index(asOf))));
    Dataset<Row> dense =
        Months.withoutHoles(
            cells.crossJoin(broadcast(firstMonth)),
            List.of(DIMENSION.name(), VALUE.name(), FIRST_MONTH),
            MONTH,
            periods,
            Stream.of(MEASURES, Weighting.SUMS).flatMap(List::stream).toList());
    return compared(scored(dense)).select(Tables.NPS_TABLE.selectOwn());
  }

  /** One row per customer and month, and all time, and the same for each stage: what counts. */
  private Dataset<Row> answers() {
    Column ofStage = array(Dimensions.pair(lit(STAGE.name()), STAGE.col()));
    Column isOfAnyStage = STAGE.col().isNull();
    Column now = col(Answers.VERDICT);
    Column before = col(Answers.VERDICT_BEFORE);
    return Dimensions.of(Answers.latest(responses, settings), customers, dimensions, builtIns)
        .select(
            when(isOfAnyStage, col(Dimensions.VALUES)).otherwise(ofStage).as(Dimensions.VALUES),
            col(MONTH),
            // No customer belongs to a stage, so a stage has no base to be weighted back to.
            when(isOfAnyStage, stratum()).as(STRATUM),
            RESPONSES.col(),
            lit(1L).as(RESPONDENTS.name()),
            Answers.isPromoter(),
            Answers.isDetractor(),
            SCORE.col().cast("long").as(SCORES),
            when(before.isNotNull(), 1L).otherwise(0L).as(REPEATED),
            when(before.isNotNull(), now).otherwise(0L).as(REPEATED_NOW),
            coalesce(before, lit(0L)).as(REPEATED_BEFORE),
            coalesce(before.multiply(now), lit(0L)).as(REPEATED_PRODUCT),
            lit(0L).as(Weighting.KNOWN));
  }

  /** One row per customer known at asOf: what counts. */
  private Dataset<Row> known() {
    Stream<Column> keys = Stream.of(col(Dimensions.VALUES), lit(ALL_TIME).as(MONTH), col(STRATUM));
    Stream<Column> measures =
        MEASURES.stream().map(name -> lit(name.equals(Weighting.KNOWN) ? 1L : 0L).as(name));
    return population().select(Stream.concat(keys, measures).toArray(Column[]::new));
  }

  /** One row per customer known at asOf by an event, or registered not later, with the stratum. */
  Dataset<Row> population() {
    Dataset<Row> population = KnownCustomers.of(customers, asOf, Stream.of(others, responses));
    return Dimensions.of(population, customers, dimensions, builtIns)
        .withColumn(STRATUM, stratum());
  }

  /** What the answers are weighted by; one stratum of all where they are not. */
  private Column stratum() {
    return settings.weightBy().map(Dimensions::valueOf).orElse(lit(Dimensions.ALL));
  }

  /** Scores of the cells that are large enough and whose month is over. */
  private Dataset<Row> scored(Dataset<Row> cells) {
    Column n = RESPONDENTS.col();
    Column p = PROMOTERS.col();
    Column d = DETRACTORS.col();
    Column suppressed = n.lt(settings.minRespondents());
    Column isOver = col(MONTH).leq(Months.lastMature(asOf));
    Column shown = isOver.and(n.gt(0)).and(not(suppressed));
    WindowSpec ofValue = Window.partitionBy(DIMENSION.col(), VALUE.col());
    // No customer belongs to a stage, so a stage has no share.
    Column known = sum(col(Weighting.KNOWN)).over(ofValue);
    Column isWeighted = shown.and(lit(settings.weightBy().isPresent()));
    Dataset<Row> plain =
        cells
            .withColumn(
                NPS_PERIOD.name(), when(col(MONTH).gt(ALL_TIME), Months.firstDay(col(MONTH))))
            .withColumn(PASSIVES.name(), n.minus(p).minus(d))
            .withColumn(IS_SUPPRESSED.name(), suppressed)
            .withColumn(NPS.name(), when(shown, Intervals.nps(p, d, n)))
            .withColumn(STANDARD_ERROR.name(), when(shown, Intervals.npsStandardError(p, d, n)))
            .withColumn(NPS_LOW.name(), when(shown, Intervals.npsLow(p, d, n)))
            .withColumn(NPS_HIGH.name(), when(shown, Intervals.npsHigh(p, d, n)))
            .withColumn(MEAN_SCORE.name(), when(shown, Intervals.share(col(SCORES), n)))
            .withColumn(KNOWN_OF_VALUE, known)
            .withColumn(SHARE_ASKED.name(), when(shown, Intervals.share(n, col(KNOWN_OF_VALUE))));
    return Weighting.scored(plain, isWeighted, col(KNOWN_OF_VALUE), settings.minRespondents());
  }

  /** Months are without holes, so the row before is the month before; all time stands alone. */
  private static Dataset<Row> compared(Dataset<Row> scored) {
    WindowSpec months =
        Window.partitionBy(DIMENSION.col(), VALUE.col(), NPS_PERIOD.col().isNull())
            .orderBy(col(MONTH));
    Column se = STANDARD_ERROR.col();
    Column seBefore = lag(se, 1).over(months);
    Column change = NPS.col().minus(lag(NPS.col(), 1).over(months));
    Column apart = se.multiply(se).plus(seBefore.multiply(seBefore));
    Column together = apart.minus(covariance(months).multiply(2));
    // All alike, or everybody answered as before: nothing says how large chance is.
    Column z = when(together.gt(apart.multiply(ROUNDING)), try_divide(change, sqrt(together)));
    Dataset<Row> tested =
        scored
            .withColumn(CHANGE_FROM_PREVIOUS.name(), change)
            .withColumn(
                CHANGE_IS_SIGNIFICANT.name(), abs(change).gt(sqrt(apart).multiply(Intervals.Z)))
            .withColumn(CHANGE_P_VALUE.name(), Intervals.normalTails(z));
    return FalseDiscovery.withQ(
        tested, CHANGE_Q_VALUE.name(), CHANGE_P_VALUE.col(), DIMENSION.col());
  }

  /**
   * Of the score and that of the month before, in points squared: 100² sum (y - m) (y' - m') / (n
   * n') over those who answered in both.
   */
  private static Column covariance(WindowSpec months) {
    Column mean = NPS.col().divide(100);
    Column meanBefore = lag(NPS.col(), 1).over(months).divide(100);
    Column products =
        col(REPEATED_PRODUCT)
            .minus(col(REPEATED_NOW).multiply(meanBefore))
            .minus(col(REPEATED_BEFORE).multiply(mean))
            .plus(col(REPEATED).multiply(mean).multiply(meanBefore));
    Column pairs = RESPONDENTS.col().multiply(lag(RESPONDENTS.col(), 1).over(months));
    return try_divide(products.multiply(100 * 100), pairs.cast("double"));
  }
}
