package clientele.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/** The tables in words, for people. */
public final class DataDictionary {
  private DataDictionary() {}

  /** One table as text for a terminal. */
  public static String describe(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(table.fullName()).append(": ").append(table.grain()).append('\n');
    if (!table.key().isEmpty()) {
      text.append("key: ").append(names(table.key())).append('\n');
    }
    int name = table.columns().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int type = table.columns().stream().mapToInt(c -> type(c).length()).max().orElse(0);
    for (TableColumn column : table.columns()) {
      text.append(
          ("  %-" + name + "s  %-" + type + "s  %s%n")
              .formatted(column.name(), type(column), column.comment()));
    }
    return text.toString();
  }

  /** All tables as a Markdown page. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Tables\n\nGenerated from the catalogue; do not edit.\n\n");
    text.append(
        "Times are instants in UTC; months are the date of their first day; money is in the");
    text.append(" reporting currency; shares are 0..1; intervals are 95 %.\n");
    for (Table table : Tables.ALL) {
      text.append("\n## ").append(table.fullName()).append("\n\n");
      text.append(capital(table.grain())).append(".\n\n");
      if (!table.key().isEmpty()) {
        text.append("Key: `").append(names(table.key())).append("`. ");
      }
      if (!table.partitions().isEmpty()) {
        text.append("Partitioned by `").append(names(table.partitions())).append("`. ");
      }
      text.append("A write replaces ").append(slice(table.slice())).append(".\n\n");
      text.append("| column | type | meaning |\n| --- | --- | --- |\n");
      for (TableColumn column : table.columns()) {
        text.append("| `%s` | %s | %s |%n".formatted(column.name(), type(column), cell(column)));
      }
      for (Check check : table.checks()) {
        text.append(
            "%nHolds for every row: %s, `%s`.%n".formatted(check.name(), check.condition()));
      }
    }
    return text.toString();
  }

  private static String cell(TableColumn column) {
    return column.comment().replace("|", "\\|");
  }

  private static String slice(Slice slice) {
    return switch (slice) {
      case AS_OF -> "the rows of its business date";
      case MONTH -> "the rows of the months that changed";
      case WHOLE -> "all rows";
      case APPEND, LOG -> "nothing: rows are added";
    };
  }

  private static String names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).collect(Collectors.joining(", "));
  }

  private static String type(TableColumn column) {
    return column.type().catalogString();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
