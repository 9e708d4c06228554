package clientele.clv;

import static clientele.catalogue.Vocabulary.HOLDOUT;
import static clientele.catalogue.Vocabulary.IS_USED;
import static clientele.catalogue.Vocabulary.METHOD;
import static clientele.catalogue.Vocabulary.MODEL;
import static clientele.catalogue.Vocabulary.WARNINGS;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.TableColumn;
import clientele.clv.RenewalSegment.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Which model of renewals is used, of subscriptions that leave at given rates. */
class RenewalSegmentTest {
  /** Of a BdW with c = 1.5, nearly. */
  private static final double[] FALLING = {
    .30, .27, .23, .20, .18, .163, .15, .139, .13, .122, .115, .109
  };

  @Test
  void lastPeriodsDecideWhereThereAreEnough() {
    Map<String, Row> rows = rows(100_000, FALLING);

    List<Row> used = rows.values().stream().filter(row -> (boolean) cell(row, IS_USED)).toList();
    assertThat(used).hasSize(1);
    assertThat(cell(used.get(0), METHOD)).isEqualTo("maximum likelihood, by held out periods");
    double best = holdout(used.get(0), "log_score");
    for (String model : List.of("sbg", "bdw")) {
      assertThat(holdout(rows.get(model), "log_score")).isLessThanOrEqualTo(best);
      assertThat(holdout(rows.get(model), "naive_log_score")).isLessThan(best);
      assertThat(holdout(rows.get(model), "periods")).isEqualTo(4);
    }
  }

  @Test
  void theLikelihoodDecidesWhereThereAreFewPeriods() {
    Map<String, Row> rows = rows(100_000, .30, .27, .23, .20);

    assertThat(rows.values().stream().filter(row -> (boolean) cell(row, IS_USED)))
        .singleElement()
        .satisfies(
            row ->
                assertThat(cell(row, METHOD)).isEqualTo("maximum likelihood, by likelihood ratio"));
    assertThat(cell(rows.get("sbg"), HOLDOUT)).isNull();
  }

  /** Who has stayed for long begins to leave again, which neither model foresees. */
  @Test
  void whatForetellsNoBetterThanAConstantShareIsRefused() {
    Map<String, Row> rows =
        rows(100_000, .30, .27, .23, .20, .18, .163, .15, .139, .18, .18, .18, .18);

    assertThat(cell(rows.get("constant"), IS_USED)).isEqualTo(true);
    for (String model : List.of("sbg", "bdw")) {
      assertThat(cell(rows.get(model), IS_USED)).isEqualTo(false);
      assertThat(cell(rows.get(model), METHOD)).isEqualTo("maximum likelihood");
      assertThat(rows.get(model).<String>getList(ModelRow.COLUMNS.indexOf(WARNINGS)))
          .containsExactly("refused: a constant share that leaves foretold no worse");
    }
  }

  private static Map<String, Row> rows(long customers, double... leaving) {
    List<Exposure> exposures = new ArrayList<>();
    long there = customers;
    for (int t = 1; t <= leaving.length; t++) {
      long gone = Math.round(there * leaving[t - 1]);
      exposures.add(new Exposure(0, t, true, gone));
      there -= gone;
    }
    exposures.add(new Exposure(0, leaving.length, false, there));
    RenewalSegment segment = RenewalSegment.of("term:P1M", exposures);
    return segment.rows(RenewalSegment.intensity(List.of(segment))).stream()
        .collect(Collectors.toMap(row -> (String) cell(row, MODEL), row -> row));
  }

  private static Object cell(Row row, TableColumn column) {
    return row.get(ModelRow.COLUMNS.indexOf(column));
  }

  private static double holdout(Row row, String name) {
    return row.<String, Double>getJavaMap(ModelRow.COLUMNS.indexOf(HOLDOUT)).get(name);
  }
}
