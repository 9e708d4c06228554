package clientele.io;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.error.Errors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;

/** Examines a written slice in one pass, before anything of it is published. */
final class QualityGate {
  private QualityGate() {}

  private static String isFinite(String number) {
    return "not isnan(%s) and abs(%s) < double('Infinity')".formatted(number, number);
  }

  /**
   * @throws clientele.error.ClienteleException.QualityException naming every rule that is broken,
   *     and how often
   */
  static void check(Table table, Dataset<Row> slice, LocalDate asOf) {
    List<Check> rules = new ArrayList<>(table.checks());
    for (TableColumn column : table.columns()) {
      if (column.type().equals(DataTypes.DoubleType)) {
        rules.add(new Check(column.name() + "-is-finite", isFinite(column.name())));
      }
      if (column.type() instanceof MapType map && map.valueType().equals(DataTypes.DoubleType)) {
        String each = "forall(map_values(%s), x -> %s)".formatted(column.name(), isFinite("x"));
        rules.add(new Check(column.name() + "-are-finite", each));
      }
    }
    if (rules.isEmpty() && table.key().isEmpty()) {
      return;
    }
    Dataset<Row> perKey =
        table.key().isEmpty() ? perSlice(slice, rules) : perKey(table, slice, rules);
    List<Column> totals = new ArrayList<>();
    totals.add(count_if(functions.col("rows").gt(1)).as("key"));
    rules.forEach(rule -> totals.add(coalesce(sum(quoted(rule)), lit(0L)).as(rule.name())));
    Row result = perKey.agg(totals.get(0), rest(totals)).first();

    List<String> broken = new ArrayList<>();
    if (!table.key().isEmpty() && result.getLong(0) > 0) {
      String key = String.join(", ", table.key().stream().map(TableColumn::name).toList());
      broken.add(result.getLong(0) + " keys (" + key + ") have more than one row");
    }
    for (int i = 0; i < rules.size(); i++) {
      if (result.getLong(i + 1) > 0) {
        Check rule = rules.get(i);
        broken.add(
            "%d rows break %s (%s)"
                .formatted(result.getLong(i + 1), rule.name(), rule.condition()));
      }
    }
    if (!broken.isEmpty()) {
      throw Errors.qualityCheckFailed(table.fullName(), asOf, broken);
    }
  }

  private static Dataset<Row> perKey(Table table, Dataset<Row> slice, List<Check> rules) {
    Column[] key = table.key().stream().map(TableColumn::col).toArray(Column[]::new);
    List<Column> states = states(rules);
    return slice.groupBy(key).agg(states.get(0), rest(states));
  }

  private static Dataset<Row> perSlice(Dataset<Row> slice, List<Check> rules) {
    List<Column> states = states(rules);
    states.set(0, functions.max(lit(1L)).as("rows"));
    return slice.agg(states.get(0), rest(states));
  }

  private static List<Column> states(List<Check> rules) {
    List<Column> states = new ArrayList<>();
    states.add(count(lit(1)).as("rows"));
    rules.forEach(rule -> states.add(rule.violations()));
    return states;
  }

  private static Column quoted(Check rule) {
    return functions.col("`" + rule.name() + "`");
  }

  private static Column[] rest(List<Column> columns) {
    return columns.subList(1, columns.size()).toArray(Column[]::new);
  }
}
