package clientele.nps;

import static clientele.catalogue.Vocabulary.BASE_COVERED;
import static clientele.catalogue.Vocabulary.DETRACTORS;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.EFFECTIVE_RESPONDENTS;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED_HIGH;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED_LOW;
import static clientele.catalogue.Vocabulary.PROMOTERS;
import static clientele.catalogue.Vocabulary.RESPONDENTS;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Intervals;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Post-stratification: scores weighted back to the customer base.
 *
 * <p>In a cell, stratum s has N_s customers and n_s respondents. With N the customers of the strata
 * that have respondents and n the respondents, each answer of s has the weight
 *
 * <pre>w_s = (N_s / N) / (n_s / n)</pre>
 *
 * so that the weights add up to n. With y = 1, 0, -1 of promoters, passives and detractors, the
 * score is 100 m, m = sum w y / sum w, and its linearised variance that of a ratio of sums, sum w²
 * (y - m)² / (sum w)²: with equal weights that of the plain score, and never below that of
 * post-stratification, which knows the means of the strata (C.-E. Särndal, B. Swensson, J. Wretman,
 * 1992, "Model Assisted Survey Sampling", 5.6-5.7 and 7.6). The interval is adjusted as the plain
 * one, by 0.75 promoters, 1.5 passives and 0.75 detractors of weight 1. Effective respondents are
 * (sum w)² / sum w² (L. Kish, 1965, "Survey Sampling", 11.7).
 */
final class Weighting {
  /** Customers of a row of a stratum. */
  static final String KNOWN = "known";

  private static final String STRATUM_KNOWN = "stratum_known";
  private static final String COVERED = "covered";
  private static final String WEIGHTED_PROMOTERS = "weighted_promoters";
  private static final String WEIGHTED_DETRACTORS = "weighted_detractors";
  private static final String SQUARES = "squares";
  private static final String SQUARES_OF_PROMOTERS = "squares_of_promoters";
  private static final String SQUARES_OF_DETRACTORS = "squares_of_detractors";

  /** Beside the sums of counts, in N_s and n_s: the weights have the factor n / N more. */
  static final List<String> SUMS =
      List.of(
          COVERED,
          WEIGHTED_PROMOTERS,
          WEIGHTED_DETRACTORS,
          SQUARES,
          SQUARES_OF_PROMOTERS,
          SQUARES_OF_DETRACTORS);

  /** Of 3 more respondents, as the adjusted Wald interval has them. */
  private static final double EXTREME = 0.75;

  private static final double MIDDLE = 1.5;

  /** Sums of weights are rounded, and 30 effective respondents are 30. */
  private static final double ROUNDING = 1e-9;

  private Weighting() {}

  /**
   * Adds up strata to cells: sums of the measures and {@link #SUMS}.
   *
   * @param strata one row per dimension value, position and stratum; {@link #KNOWN} may stand in
   *     any of the positions
   */
  static Dataset<Row> cells(
      Dataset<Row> strata, String position, String stratum, List<String> measures) {
    WindowSpec ofStratum = Window.partitionBy(DIMENSION.col(), VALUE.col(), col(stratum));
    Column base = when(RESPONDENTS.col().gt(0), col(STRATUM_KNOWN)).cast("double");
    Column n = RESPONDENTS.col();
    Column perAnswer = try_divide(base, n);
    Column squared = perAnswer.multiply(perAnswer);
    Stream<Column> plain =
        measures.stream()
            .map(name -> sum(col(name)).cast(strata.schema().apply(name).dataType()).as(name));
    Stream<Column> weighted =
        Stream.of(
            total(base, COVERED),
            total(perAnswer.multiply(PROMOTERS.col()), WEIGHTED_PROMOTERS),
            total(perAnswer.multiply(DETRACTORS.col()), WEIGHTED_DETRACTORS),
            total(squared.multiply(n), SQUARES),
            total(squared.multiply(PROMOTERS.col()), SQUARES_OF_PROMOTERS),
            total(squared.multiply(DETRACTORS.col()), SQUARES_OF_DETRACTORS));
    Column[] sums = Stream.concat(plain, weighted).toArray(Column[]::new);
    return strata
        .withColumn(STRATUM_KNOWN, sum(col(KNOWN)).over(ofStratum))
        .groupBy(DIMENSION.col(), VALUE.col(), col(position))
        .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length));
  }

  private static Column total(Column addend, String name) {
    return coalesce(sum(addend), lit(0.0)).as(name);
  }

  /**
   * The cells with nps_weighted, its interval, effective_respondents and base_covered.
   *
   * @param shown whether the plain score is shown
   * @param known customers of the cell
   */
  static Dataset<Row> scored(Dataset<Row> cells, Column shown, Column known, int minRespondents) {
    Column n = RESPONDENTS.col().cast("double");
    Column scale = try_divide(n, col(COVERED));
    Column mean = score().multiply(n).divide(n.plus(2 * EXTREME + MIDDLE));
    Column effective = try_divide(col(COVERED).multiply(col(COVERED)), col(SQUARES));
    Column isWeighted = shown.and(col(COVERED).gt(0));
    Column isEnough = isWeighted.and(effective.geq(minRespondents - ROUNDING));
    Column half =
        sqrt(squaredDistances(mean, scale.multiply(scale)))
            .divide(n.plus(2 * EXTREME + MIDDLE))
            .multiply(Intervals.Z);
    return cells
        .withColumn(NPS_WEIGHTED.name(), when(isEnough, score().multiply(100)))
        .withColumn(NPS_WEIGHTED_LOW.name(), when(isEnough, bound(mean.minus(half))))
        .withColumn(NPS_WEIGHTED_HIGH.name(), when(isEnough, bound(mean.plus(half))))
        .withColumn(EFFECTIVE_RESPONDENTS.name(), when(isWeighted, effective))
        .withColumn(BASE_COVERED.name(), when(isWeighted, try_divide(col(COVERED), known)));
  }

  private static Column score() {
    return try_divide(col(WEIGHTED_PROMOTERS).minus(col(WEIGHTED_DETRACTORS)), col(COVERED));
  }

  /** Sum of w² (y - m)² over the respondents and the three that are added. */
  private static Column squaredDistances(Column mean, Column scale) {
    Column promoters = col(SQUARES_OF_PROMOTERS).multiply(scale);
    Column detractors = col(SQUARES_OF_DETRACTORS).multiply(scale);
    Column passives = col(SQUARES).multiply(scale).minus(promoters).minus(detractors);
    Column below = lit(1).minus(mean);
    Column above = lit(1).plus(mean);
    return promoters
        .plus(EXTREME)
        .multiply(below.multiply(below))
        .plus(detractors.plus(EXTREME).multiply(above.multiply(above)))
        .plus(passives.plus(MIDDLE).multiply(mean.multiply(mean)));
  }

  private static Column bound(Column mean) {
    return Intervals.cut(mean.multiply(100), -100, 100);
  }
}
