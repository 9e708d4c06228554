package clientele.testing;

import static clientele.testing.TableAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class TableAssertTest {
  private static final String ROWS =
      """
      id | name | share
      a  | Ann  | 0.5
      b  | Bob  | 0.25
      b  | Bob  | 0.25
      """;

  private final SparkSession spark;
  private final Dataset<Row> table;

  TableAssertTest(SparkSession spark) {
    this.spark = spark;
    this.table = table(ROWS);
  }

  private Dataset<Row> table(String text) {
    return TextTable.of(spark, "id STRING, name STRING, share DOUBLE", text);
  }

  @Test
  void rowsCountAsOftenAsTheyOccurAndInAnyOrder() {
    assertThat(table).hasRows("share | id\n0.25 | b\n0.5 | a\n0.25 | b");
  }

  @Test
  void aMissingAndAnUnexpectedRowAreShownTogetherAndTheActualTableCanBePasted() {
    assertFails(
        () -> assertThat(table).hasRows("id | share\na | 0.75\nb | 0.25\nb | 0.25"),
        """
        1 rows are missing, 1 are unexpected:
                   | id | share
        unexpected | a  | 0.5
        missing    | a  | 0.75

        Actual table:
        id | share
        a  | 0.5
        b  | 0.25
        b  | 0.25
        """);
  }

  @Test
  void aRowTooFewIsMissing() {
    assertFails(
        () -> assertThat(table).hasRows("id\na\nb\nb\nb"),
        """
        1 rows are missing, 0 are unexpected:
                   | id
        missing    | b
        """);
  }

  @Test
  void aRowTooManyIsUnexpected() {
    assertFails(
        () -> assertThat(table).hasRows("id\na\nb"),
        """
        0 rows are missing, 1 are unexpected:
                   | id
        unexpected | b
        """);
  }

  @Test
  void orderCountsOnlyWhenAskedFor() {
    assertThat(table).inOrder().hasRows("id\na\nb\nb");
    assertFails(
        () -> assertThat(table).inOrder().hasRows("id\nb\na\nb"),
        """
        The rows are right, their order is not; row 1 is the first that differs.
        Actual table:
        id
        a
        b
        b
        """);
  }

  @Test
  void doublesAreEqualOnlyWithinTheTolerance() {
    String near = "share\n0.5004\n0.25\n0.2496";
    assertThat(table).within(0.001).hasRows(near);
    assertThat(table).within(0.001, "share").hasRows(near);
    assertFails(() -> assertThat(table).hasRows(near), "2 rows are missing, 2 are unexpected");
    assertFails(
        () -> assertThat(table).within(0.001, "id").within(0.0001).hasRows(near),
        "2 rows are missing, 2 are unexpected");
  }

  @Test
  void aToleranceMatchesEachRowOnce() {
    Dataset<Row> close = table("share\n1.0\n1.1");
    assertThat(close).within(0.1001).hasRows("share\n1.1\n1.2");
    assertFails(
        () -> assertThat(close).within(0.05).hasRows("share\n1.0\n1.0"),
        "1 rows are missing, 1 are unexpected");
  }

  @Test
  void nullEmptyZeroAndNotANumberAreFourThings() {
    Dataset<Row> odd = table("id | share\nnull | NaN\n\"\" | 0.0");
    assertThat(odd).hasRows("id | share\n\"\" | 0\nnull | NaN");
    assertFails(() -> assertThat(odd).hasRows("id\nnull\nnull"), "1 rows are missing");
    assertFails(() -> assertThat(odd).hasRows("share\n0\nnull"), "1 rows are missing");
  }

  @Test
  void sameContentIgnoresOrderTheLastDigitsAndNamedColumns() {
    Dataset<Row> run = table.selectExpr("id", "share", "map('x', share) AS m", "'run 1' AS run_id");
    Dataset<Row> rerun =
        table
            .orderBy("share")
            .selectExpr(
                "id",
                "share * (1 + 1e-12D) AS share",
                "map('x', share * (1 + 1e-12D)) AS m",
                "'run 2' AS run_id");

    assertThat(rerun).hasSameContentAs(run, "run_id");
    assertFails(() -> assertThat(rerun).hasSameContentAs(run), "3 rows are missing");
    assertFails(
        () -> assertThat(rerun.dropDuplicates("id")).hasSameContentAs(run, "run_id"),
        "1 rows are missing, 0 are unexpected");
    assertFails(
        () ->
            assertThat(run.selectExpr("id", "share + 1e-6D AS share"))
                .hasSameContentAs(run.select("id", "share")),
        "3 rows are missing, 3 are unexpected");
  }

  @Test
  void sameContentNeedsTheSameColumns() {
    assertFails(
        () -> assertThat(table.select("id")).hasSameContentAs(table.selectExpr("1 AS id")),
        """
        The columns differ.
        Expected: id INT
        Actual:   id STRING\
        """);
  }

  private static void assertFails(ThrowingCallable statement, String message) {
    assertThatThrownBy(statement).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }
}
