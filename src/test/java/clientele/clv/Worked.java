package clientele.clv;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What transforms have worked out, few rows, and what is in them. */
final class Worked {
  private Worked() {}

  /** Worked out once, as if it had been written. */
  static Dataset<Row> here(Dataset<Row> rows) {
    return rows.sparkSession().createDataFrame(rows.collectAsList(), rows.schema());
  }

  /** The rows, which the checks of their table find good. */
  static Dataset<Row> checked(Table table, Dataset<Row> computed) {
    Dataset<Row> rows = here(computed);
    Column[] violations = table.checks().stream().map(Check::violations).toArray(Column[]::new);
    Row counts = rows.select(violations).first();
    for (int i = 0; i < violations.length; i++) {
      assertThat(counts.getLong(i)).as(table.checks().get(i).name()).isZero();
    }
    return rows;
  }

  static Map<String, Double> map(Row row, String name) {
    return row.getJavaMap(row.fieldIndex(name));
  }

  static double money(Row row, String name) {
    return row.<BigDecimal>getAs(name).doubleValue();
  }
}
