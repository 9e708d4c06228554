package clientele.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.Vocabulary;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What may have altered the cells of a table since they were shown.
 *
 * @param evidence of the sources that the table is made from, by the silver table of each
 * @param counted what all its cells are made from, of {@link Origins#counted}
 * @param erased whether customers were erased
 * @param redefined whether the settings have another meaning
 * @param recoded whether another version of the program made them
 * @param comparison with what the cells are compared
 */
record Causes(
    Table table,
    Map<String, Evidence> evidence,
    Set<String> counted,
    boolean erased,
    boolean redefined,
    boolean recoded,
    Comparison comparison) {

  /** With what the cells of a table are compared. */
  enum Comparison {
    /** An earlier run of the same date: rows, settings and program explain every difference. */
    SAME_DATE,
    /** An earlier date: time alone alters some cells too. */
    EARLIER_DATE
  }

  /** The column with {@link Origins#named} of the cells that a row is for. */
  static final String NAMED = "named";

  private static final StructType SCHEMA =
      new StructType()
          .add(Vocabulary.TABLE_NAME.name(), DataTypes.StringType)
          .add(NAMED, DataTypes.StringType)
          .add("late_from", DataTypes.DateType)
          .add("refund_from", DataTypes.DateType)
          .add("replaced_from", DataTypes.DateType)
          .add("is_reread", DataTypes.BooleanType)
          .add("is_erased", DataTypes.BooleanType)
          .add("is_redefined", DataTypes.BooleanType)
          .add("is_recoded", DataTypes.BooleanType)
          .add("is_same_date", DataTypes.BooleanType);

  /** Whether nothing is known that could have altered a cell. */
  boolean isEmpty() {
    return evidence.isEmpty() && !erased && !redefined && !recoded;
  }

  /** One row per table and what its cells may be made from. */
  static Dataset<Row> rows(SparkSession spark, List<Causes> causes, int cancellationWindowDays) {
    return spark.createDataFrame(
        causes.stream()
            .flatMap(
                one ->
                    Origins.choices().stream().map(named -> one.row(named, cancellationWindowDays)))
            .toList(),
        SCHEMA);
  }

  private Row row(List<String> named, int cancellationWindowDays) {
    Evidence found = found(named);
    LocalDate refund = found.refundFrom();
    return RowFactory.create(
        table.fullName(),
        Origins.text(named),
        date(found.lateFrom()),
        // A refund reaches back to orders as old as the window.
        date(refund == null ? null : refund.minusDays(cancellationWindowDays)),
        date(found.replacedFrom()),
        found.reread(),
        erased,
        redefined,
        recoded,
        comparison == Comparison.SAME_DATE);
  }

  private Evidence found(List<String> named) {
    Evidence own =
        sum(evidence.keySet().stream().filter(one -> Origins.isOrigin(one, named, counted)));
    boolean isExplained = !own.isEmpty() || erased || redefined || recoded;
    // On the same date something must have altered the cell: rather all that may than nothing.
    return isExplained || comparison == Comparison.EARLIER_DATE
        ? own
        : sum(evidence.keySet().stream());
  }

  private Evidence sum(Stream<String> origins) {
    return origins.map(evidence::get).reduce(Evidence.NONE, Evidence::and);
  }

  private static Date date(LocalDate date) {
    return date == null ? null : Date.valueOf(date);
  }

  /**
   * The names of the causes of a cell, in a fixed order; empty: time alone.
   *
   * @param reach last day of what the cell tells of: no later event alters it
   * @param moved whether the cell has changed since it was shown
   * @param known causes of an earlier change of it; null: none
   */
  static Column of(Column reach, Column moved, Column known) {
    Column isLate = before("late_from", reach);
    Column isRefund = before("refund_from", reach);
    Column isReplaced = before("replaced_from", reach);
    Column isOfAll = col("is_erased").or(col("is_redefined")).or(col("is_recoded"));
    Column isExplained = isLate.or(isRefund).or(isReplaced).or(isOfAll);
    Column isReread = not(isExplained).and(col("is_reread"));
    // On the same date only rows are left to blame, though no rule tells how they got there.
    Column isUnclear = not(isExplained).and(not(col("is_reread"))).and(col("is_same_date"));

    List<Column> names = new ArrayList<>();
    names.add(cause("late row", moved, known, isLate.or(isUnclear.and(isThere("late_from")))));
    names.add(cause("refund", moved, known, isRefund.or(isUnclear.and(isThere("refund_from")))));
    names.add(
        cause(
            "replacement",
            moved,
            known,
            isReplaced.or(isReread).or(isUnclear.and(isThere("replaced_from")))));
    names.add(cause("erasure", moved, known, col("is_erased")));
    names.add(cause("definition", moved, known, col("is_redefined")));
    names.add(cause("code", moved, known, col("is_recoded")));
    return concat_ws(", ", names.toArray(Column[]::new));
  }

  private static Column before(String from, Column reach) {
    return coalesce(col(from).leq(reach), lit(false));
  }

  private static Column isThere(String from) {
    return col(from).isNotNull();
  }

  private static Column cause(String name, Column moved, Column known, Column isNew) {
    Column wasKnown = coalesce(known.contains(name), lit(false));
    return when(wasKnown.or(moved.and(isNew)), lit(name));
  }
}
