package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;

import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class FalseDiscoveryTest {
  private final SparkSession spark;

  FalseDiscoveryTest(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * The first family is the example of Benjamini and Hochberg (1995), section 4.1: the four
   * smallest of 15 p-values are discoveries at 5 %. Its q are m p / rank, made to ascend.
   */
  @Test
  void ofEachFamilyQIsTheLeastShareOfFalseAlarms() {
    assertThat(
            FalseDiscovery.withQ(
                TextTable.of(
                    spark,
                    "family STRING, p DOUBLE",
                    """
                    family | p
                    1995   | 1.0
                    1995   | 0.0001
                    1995   | 0.0004
                    1995   | 0.0019
                    1995   | 0.0095
                    1995   | 0.0201
                    1995   | 0.0278
                    1995   | 0.0298
                    1995   | 0.0344
                    1995   | 0.0459
                    1995   | 0.3240
                    1995   | 0.4262
                    1995   | 0.5719
                    1995   | 0.6528
                    1995   | 0.7590
                    ties   | 0.02
                    ties   | 0.02
                    ties   | 0.5
                    ties   | null
                    one    | 0.3
                    none   | null
                    falls  | 0.04
                    falls  | 0.041
                    sure   | 0
                    sure   | 1
                    """),
                "q",
                col("p"),
                col("family")))
        .within(5e-7, "q")
        .hasRows(
            """
            family | p      | q
            1995   | 0.0001 | 0.0015
            1995   | 0.0004 | 0.003
            1995   | 0.0019 | 0.0095
            1995   | 0.0095 | 0.035625
            1995   | 0.0201 | 0.0603
            1995   | 0.0278 | 0.0638571
            1995   | 0.0298 | 0.0638571
            1995   | 0.0344 | 0.0645
            1995   | 0.0459 | 0.0765
            1995   | 0.324  | 0.486
            1995   | 0.4262 | 0.5811818
            1995   | 0.5719 | 0.714875
            1995   | 0.6528 | 0.7532308
            1995   | 0.759  | 0.8132143
            1995   | 1      | 1
            ties   | 0.02   | 0.03
            ties   | 0.02   | 0.03
            ties   | 0.5    | 0.5
            ties   | null   | null
            one    | 0.3    | 0.3
            none   | null   | null
            falls  | 0.04   | 0.041
            falls  | 0.041  | 0.041
            sure   | 0      | 0
            sure   | 1      | 1
            """);
  }
}
