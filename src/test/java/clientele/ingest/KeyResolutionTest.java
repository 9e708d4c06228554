package clientele.ingest;

import static clientele.testing.TableAssert.assertThat;

import clientele.settings.SourceName;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class KeyResolutionTest {
  private static final String ORDERS =
      "order_id STRING, customer_id STRING, ordered_at TIMESTAMP, ordered_on DATE, month DATE,"
          + " amount DECIMAL(18,2), discount DECIMAL(18,2), cost DECIMAL(18,2),"
          + " service_cost DECIMAL(18,2), category STRING, channel STRING, currency STRING,"
          + " refund_of STRING, source_file STRING, ingest_no BIGINT, row_order BIGINT, row_hash BIGINT,"
          + " replaced_on DATE, _standing BOOLEAN";

  private final SparkSession spark;

  KeyResolutionTest(SparkSession spark) {
    this.spark = spark;
  }

  private Dataset<Row> resolved(String rows) {
    Dataset<Row> orders = TextTable.of(spark, ORDERS, rows);
    return new KeyResolution(SilverSource.of(SourceName.ORDERS))
        .resolve(orders)
        .select("order_id", "amount", "source_file", "outcome", "replaced_on");
  }

  @Test
  void theSameContentIsADuplicateWhereverItStands() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | true
                a        | 2024-01-01 | 1      | f2          | 2         | false
                b        | 2024-01-01 | 1      | f2          | 2         | false
                b        | 2024-01-01 | 1      | f2          | 2         | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome   | replaced_on
            a        | 1      | f1          | accepted  |
            a        | 1      | f2          | duplicate |
            b        | 1      | f2          | accepted  |
            b        | 1      | f2          | duplicate |
            """);
  }

  @Test
  void theLaterFileAndTheLaterIngestWin() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | _standing
                a        | 2024-01-01 | 1      | f1          | 2         | false
                a        | 2024-01-01 | 2      | f2          | 2         | false
                a        | 2024-01-01 | 3      | f0          | 2         | false
                b        | 2024-01-01 | 1      | f9          | 1         | true
                b        | 2024-01-01 | 2      | f2          | 2         | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome  | replaced_on
            a        | 1      | f1          | replaced |
            a        | 2      | f2          | accepted |
            a        | 3      | f0          | replaced |
            b        | 1      | f9          | replaced |
            b        | 2      | f2          | accepted |
            """);
  }

  @Test
  void differentContentInOneFileIsAConflictAndTheOldRowStays() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | true
                a        | 2024-01-01 | 2      | f2          | 2         | false
                a        | 2024-01-01 | 3      | f2          | 2         | false
                a        | 2024-01-01 | 3      | f2          | 2         | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome     | replaced_on
            a        | 1      | f1          | accepted    |
            a        | 2      | f2          | quarantined |
            a        | 3      | f2          | quarantined |
            a        | 3      | f2          | quarantined |
            """);
  }

  @Test
  void untilTheOtherHappensThereIsNoConflict() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | replaced_on | _standing
                a        | 2024-01-01 | 1      | f1          | 1         |             | false
                a        | 2024-02-10 | 2      | f1          | 1         |             | false
                a        | 2024-03-10 | 1      | f1          | 1         |             | false
                b        | 2024-01-01 | 1      | f1          | 1         |             | false
                b        | 2024-01-01 | 2      | f1          | 1         |             | false
                b        | 2024-02-10 | 3      | f1          | 1         |             | false
                c        | 2024-01-01 | 1      | f1          | 1         | 2024-02-10  | true
                c        | 2024-01-01 | 1      | f2          | 2         |             | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome     | replaced_on
            a        | 1      | f1          | accepted    | 2024-02-10
            a        | 2      | f1          | quarantined |
            a        | 1      | f1          | quarantined |
            b        | 1      | f1          | quarantined |
            b        | 2      | f1          | quarantined |
            b        | 3      | f1          | quarantined |
            c        | 1      | f1          | accepted    | 2024-02-10
            c        | 1      | f2          | duplicate   |
            """);
  }

  @Test
  void latestByComesBeforeIngestAndFile() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | row_order | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | 50        | true
                a        | 2024-01-01 | 2      | f2          | 2         | 40        | false
                b        | 2024-01-01 | 1      | f2          | 2         | 2         | false
                b        | 2024-01-01 | 2      | f2          | 2         | 1         | false
                c        | 2024-01-01 | 1      | f2          | 2         | 1         | false
                c        | 2024-01-01 | 2      | f2          | 2         | 1         | false
                d        | 2024-01-01 | 1      | f2          | 2         | 1         | false
                d        | 2024-01-01 | 2      | f2          | 2         |           | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome     | replaced_on
            a        | 1      | f1          | accepted    |
            a        | 2      | f2          | replaced    |
            b        | 1      | f2          | accepted    |
            b        | 2      | f2          | replaced    |
            c        | 1      | f2          | quarantined |
            c        | 2      | f2          | quarantined |
            d        | 1      | f2          | accepted    |
            d        | 2      | f2          | replaced    |
            """);
  }

  @Test
  void aRowWhoseSuccessorIsDatedLaterIsKeptUntilThen() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | true
                a        | 2024-02-01 | 2      | f2          | 2         | false
                b        | 2024-02-01 | 1      | f1          | 1         | true
                b        | 2024-01-01 | 2      | f2          | 2         | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome  | replaced_on
            a        | 1      | f1          | accepted | 2024-02-01
            a        | 2      | f2          | accepted |
            b        | 1      | f1          | replaced |
            b        | 2      | f2          | accepted |
            """);
  }

  @Test
  void aHiddenRowIsReplacedForGoodByASuccessorOfItsOwnDate() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | replaced_on | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | 2024-02-01  | true
                a        | 2024-02-01 | 2      | f2          | 2         |             | true
                a        | 2024-01-01 | 3      | f3          | 3         |             | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome  | replaced_on
            a        | 1      | f1          | replaced |
            a        | 2      | f2          | replaced |
            a        | 3      | f3          | accepted |
            """);
  }

  @Test
  void rowsOfOtherKeysAndRowsWithoutAKeyStandAlone() {
    assertThat(
            resolved(
                """
                order_id | ordered_on | amount | source_file | ingest_no | _standing
                a        | 2024-01-01 | 1      | f1          | 1         | false
                "a "     | 2024-01-01 | 2      | f1          | 1         | false
                A        | 2024-01-01 | 3      | f1          | 1         | false
                         | 2024-01-01 | 4      | f1          | 1         | false
                         | 2024-01-01 | 5      | f1          | 1         | false
                """))
        .hasRows(
            """
            order_id | amount | source_file | outcome  | replaced_on
            a        | 1      | f1          | accepted |
            "a "     | 2      | f1          | accepted |
            A        | 3      | f1          | accepted |
                     | 4      | f1          | accepted |
                     | 5      | f1          | accepted |
            """);
  }
}
