package clientele.generate;

import java.util.List;
import java.util.Map;

/** The {@code clientele.conf} beside the generated sources: HOCON, paths relative to itself. */
final class ConfigurationFile {
  private static final List<String> DIMENSIONS =
      List.of("region", "income_band", "\"region*income_band\"");

  private ConfigurationFile() {}

  static String text(GeneratorOptions options) {
    StringBuilder text = new StringBuilder();
    text.append(
        "# A generated company: %d customers, seed %d.\n"
            .formatted(options.customers(), options.seed()));
    text.append("warehouse = \"warehouse\"\n");
    text.append("time-zone = \"%s\"\n".formatted(Timeline.ZONE));
    text.append("currency = \"GBP\"\n");
    text.append("dimensions = [%s]\n".formatted(String.join(", ", DIMENSIONS)));
    text.append("nps.weight-by = %s\n".formatted(DIMENSIONS.get(0)));
    for (SourceTable source : Sources.ALL) {
      append(text, source.name(), columnNames(source), options);
    }
    append(text, Sources.FX_RATES, List.of("currency", "on_date", "rate"), options);
    return text.toString();
  }

  private static void append(
      StringBuilder text, String source, List<String> columns, GeneratorOptions options) {
    boolean isBroken = options.dirtyShare() > 0 && !source.equals(Sources.FX_RATES);
    String mode = source.equals(CustomerSources.CUSTOMERS.name()) ? "snapshot" : "append";
    text.append("\nsources.%s {\n".formatted(source));
    text.append("  path = \"%s\"\n  format = parquet\n  mode = %s\n".formatted(source, mode));
    if (isBroken) {
      // A broken key can stand in two rows.
      text.append("  max-bad-share = %s\n".formatted(Math.min(1, 2 * options.dirtyShare())));
    }
    Map<String, String> read = isBroken ? Breaks.of(source).tightened() : Map.of();
    text.append("  columns {\n");
    for (String column : columns) {
      String expression = read.getOrDefault(column, column);
      text.append("    %s = \"%s\"\n".formatted(column, expression));
    }
    text.append("  }\n}\n");
  }

  private static List<String> columnNames(SourceTable source) {
    return source.columns().stream()
        .map(column -> column.substring(column.lastIndexOf(' ') + 1))
        .toList();
  }
}
