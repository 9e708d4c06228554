package clientele.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TextTableTest {
  private final SparkSession spark;

  TextTableTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void everyTypeComesBackFromSparkAsItWasWritten() {
    String ddl =
        "s STRING, b BOOLEAN, ti TINYINT, si SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE,"
            + " n DECIMAL(18,2), day DATE, at TIMESTAMP, plain TIMESTAMP_NTZ, tags ARRAY<STRING>,"
            + " shares MAP<STRING,DOUBLE>, reasons ARRAY<STRUCT<feature: STRING, value: DOUBLE>>";
    String text =
        """
        s   | b    | ti | si | i | l | f   | d    | n    | day        | at                  | plain               | tags      | shares    | reasons
        a b | true | 1  | 2  | 3 | 4 | 0.5 | 0.25 | 1.5  | 2024-02-29 | 2024-01-02 10:30:00 | 2024-01-02T10:30:00 | ["x","y"] | {"k":0.5} | [["age",1.5]]
        """;

    Dataset<Row> table = TextTable.of(spark, ddl, text);

    assertThat(table.schema()).isEqualTo(StructType.fromDDL(ddl));
    TableAssert.assertThat(table).hasRows(text);
    Row row = table.select("n", "at").first();
    assertThat(row.getDecimal(0)).isEqualTo(new BigDecimal("1.50"));
    assertThat(row.getTimestamp(1).toInstant()).isEqualTo(Instant.parse("2024-01-02T10:30:00Z"));
  }

  @Test
  void blankAndNullAreNullAndQuotesKeepTheRest() {
    Dataset<Row> table =
        TextTable.of(
            spark,
            "id INT, name STRING",
            """
            id | name
            1  |
            2  | null
            3  | ""
            4  | "null"
            5  | " a | b "
            6  | "5"" pipe"
            """);

    List<String> names =
        table.orderBy("id").collectAsList().stream().map(r -> r.<String>getAs(1)).toList();

    assertThat(names).containsExactly(null, null, "", "null", " a | b ", "5\" pipe");
  }

  @Test
  void columnsThatTheHeaderLeavesOutAreNull() {
    Dataset<Row> table =
        TextTable.of(
            spark,
            "id INT NOT NULL, name STRING NOT NULL, amount DOUBLE",
            """
            amount | id
            2.5    | 7
            """);

    assertThat(table.columns()).containsExactly("id", "name", "amount");
    TableAssert.assertThat(table).hasRows("id | name | amount\n7 | null | 2.5");
  }

  @Test
  void aTableOfAHeaderAloneIsEmpty() {
    assertThat(TextTable.of(spark, "id INT", "id").isEmpty()).isTrue();
  }

  @Test
  void whatDoesNotFitFailsWithItsLine() {
    assertRefused("id | amuont", "line 1 of the table: no column 'amuont' among [id, amount]");
    assertRefused("id | id", "line 1 of the table: column 'id' is named twice");
    assertRefused("id | amount\n1 | 2 | 3", "line 2 of the table: 3 cells under 2 columns");
    assertRefused(
        "id | amount\n1 | 2.00\nx | 3.00",
        "line 3 of the table: column 'id' (INT) cannot be 'x' (For input string: \"x\")");
    assertRefused(
        "id | amount\n1 | 2.005",
        "line 2 of the table: column 'amount' (DECIMAL(4,2)) cannot be '2.005'"
            + " (Rounding necessary)");
    assertRefused("id | amount\n1 | 200", "cannot be '200' (too large for DECIMAL(4,2))");
    assertRefused("id | amount\n1 | \"2", "line 2 of the table: a quote is not closed");
    assertRefused("\n \n", "the table has no header line");
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> TextTable.of(spark, "id INT, amount DECIMAL(4,2)", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
