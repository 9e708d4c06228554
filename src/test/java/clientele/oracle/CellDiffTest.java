package clientele.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellDiffTest {
  private static final List<String> KEY = List.of("month", "value");
  private static final List<String> COLUMNS = List.of("customers", "revenue", "rate");

  private final Oracle oracle = Oracle.open();

  @BeforeEach
  void define() {
    table("expected", "('2024-01', NULL, 3, 10.00, 0.5), ('2024-02', 'a', NULL, 7.25, NULL)");
  }

  @AfterEach
  void close() {
    oracle.close();
  }

  private void table(String name, String values) {
    oracle.define(
        name,
        """
        SELECT month, value, customers::INTEGER AS customers, revenue::DECIMAL(28, 2) AS revenue,
            rate::DOUBLE AS rate
        FROM (VALUES %s) AS t(month, value, customers, revenue, rate)
        """
            .formatted(values));
  }

  private CellDiff compare() {
    return CellDiff.compare(oracle, "expected", "actual", KEY, COLUMNS);
  }

  @Test
  void nullsAreEqualAndDoublesNearlySo(@TempDir Path folder) {
    table(
        "same",
        "('2024-02', 'a', NULL, 7.25, NULL), ('2024-01', NULL, 3, 10.00, 0.5000000000001::DOUBLE)");
    Path file = folder.resolve("same.parquet");
    oracle.execute("COPY same TO " + Oracle.literal(file.toString()));
    oracle.parquet("actual", List.of(file));

    CellDiff diff = compare();

    assertThat(diff.isSame()).as(diff.report()).isTrue();
    diff.assertSame();
  }

  @Test
  void rowsInOneRelationOnlyAreNamedByTheirKey() {
    table("actual", "('2024-01', NULL, 3, 10.00, 0.5), ('2024-02', NULL, 1, 7.25, NULL)");

    assertThat(compare().report())
        .contains("1 rows missing, 1 unexpected, 0 repeated, 0 differ")
        .contains("missing     month=2024-02 value=a")
        .contains("unexpected  month=2024-02 value=null");
  }

  @Test
  void aRepeatedKeyIsADifference() {
    table(
        "actual",
        """
        ('2024-01', NULL, 3, 10.00, 0.5), ('2024-01', NULL, 3, 10.00, 0.5),
        ('2024-02', 'a', NULL, 7.25, NULL)
        """);

    assertThat(compare().repeated()).isEqualTo(1);
    assertThat(compare().isSame()).isFalse();
  }

  @Test
  void differingCellsAreShownWithBothValues() {
    table("actual", "('2024-01', NULL, 4, 10.01, 0.50001), ('2024-02', 'a', NULL, 7.25, NULL)");

    assertThatThrownBy(() -> compare().assertSame())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("0 rows missing, 0 unexpected, 0 repeated, 1 differ")
        .hasMessageContaining(
            "month=2024-01 value=null: customers expected 3, actual 4;"
                + " rate expected 0.5, actual 0.50001; revenue expected 10.00, actual 10.01");
  }

  @Test
  void aNullAgainstAValueDiffers() {
    table("actual", "('2024-01', NULL, 3, 10.00, NULL), ('2024-02', 'a', 0, 7.25, NULL)");

    assertThat(compare().differing()).isEqualTo(2);
  }

  @Test
  void aColumnThatOneRelationLacksIsNamed() {
    oracle.define("actual", "SELECT month, value, customers FROM expected");

    assertThatThrownBy(this::compare)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("column revenue is not in both relations");
  }
}
