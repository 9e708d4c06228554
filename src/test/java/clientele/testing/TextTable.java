package clientele.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A small table written as text in a test: the first line names the columns, each further line is a
 * row, cells are separated by a bar.
 *
 * <pre>{@code
 * TextTable.of(spark, "customer_id STRING, ordered_at TIMESTAMP, amount DECIMAL(18,2)",
 *     """
 *     customer_id | ordered_at          | amount
 *     a           | 2024-01-01          | 1.50
 *     b           | 2024-01-02 10:30:00 | null
 *     """)
 * }</pre>
 *
 * <p>A blank cell and {@code null} are null; {@code ""} is the empty string; a cell in double
 * quotes keeps bars and outer blanks. Times are UTC. Arrays and structs are JSON lists, maps JSON
 * objects. Columns of the schema that the header leaves out are null. Whatever does not fit fails
 * with the number of its line.
 */
public final class TextTable {
  private final StructType columns;
  private final List<List<Object>> rows;

  private TextTable(StructType columns, List<List<Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** The table with all columns of {@code ddl}, as {@code "customer_id STRING, amount DOUBLE"}. */
  public static Dataset<Row> of(SparkSession spark, String ddl, String text) {
    return of(spark, StructType.fromDDL(ddl), text);
  }

  /** The table with all columns of the schema, in its order, each nullable. */
  public static Dataset<Row> of(SparkSession spark, StructType schema, String text) {
    TextTable table = parse(schema, text);
    List<Row> rows = new ArrayList<>();
    for (List<Object> cells : table.rows) {
      Object[] values = new Object[schema.size()];
      for (int i = 0; i < cells.size(); i++) {
        int position = schema.fieldIndex(table.columns.apply(i).name());
        values[position] = forSpark(schema.apply(position).dataType(), cells.get(i));
      }
      rows.add(RowFactory.create(values));
    }
    return spark.createDataFrame(rows, nullable(schema));
  }

  /** Reads a text whose header names some columns of the schema. */
  static TextTable parse(StructType schema, String text) {
    List<String> lines = text.lines().toList();
    StructType columns = null;
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        if (columns == null) {
          columns = header(schema, lines.get(i));
        } else {
          rows.add(row(columns, lines.get(i)));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of the table: " + e.getMessage() + ": " + lines.get(i).strip(),
            e);
      }
    }
    if (columns == null) {
      throw new IllegalArgumentException("the table has no header line");
    }
    return new TextTable(columns, rows);
  }

  StructType columns() {
    return columns;
  }

  List<List<Object>> rows() {
    return rows;
  }

  private static StructType header(StructType schema, String line) {
    Set<String> known = new LinkedHashSet<>(Arrays.asList(schema.fieldNames()));
    Set<String> seen = new LinkedHashSet<>();
    StructType columns = new StructType();
    for (String name : Cell.split(line)) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("no column '" + name + "' among " + known);
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("column '" + name + "' is named twice");
      }
      columns = columns.add(schema.apply(name));
    }
    return columns;
  }

  private static List<Object> row(StructType columns, String line) {
    List<String> cells = Cell.split(line);
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells under " + columns.size() + " columns");
    }
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      StructField column = columns.apply(i);
      row.add(value(column, cells.get(i)));
    }
    return row;
  }

  private static Object value(StructField column, String cell) {
    try {
      return Cell.parse(column.dataType(), cell);
    } catch (RuntimeException e) {
      // The parsers of the JDK throw several kinds; each means that the cell does not fit.
      throw new IllegalArgumentException(
          "column '%s' (%s) cannot be '%s' (%s)"
              .formatted(column.name(), column.dataType().sql(), cell, e.getMessage()),
          e);
    }
  }

  /** Spark takes plain values as they are, but for a struct it wants a row. */
  private static Object forSpark(DataType type, Object value) {
    if (type instanceof StructType struct && value instanceof List<?> parts) {
      Object[] fields = new Object[struct.size()];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = forSpark(struct.apply(i).dataType(), parts.get(i));
      }
      return RowFactory.create(fields);
    } else if (type instanceof ArrayType array && value instanceof List<?> elements) {
      List<Object> list = new ArrayList<>();
      elements.forEach(element -> list.add(forSpark(array.elementType(), element)));
      return list;
    } else if (type instanceof MapType map && value instanceof Map<?, ?> entries) {
      Map<Object, Object> result = new TreeMap<>();
      entries.forEach((k, v) -> result.put(k, forSpark(map.valueType(), v)));
      return result;
    }
    return value;
  }

  private static StructType nullable(StructType schema) {
    StructType result = new StructType();
    for (StructField field : schema.fields()) {
      result = result.add(field.name(), field.dataType(), true, field.metadata());
    }
    return result;
  }
}
