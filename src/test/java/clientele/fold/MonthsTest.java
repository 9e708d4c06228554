package clientele.fold;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class MonthsTest {
  private final SparkSession spark;

  MonthsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void theIndexOfAMonthLeadsBackToItsFirstDay() {
    Dataset<Row> dates =
        TextTable.of(
            spark,
            "day DATE",
            """
            day
            1900-01-31
            1969-12-31
            2024-02-29
            9999-12-31
            """);
    assertThat(
            dates.select(
                Months.index(col("day")).as("i"),
                Months.firstDay(Months.index(col("day"))).as("first")))
        .hasRows(
            """
            i      | first
            22800  | 1900-01-01
            23639  | 1969-12-01
            24289  | 2024-02-01
            119999 | 9999-12-01
            """);
    Assertions.assertThat(Months.index(LocalDate.of(2024, 2, 29))).isEqualTo(24289);
  }

  @Test
  void aMonthIsMatureOnItsLastDay() {
    Assertions.assertThat(Months.lastMature(LocalDate.of(2024, 2, 29))).isEqualTo(24289);
    Assertions.assertThat(Months.lastMature(LocalDate.of(2024, 2, 28))).isEqualTo(24288);
  }

  @Test
  void theLowestAndTheHighestBitAreTheFirstAndTheLastDay() {
    Dataset<Row> masks =
        TextTable.of(
            spark,
            "month DATE, days INT",
            """
            month      | days
            2024-01-01 | 1
            2024-01-01 | 1073741824
            2024-01-01 | 2147483647
            2024-02-01 | 402653184
            2024-02-01 | 24
            """);
    assertThat(
            masks.select(
                Months.firstDayOf(col("month"), col("days")).as("first"),
                Months.lastDayOf(col("month"), col("days")).as("last")))
        .hasRows(
            """
            first      | last
            2024-01-01 | 2024-01-01
            2024-01-31 | 2024-01-31
            2024-01-01 | 2024-01-31
            2024-02-28 | 2024-02-29
            2024-02-04 | 2024-02-05
            """);
  }

  @Test
  void holesAreFilledWithZeros() {
    Dataset<Row> cells =
        TextTable.of(
            spark,
            "g STRING, last INT, at INT, orders BIGINT, money DECIMAL(28,2)",
            """
            g | last | at | orders | money
            a | 3    | 2  | 5      | 1.50
            b | 2    | 1  | 7      | null
            """);
    assertThat(
            Months.withoutHoles(
                cells,
                List.of("g", "last"),
                "at",
                sequence(lit(1), col("last")),
                List.of("orders", "money")))
        .hasRows(
            """
            g | at | orders | money
            a | 1  | 0      | 0.00
            a | 2  | 5      | 1.50
            a | 3  | 0      | 0.00
            b | 1  | 7      | 0.00
            b | 2  | 0      | 0.00
            """);
  }
}
