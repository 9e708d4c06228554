package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Matched.Side;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class MatchedTest {
  private final SparkSession spark;

  MatchedTest(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * By hand: stratum c has one exposed and does not count, so w is 2/6 and 4/6; the others have 2/6
   * × 2 + 4/6 × 5. Variances of means within strata are 2/2 and 20/3/4, and 4/3 and 2/2.
   */
  @Test
  void othersStandInTheStrataAsTheExposedDo() {
    Matched matched = Matched.of(List.of("y"));
    Map<String, Column> once = Map.of("y", lit(1.0));
    assertThat(
            matched
                .compared(
                    matched.moments(
                        TextTable.of(
                            spark,
                            "key STRING, stratum STRING, arm STRING, y DOUBLE",
                            """
                            key | stratum | arm | y
                            k   | a       | yes | 1
                            k   | a       | yes | 3
                            k   | a       | no  | 0
                            k   | a       | no  | 2
                            k   | a       | no  | 4
                            k   | b       | yes | 5
                            k   | b       | yes | 7
                            k   | b       | yes | 9
                            k   | b       | yes | 11
                            k   | b       | no  | 4
                            k   | b       | no  | 6
                            k   | c       | yes | 1
                            k   | c       | no  | 90
                            k   | c       | no  | 91
                            """),
                        col("key"),
                        col("stratum"),
                        col("arm")),
                    List.of("key"),
                    "arm",
                    when(col("arm").equalTo("yes"), "no"))
                .where("arm = 'yes'")
                .select(
                    col(Matched.N),
                    col(Matched.MATCHED),
                    col(Matched.COUNTERPARTS),
                    matched.mean(Side.OWN, "y").as("own"),
                    matched.variance(Side.OWN, once).as("own_variance"),
                    matched.mean(Side.EXPOSED, "y").as("exposed"),
                    matched.variance(Side.EXPOSED, once).as("exposed_variance"),
                    matched.mean(Side.COUNTERPART, "y").as("others"),
                    matched.variance(Side.COUNTERPART, once).as("others_variance")))
        .within(1e-9)
        .hasRows(
            """
            n | matched | counterparts | own         | own_variance | exposed | exposed_variance | others | others_variance
            7 | 6       | 5            | 5.285714286 | 2.176870748  | 6       | 0.851851852      | 4      | 0.592592593
            """);
  }

  @Test
  void stepsAreDaysForAWeekAndThenTwoToEachDoubling() {
    assertThat(
            TextTable.of(
                    spark,
                    "days INT, orders BIGINT",
                    """
                    days | orders
                    0    | 0
                    7    | 3
                    11   | 4
                    12   | 5
                    15   | 6
                    16   | 9
                    365  | 10
                    null | 1000
                    """)
                .select(
                    col("days"),
                    Strata.step(col("days")).as("step"),
                    Strata.ordersClass(col("orders")).as("class")))
        .hasRows(
            """
            days | step | class
            0    | 0    | 0
            7    | 7    | 3
            11   | 8    | 4-5
            12   | 9    | 4-5
            15   | 9    | 6-9
            16   | 10   | 6-9
            365  | 18   | 10+
            null | null | 10+
            """);
  }

  /** A step is not divided: it lies where its middle does, of 10 with a step in the first group. */
  @Test
  void thirdsAreThoseOfTheGroup() {
    assertThat(
            TextTable.of(
                    spark,
                    "g STRING, step INT, n BIGINT",
                    """
                    g | step | n
                    x | 1    | 2
                    x | 1    | 1
                    x | 2    | 4
                    x | 5    | 1
                    x | 9    | 2
                    x | null | 50
                    y | 9    | 3
                    """)
                .withColumn("third", Strata.third(col("step"), col("n"), col("g"))))
        .hasRows(
            """
            g | step | n  | third
            x | 1    | 2  | 0
            x | 1    | 1  | 0
            x | 2    | 4  | 1
            x | 5    | 1  | 2
            x | 9    | 2  | 2
            x | null | 50 | null
            y | 9    | 3  | 1
            """);
  }
}
