package clientele.nps;

import static clientele.catalogue.Vocabulary.CHANGE_FROM_PREVIOUS;
import static clientele.catalogue.Vocabulary.CHANGE_IS_SIGNIFICANT;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DETRACTORS;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.IS_SUPPRESSED;
import static clientele.catalogue.Vocabulary.MEAN_SCORE;
import static clientele.catalogue.Vocabulary.NPS;
import static clientele.catalogue.Vocabulary.NPS_HIGH;
import static clientele.catalogue.Vocabulary.NPS_LOW;
import static clientele.catalogue.Vocabulary.NPS_PERIOD;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED;
import static clientele.catalogue.Vocabulary.PASSIVES;
import static clientele.catalogue.Vocabulary.PROMOTERS;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONDENTS;
import static clientele.catalogue.Vocabulary.RESPONSES;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.SHARE_ASKED;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static clientele.catalogue.Vocabulary.STAGE;
import static clientele.catalogue.Vocabulary.STANDARD_ERROR;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.settings.Dimension;
import clientele.settings.NpsSettings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The net promoter score by dimension value, stage and month.
 *
 * @param responses silver.nps_responses up to asOf
 * @param buyers customer_id of everybody with orders or refunds up to asOf; may repeat
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 */
record NpsTransforms(
    Dataset<Row> responses,
    Dataset<Row> buyers,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    NpsSettings settings,
    LocalDate asOf) {
  /** Stands for no month: the index of a month is far above it. */
  private static final int ALL_TIME = 0;

  private static final String MONTH = "month_index";
  private static final String FIRST_MONTH = "first_month";
  private static final String KNOWN = "known";
  private static final String SCORES = "scores";
  private static final List<String> MEASURES =
      List.of(
          RESPONSES.name(), RESPONDENTS.name(), PROMOTERS.name(), DETRACTORS.name(), SCORES, KNOWN);

  /** The rows of gold.nps. */
  Dataset<Row> nps() {
    Dataset<Row> rows = answers().unionByName(known());
    Dataset<Row> cells = Dimensions.sums(rows, List.of(MONTH), MEASURES);
    Dataset<Row> firstMonth = responses.agg(Months.index(min(RESPONDED_ON.col())).as(FIRST_MONTH));
    Column periods =
        concat(array(lit(ALL_TIME)), sequence(col(FIRST_MONTH), lit(Months.index(asOf))));
    Dataset<Row> dense =
        Months.withoutHoles(
            cells.crossJoin(broadcast(firstMonth)),
            List.of(DIMENSION.name(), VALUE.name(), FIRST_MONTH),
            MONTH,
            periods,
            MEASURES);
    return compared(scored(dense)).select(Tables.NPS_TABLE.selectOwn());
  }

  /** One row per customer and month, and all time, and the same for each stage: what counts. */
  private Dataset<Row> answers() {
    Column month = Months.index(RESPONDED_ON.col()).as(MONTH);
    Column allTime = lit(ALL_TIME).as(MONTH);
    Column stage = coalesce(STAGE.col(), lit(Dimensions.UNKNOWN)).as(STAGE.name());
    Column anyStage = lit(null).cast("string").as(STAGE.name());
    Column scopes =
        array(
            struct(anyStage, allTime),
            struct(anyStage, month),
            struct(stage, allTime),
            struct(stage, month));
    Dataset<Row> scoped =
        responses
            .select(
                CUSTOMER_ID.col(),
                SCORE.col(),
                struct(RESPONDED_AT.col(), RESPONSE_ID.col()).as("rank"),
                explode(scopes).as("scope"))
            .select(CUSTOMER_ID.col(), SCORE.col(), col("rank"), col("scope.*"));
    Dataset<Row> latest =
        scoped
            .groupBy(CUSTOMER_ID.col(), STAGE.col(), col(MONTH))
            .agg(RESPONSES.as(count(lit(1))), max_by(SCORE.col(), col("rank")).as(SCORE.name()));
    Column ofStage = array(Dimensions.pair(lit(STAGE.name()), STAGE.col()));
    Column ofCustomer = col(Dimensions.VALUES);
    return Dimensions.of(latest, customers, dimensions, builtIns)
        .select(
            when(STAGE.col().isNull(), ofCustomer).otherwise(ofStage).as(Dimensions.VALUES),
            col(MONTH),
            RESPONSES.col(),
            lit(1L).as(RESPONDENTS.name()),
            one(SCORE.col().geq(settings.promotersFrom())).as(PROMOTERS.name()),
            one(SCORE.col().leq(settings.detractorsUpTo())).as(DETRACTORS.name()),
            SCORE.col().cast("long").as(SCORES),
            lit(0L).as(KNOWN));
  }

  /** One row per customer known at asOf: an event, or registered not later. */
  private Dataset<Row> known() {
    Column registered = coalesce(SIGNED_UP_ON.col().leq(lit(asOf)), lit(true));
    Dataset<Row> population =
        customers
            .where(registered)
            .select(CUSTOMER_ID.col())
            .union(buyers.select(CUSTOMER_ID.col()))
            .union(responses.select(CUSTOMER_ID.col()))
            .distinct();
    return Dimensions.of(population, customers, dimensions, builtIns)
        .select(
            col(Dimensions.VALUES),
            lit(ALL_TIME).as(MONTH),
            lit(0L).as(RESPONSES.name()),
            lit(0L).as(RESPONDENTS.name()),
            lit(0L).as(PROMOTERS.name()),
            lit(0L).as(DETRACTORS.name()),
            lit(0L).as(SCORES),
            lit(1L).as(KNOWN));
  }

  private static Column one(Column condition) {
    return when(condition, 1L).otherwise(0L);
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
    return cells
        .withColumn(NPS_PERIOD.name(), when(col(MONTH).gt(ALL_TIME), Months.firstDay(col(MONTH))))
        .withColumn(PASSIVES.name(), n.minus(p).minus(d))
        .withColumn(IS_SUPPRESSED.name(), suppressed)
        .withColumn(NPS.name(), when(shown, Intervals.nps(p, d, n)))
        .withColumn(STANDARD_ERROR.name(), when(shown, Intervals.npsStandardError(p, d, n)))
        .withColumn(NPS_LOW.name(), when(shown, Intervals.npsLow(p, d, n)))
        .withColumn(NPS_HIGH.name(), when(shown, Intervals.npsHigh(p, d, n)))
        .withColumn(NPS_WEIGHTED.name(), NPS_WEIGHTED.as(lit(null)))
        .withColumn(MEAN_SCORE.name(), when(shown, Intervals.share(col(SCORES), n)))
        // No customer belongs to a stage, so a stage has no share.
        .withColumn(
            SHARE_ASKED.name(), when(shown, Intervals.share(n, sum(col(KNOWN)).over(ofValue))));
  }

  /** Months are without holes, so the row before is the month before; all time stands alone. */
  private static Dataset<Row> compared(Dataset<Row> scored) {
    WindowSpec months =
        Window.partitionBy(DIMENSION.col(), VALUE.col(), NPS_PERIOD.col().isNull())
            .orderBy(col(MONTH));
    Column change = NPS.col().minus(lag(NPS.col(), 1).over(months));
    Column se = STANDARD_ERROR.col();
    Column seBefore = lag(se, 1).over(months);
    Column chance = sqrt(se.multiply(se).plus(seBefore.multiply(seBefore))).multiply(Intervals.Z);
    return scored
        .withColumn(CHANGE_FROM_PREVIOUS.name(), change)
        .withColumn(CHANGE_IS_SIGNIFICANT.name(), abs(change).gt(chance));
  }
}
