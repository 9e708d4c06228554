package clientele.nps;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DETRACTORS;
import static clientele.catalogue.Vocabulary.PROMOTERS;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONSES;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.STAGE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Dimensions;
import clientele.fold.Months;
import clientele.settings.NpsSettings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** The answers that count: one of each customer in a month, and one of all time. */
final class Answers {
  /** Index of the month, or {@link #ALL_TIME}. */
  static final String MONTH = "month_index";

  /** Stands for no month: the index of a month is far above it. */
  static final int ALL_TIME = 0;

  /** 1 of a promoter, -1 of a detractor, 0 of a passive. */
  static final String VERDICT = "verdict";

  /** The verdict of the month before; null: no answer in it, or all time. */
  static final String VERDICT_BEFORE = "verdict_before";

  private Answers() {}

  /**
   * One row per customer, stage and month: the latest answer, how many there were, the verdict and
   * that of the month before. Stage null: of any stage.
   *
   * @param responses silver.nps_responses
   */
  static Dataset<Row> latest(Dataset<Row> responses, NpsSettings settings) {
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
    WindowSpec months =
        Window.partitionBy(CUSTOMER_ID.col(), STAGE.col()).orderBy(col(MONTH).asc());
    Column followsMonth = lag(col(MONTH), 1).over(months).equalTo(col(MONTH).minus(1));
    return responses
        .select(
            CUSTOMER_ID.col(),
            SCORE.col(),
            struct(RESPONDED_AT.col(), RESPONSE_ID.col()).as("rank"),
            explode(scopes).as("scope"))
        // One shuffle for the latest, for the month before and for the attributes.
        .repartition(CUSTOMER_ID.col())
        .select(CUSTOMER_ID.col(), SCORE.col(), col("rank"), col("scope.*"))
        .groupBy(CUSTOMER_ID.col(), STAGE.col(), col(MONTH))
        .agg(RESPONSES.as(count(lit(1))), max_by(SCORE.col(), col("rank")).as(SCORE.name()))
        .withColumn(VERDICT, verdict(settings))
        .withColumn(VERDICT_BEFORE, when(followsMonth, lag(col(VERDICT), 1).over(months)));
  }

  /** 1 of a promoter's score, -1 of a detractor's, 0 of a passive's. */
  static Column verdict(NpsSettings settings) {
    return when(SCORE.col().geq(settings.promotersFrom()), 1L)
        .when(SCORE.col().leq(settings.detractorsUpTo()), -1L)
        .otherwise(0L);
  }

  /** 1 where the verdict is that of a promoter, else 0. */
  static Column isPromoter() {
    return PROMOTERS.as(when(col(VERDICT).equalTo(1), 1L).otherwise(0L));
  }

  /** 1 where the verdict is that of a detractor, else 0. */
  static Column isDetractor() {
    return DETRACTORS.as(when(col(VERDICT).equalTo(-1), 1L).otherwise(0L));
  }
}
