package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;

import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class IntervalsTest {
  private final SparkSession spark;

  IntervalsTest(SparkSession spark) {
    this.spark = spark;
  }

  /** Wilson's bounds of 81 of 263 are the example of Newcombe (1998), table I: .2553 to .3662. */
  @Test
  void sharesHaveWilsonsInterval() {
    assertThat(
            TextTable.of(
                    spark,
                    "k BIGINT, n BIGINT",
                    """
                    k  | n
                    81 | 263
                    0  | 20
                    20 | 20
                    0  | 0
                    """)
                .select(
                    Intervals.share(col("k"), col("n")).as("share"),
                    Intervals.wilsonLow(col("k"), col("n")).as("low"),
                    Intervals.wilsonHigh(col("k"), col("n")).as("high")))
        .within(5e-5)
        .hasRows(
            """
            share  | low    | high
            0.3080 | 0.2553 | 0.3662
            0      | 0      | 0.1611
            1      | 0.8389 | 1
            null   | null   | null
            """);
  }

  @Test
  void scoresHaveTheAdjustedWaldInterval() {
    assertThat(
            TextTable.of(
                    spark,
                    "p BIGINT, d BIGINT, n BIGINT",
                    """
                    p   | d  | n
                    50  | 20 | 100
                    3   | 0  | 3
                    """)
                .select(
                    Intervals.nps(col("p"), col("d"), col("n")).as("nps"),
                    Intervals.npsStandardError(col("p"), col("d"), col("n")).as("se"),
                    Intervals.npsLow(col("p"), col("d"), col("n")).as("low"),
                    Intervals.npsHigh(col("p"), col("d"), col("n")).as("high")))
        .within(5e-4)
        .hasRows(
            """
            nps | se    | low    | high
            30  | 7.810 | 14.051 | 44.201
            100 | 0     | -6.579 | 100
            """);
  }

  /** Abramowitz and Stegun (1964), table 26.1. */
  @Test
  void chancesOfBothTailsAreThoseOfTheNormalDistribution() {
    assertThat(
            TextTable.of(
                    spark,
                    "z DOUBLE",
                    """
                    z
                    0
                    1
                    -1.959963984540054
                    4
                    null
                    """)
                .select(Intervals.normalTails(col("z")).as("p")))
        .within(1e-9)
        .hasRows(
            """
            p
            1
            0.3173105079
            0.05
            0.0000633425
            null
            """);
  }

  /** Of a percentile bootstrap with 20,000 resamples, the half width is known to 0.7 %. */
  @Test
  void theWaldIntervalOfThousandAnswersIsThatOfTheBootstrap() {
    List<Row> surveys =
        TextTable.of(
                spark,
                "p BIGINT, d BIGINT, n BIGINT",
                """
                p   | d   | n
                462 | 362 | 1000
                700 | 100 | 1000
                150 | 500 | 1500
                """)
            .withColumn("nps", Intervals.nps(col("p"), col("d"), col("n")))
            .withColumn("se", Intervals.npsStandardError(col("p"), col("d"), col("n")))
            .collectAsList();
    Assertions.assertThat(surveys)
        .allSatisfy(
            survey -> {
              double[] scores =
                  resampledScores(survey.getLong(0), survey.getLong(1), (int) survey.getLong(2));
              double low = (scores[499] + scores[500]) / 2;
              double high = (scores[19_499] + scores[19_500]) / 2;
              Assertions.assertThat(Intervals.Z * survey.getDouble(4))
                  .isCloseTo((high - low) / 2, Percentage.withPercentage(2));
              Assertions.assertThat((high + low) / 2)
                  .isCloseTo(survey.getDouble(3), Offset.offset(0.02 * (high - low)));
            });
  }

  private static double[] resampledScores(long promoters, long detractors, int n) {
    SplittableRandom random = new SplittableRandom(12);
    double[] scores = new double[20_000];
    for (int i = 0; i < scores.length; i++) {
      int sum = 0;
      for (int k = 0; k < n; k++) {
        int drawn = random.nextInt(n);
        sum += drawn < promoters ? 1 : drawn < promoters + detractors ? -1 : 0;
      }
      scores[i] = 100.0 * sum / n;
    }
    Arrays.sort(scores);
    return scores;
  }
}
