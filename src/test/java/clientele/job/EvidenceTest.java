package clientele.job;

import static clientele.catalogue.Tables.INGEST_ACCOUNT;
import static clientele.catalogue.Tables.ORDERS_TABLE;
import static clientele.catalogue.Tables.REFUNDS_TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Table;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shown at the end of February, told at the end of March; the run that publishes is named new. */
@ExtendWith(SparkExtension.class)
final class EvidenceTest {
  private final SparkSession spark;
  private final Map<Table, String> tables = new HashMap<>();

  EvidenceTest(SparkSession spark) {
    this.spark = spark;
    tables.put(INGEST_ACCOUNT, "run_id\n");
    tables.put(ORDERS_TABLE, "run_id\n");
    tables.put(REFUNDS_TABLE, "run_id\n");
  }

  @Test
  void rowsOfTheirOwnTimeAreNoEvidence() {
    tables.put(
        INGEST_ACCOUNT,
        """
        run_id | source | ingest_no | is_rebuild | event_on   | outcome     | rows | money
        old    | orders | 1         | false      | 2024-01-10 | accepted    | 5    | 50.00
        old    | orders | 1         | false      | 2024-01-10 | superseded  | 1    | 50.00
        new    | orders | 2         | false      | 2024-03-01 | accepted    | 5    | 50.00
        new    | orders | 2         | false      | 2024-01-11 | duplicate   | 5    | 50.00
        new    | orders | 2         | false      | 2024-01-12 | quarantined | 5    | 50.00
        new    | orders | 2         | false      | null       | quarantined | 5    | 50.00
        """);

    assertThat(found()).containsExactly(Map.entry("orders", Evidence.NONE));
  }

  @Test
  void lateReplacedAndRefundedRowsAreTold() {
    tables.put(
        INGEST_ACCOUNT,
        """
        run_id | source | ingest_no | is_rebuild | event_on   | outcome    | rows | money
        new    | orders | 2         | false      | 2024-01-09 | accepted   | 1    | -7.00
        new    | orders | 2         | false      | 2024-01-10 | accepted   | 2    | 9.00
        new    | orders | 2         | false      | 2024-01-10 | superseded | 2    | 9.00
        new    | orders | 2         | false      | 2024-02-29 | accepted   | 1    | 9.00
        new    | orders | 2         | false      | 2024-04-01 | superseded | 1    | 9.00
        """);
    tables.put(
        REFUNDS_TABLE,
        """
        run_id | ingest_no | refunded_on
        new    | 1         | 2024-01-08
        new    | 2         | 2024-01-09
        old    | 1         | 2024-03-02
        """);

    assertThat(found())
        .containsEntry("orders", new Evidence(day("02-29"), day("01-09"), day("01-10"), false));
  }

  @Test
  void rowsThatStandBehindALaterOneAreReplaced() {
    tables.put(
        ORDERS_TABLE,
        """
        run_id | ordered_on | replaced_on
        old    | 2024-01-03 | 2024-02-10
        old    | 2024-01-04 | null
        new    | 2024-01-07 | 2024-02-10
        old    | 2024-01-06 | 2024-03-10
        old    | 2024-01-05 | 2024-04-10
        """);

    assertThat(found())
        .containsExactly(Map.entry("orders", new Evidence(null, null, day("01-06"), false)));
  }

  @Test
  void ofASourceReadAnewTheDaysTell() {
    tables.put(
        INGEST_ACCOUNT,
        """
        run_id | source    | ingest_no | is_rebuild | event_on   | outcome    | rows | money
        new    | orders    | 2         | true       | 2024-01-10 | accepted   | 5    | 50.00
        new    | orders    | 2         | true       | 2024-01-10 | superseded | 5    | 50.00
        new    | orders    | 2         | true       | 2024-01-20 | accepted   | 5    | 50.00
        new    | orders    | 2         | true       | 2024-01-20 | superseded | 5    | 51.00
        new    | orders    | 2         | true       | 2024-01-30 | accepted   | 6    | 60.00
        new    | orders    | 2         | true       | 2024-01-30 | superseded | 5    | 50.00
        new    | customers | 3         | true       | null       | accepted   | 6    | 0.00
        new    | customers | 3         | true       | null       | superseded | 5    | 0.00
        """);
    tables.put(
        REFUNDS_TABLE,
        """
        run_id | ingest_no | refunded_on
        new    | 2         | 2024-01-08
        """);

    assertThat(found())
        .containsEntry("orders", new Evidence(day("01-30"), null, day("01-20"), true))
        .containsEntry("customers", new Evidence(null, null, null, true));
  }

  @Test
  void ofTwoSourcesTheEarlierDayCounts() {
    Evidence one = new Evidence(day("02-01"), null, day("02-03"), false);
    Evidence other = new Evidence(day("01-01"), day("01-02"), null, true);

    assertThat(one.and(other))
        .isEqualTo(new Evidence(day("01-01"), day("01-02"), day("02-03"), true));
    assertThat(one.and(Evidence.NONE)).isEqualTo(one);
  }

  private static LocalDate day(String monthAndDay) {
    return LocalDate.parse("2024-" + monthAndDay);
  }

  private Map<String, Evidence> found() {
    return Evidence.bySource(
        table -> TextTable.of(spark, table.schema(), tables.get(table)),
        Map.of(ORDERS_TABLE, "orders", REFUNDS_TABLE, "orders"),
        "orders",
        day("02-29"),
        List.of("new"),
        day("03-31"));
  }
}
