package clientele.churn;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.error.Errors;
import clientele.job.BoundedCollect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/**
 * Somebody's own table of customers, one column of which says who left.
 *
 * @param rows the columns of {@link #inputs}, {@link Frames#LABEL}, {@link Frames#WEIGHT} and
 *     {@link Frames#CLUSTER}; rows without a label are not among them
 * @param yes the value of the label that is learnt
 * @param unlabelled rows that were left out
 * @param leftOut columns that were, with the reason
 */
record LabelledFrame(
    Dataset<Row> rows,
    List<Input> inputs,
    String yes,
    long unlabelled,
    Map<String, String> leftOut) {
  private static final Set<String> YES = Set.of("1", "1.0", "yes", "y", "true", "t", "churned");

  /** A text that is another one in more rows than this names the row. */
  private static final double NAMES_ROWS = 0.5;

  private static final int FEW_ROWS = 50;

  /**
   * Looks at the values of all columns, in one pass.
   *
   * @param raw as it was read
   * @param label the column with two values, of which one means yes: 1, yes, true or churned
   * @param ignored columns that are not to be learnt from
   */
  static LabelledFrame of(Dataset<Row> raw, String label, List<String> ignored) {
    List<String> columns = List.of(raw.columns());
    List<String> wanted = new ArrayList<>(ignored);
    wanted.add(label);
    for (String name : wanted) {
      if (!columns.contains(name)) {
        throw Errors.noSuchColumn(name, columns);
      }
    }
    Map<String, String> leftOut = new LinkedHashMap<>();
    ignored.forEach(name -> leftOut.put(name, "ignored, as asked for"));
    List<StructField> fields = new ArrayList<>();
    for (StructField field : raw.schema().fields()) {
      boolean isSimple = number(field) != null || field.dataType() instanceof StringType;
      if (!field.name().equals(label) && !leftOut.containsKey(field.name())) {
        if (isSimple) {
          fields.add(field);
        } else {
          leftOut.put(field.name(), "of type " + field.dataType().sql());
        }
      }
    }
    Row seen = looked(raw, fields);
    List<Input> inputs = new ArrayList<>();
    List<Column> select = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      StructField field = fields.get(i);
      long filled = seen.getLong(1 + 3 * i);
      boolean isText = field.dataType() instanceof StringType && seen.getLong(2 + 3 * i) < filled;
      long values = seen.getLong(3 + 3 * i);
      if (filled == 0) {
        leftOut.put(field.name(), "empty in all rows");
      } else if (isText && values > Math.max(FEW_ROWS, NAMES_ROWS * filled)) {
        leftOut.put(field.name(), "another text in nearly every row: it names the row");
      } else {
        inputs.add(new Input(field.name(), isText));
        select.add((isText ? text(field) : number(field)).as(field.name()));
      }
    }
    return labelled(raw, label, inputs, select, leftOut);
  }

  private static LabelledFrame labelled(
      Dataset<Row> raw,
      String label,
      List<Input> inputs,
      List<Column> select,
      Map<String, String> leftOut) {
    Column value = trim(raw.col(quoted(label)).cast("string"));
    Column known = when(length(value).gt(0), value);
    List<Row> labels =
        BoundedCollect.rows(raw.groupBy(known.as(Frames.LABEL)).agg(count(lit(1))).limit(9), 9);
    List<String> values = new ArrayList<>();
    long unlabelled = 0;
    for (Row row : labels) {
      if (row.isNullAt(0)) {
        unlabelled = row.getLong(1);
      } else {
        values.add(row.getString(0));
      }
    }
    List<String> yes =
        values.stream().filter(text -> YES.contains(text.toLowerCase(Locale.ROOT))).toList();
    if (values.size() > 2 || (values.size() == 2 && yes.size() != 1)) {
      throw Errors.noLabel(label, values.stream().sorted().toList());
    }
    String meant = yes.isEmpty() ? "" : yes.get(0);
    Column row =
        xxhash64(
            struct(
                java.util.Arrays.stream(raw.columns())
                    .map(name -> raw.col(quoted(name)))
                    .toArray(Column[]::new)));
    select.add(when(known.equalTo(meant), 1.0).otherwise(0.0).as(Frames.LABEL));
    select.add(lit(1.0).as(Frames.WEIGHT));
    select.add(row.as(Frames.CLUSTER));
    Dataset<Row> rows = raw.where(known.isNotNull()).select(select.toArray(Column[]::new));
    return new LabelledFrame(rows, List.copyOf(inputs), meant, unlabelled, leftOut);
  }

  /** Rows, and of each column how many are not empty, are numbers, and differ. */
  private static Row looked(Dataset<Row> raw, List<StructField> fields) {
    List<Column> sums = new ArrayList<>();
    for (StructField field : fields) {
      boolean isText = field.dataType() instanceof StringType;
      Column value = isText ? text(field) : number(field);
      sums.add(count(value));
      sums.add(count(number(field)));
      sums.add(approx_count_distinct(value));
    }
    return BoundedCollect.rows(raw.agg(count(lit(1)), sums.toArray(Column[]::new)), 1).get(0);
  }

  private static Column text(StructField field) {
    Column text = trim(col(quoted(field.name())));
    return when(length(text).gt(0), text);
  }

  /** The field as a number; null: it is of another kind. */
  private static Column number(StructField field) {
    Column value = col(quoted(field.name()));
    if (field.dataType() instanceof StringType) {
      return text(field).try_cast(DataTypes.DoubleType);
    }
    if (field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType) {
      return value.cast("double");
    }
    if (field.dataType() instanceof DateType || field.dataType() instanceof TimestampType) {
      return unix_date(value.cast("date")).cast("double");
    }
    return null;
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
