package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;

import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import org.apache.spark.sql.SparkSession;
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
}
