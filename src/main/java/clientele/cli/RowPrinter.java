package clientele.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** Prints rows on stdout, as a table for people or as CSV or JSON lines for programs. */
final class RowPrinter {
  /** The longest names of cells in gold.restatement have room. */
  private static final int WIDEST = 160;

  private RowPrinter() {}

  /**
   * @param limit most rows; 0: all
   */
  static void print(Dataset<Row> rows, RowFormat format, int limit) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Dataset<Row> wanted = limit > 0 ? rows.limit(limit + 1) : rows;
    boolean more =
        switch (format) {
          case TABLE -> table(out, wanted, limit);
          case CSV -> csv(out, wanted, limit);
          case JSON -> json(out, wanted, limit);
        };
    out.flush();
    if (more) {
      System.err.println("(more rows than --limit " + limit + "; --limit 0 prints all)");
    }
  }

  private static boolean table(PrintStream out, Dataset<Row> rows, int limit) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(Arrays.asList(rows.columns()));
    Iterator<Row> iterator = asText(rows).toLocalIterator();
    while (iterator.hasNext() && (limit == 0 || lines.size() <= limit)) {
      lines.add(cells(iterator.next()));
    }
    int columns = rows.columns().length;
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], shown(line.get(i)).length());
      }
    }
    boolean[] right = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      right[i] = rows.schema().apply(i).dataType() instanceof NumericType;
    }
    for (int n = 0; n < lines.size(); n++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = shown(lines.get(n).get(i));
        String pad = " ".repeat(widths[i] - cell.length());
        text.append(i == 0 ? "" : "  ").append(right[i] ? pad + cell : cell + pad);
      }
      out.println(text.toString().stripTrailing());
      if (n == 0) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < columns; i++) {
          rule.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        out.println(rule);
      }
    }
    int count = lines.size() - 1;
    out.flush();
    System.err.println("(" + count + (count == 1 ? " row)" : " rows)"));
    return iterator.hasNext();
  }

  private static boolean csv(PrintStream out, Dataset<Row> rows, int limit) {
    out.print(String.join(",", Arrays.stream(rows.columns()).map(RowPrinter::quoted).toList()));
    out.print("\r\n");
    Iterator<Row> iterator = asText(rows).toLocalIterator();
    for (int n = 0; iterator.hasNext() && (limit == 0 || n < limit); n++) {
      Row row = iterator.next();
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.isNullAt(i) ? "" : quoted(row.getString(i)));
      }
      out.print(String.join(",", cells));
      out.print("\r\n");
    }
    return iterator.hasNext();
  }

  private static boolean json(PrintStream out, Dataset<Row> rows, int limit) {
    String[] names = rows.columns();
    Column[] all = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      all[i] = col(String.valueOf(i)).as(names[i]);
    }
    Column line = to_json(struct(all), Map.of("ignoreNullFields", "false"));
    Iterator<Row> iterator = numbered(rows).select(line).toLocalIterator();
    for (int n = 0; iterator.hasNext() && (limit == 0 || n < limit); n++) {
      out.println(iterator.next().getString(0));
    }
    return iterator.hasNext();
  }

  private static Dataset<Row> asText(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    Column[] texts = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      texts[i] = text(String.valueOf(i), fields[i].dataType());
    }
    return numbered(rows).select(texts);
  }

  /** With columns named by their place, because a query may give two of them one name. */
  private static Dataset<Row> numbered(Dataset<Row> rows) {
    int columns = rows.columns().length;
    return rows.toDF(IntStream.range(0, columns).mapToObj(String::valueOf).toArray(String[]::new));
  }

  private static Column text(String name, DataType type) {
    Column column = col(name);
    boolean nested = type.typeName().matches("(array|map|struct).*");
    return (nested ? to_json(column) : column.cast("string")).as(name);
  }

  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.isNullAt(i) ? "" : row.getString(i));
    }
    return cells;
  }

  private static String shown(String cell) {
    String line = cell.replaceAll("\\s+", " ");
    return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
  }

  /** RFC 4180. */
  static String quoted(String cell) {
    boolean plain = !cell.isEmpty() && cell.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
