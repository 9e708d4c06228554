package clientele.generate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The truth of causes: both potential outcomes of every customer concerned, summed up over them.
 *
 * <p>An outcome is a numerator and a denominator, so that shares, means and ratios of sums are one
 * thing: an outcome is the ratio of the two sums, and the effect is the treated outcome minus the
 * control outcome, or their quotient where the unit is {@code ratio}. These are effects in the very
 * population generated, free of sampling error.
 */
final class Effect {
  static final String RATIO = "ratio";

  private static final String RAW_SCHEMA =
      "question STRING, value STRING, unit STRING, definition STRING, is_treated BOOLEAN,"
          + " y1 DOUBLE, n1 DOUBLE, y0 DOUBLE, n0 DOUBLE";

  private static final List<String> RAW_COLUMNS =
      List.of("question", "value", "unit", "definition", "is_treated", "y1", "n1", "y0", "n0");

  private Effect() {}

  /** The raw rows of a table of effects. */
  static SourceTable table(String name, SourceTable.RowSource rows) {
    return new SourceTable(name, RAW_SCHEMA, RAW_COLUMNS, rows);
  }

  /** One customer's pair of potential outcomes. */
  record Pair(double treated, double treatedOver, double control, double controlOver) {
    /** Outcomes that are averaged over customers. */
    static Pair of(double treated, double control) {
      return new Pair(treated, 1, control, 1);
    }

    void emit(Question question, String value, boolean wasTreated, Consumer<Row> out) {
      out.accept(
          RowFactory.create(
              question.name(),
              value,
              question.unit(),
              question.definition(),
              wasTreated,
              treated,
              treatedOver,
              control,
              controlOver));
    }
  }

  /** What an effect answers. */
  record Question(String name, String unit, String definition) {}

  /** One row per question and value, the sums taken over customers. */
  static Dataset<Row> summary(Dataset<Row> pairs) {
    Dataset<Row> sums =
        pairs
            .groupBy("question", "value", "unit", "definition")
            .agg(
                count(lit(1)).as("population"),
                sum(col("is_treated").cast("bigint")).as("treated"),
                sum("y1").as("y1"),
                sum("n1").as("n1"),
                sum("y0").as("y0"),
                sum("n0").as("n0"));
    Column treatedOutcome = try_divide(col("y1"), col("n1"));
    Column controlOutcome = try_divide(col("y0"), col("n0"));
    Column quotient = try_divide(treatedOutcome, controlOutcome);
    Column isRatio = col("unit").equalTo(RATIO);
    return sums.select(
        col("question"),
        col("value"),
        col("population"),
        col("treated"),
        treatedOutcome.as("treated_outcome"),
        controlOutcome.as("control_outcome"),
        when(isRatio, quotient).otherwise(treatedOutcome.minus(controlOutcome)).as("true_effect"),
        col("unit"),
        coalesce(col("definition"), lit("")).as("definition"));
  }
}
