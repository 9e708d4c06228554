package clientele.settings;

import com.typesafe.config.ConfigValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Spark may not be told, because rows would vanish or results would change in silence. */
final class SparkRules {
  private static final String LOSES_ROWS =
      "is refused: files that cannot be read would be left out without a word";

  private static final Map<String, String> RESERVED =
      Map.of(
          "spark.sql.session.timezone",
          "is set by the program; the business time zone is the key time-zone",
          "spark.sql.extensions",
          "is set by the program, which adds Delta",
          "spark.sql.catalog.spark_catalog",
          "is set by the program, which adds Delta");

  private static final Set<String> CHOOSE_FILES =
      Set.of("pathglobfilter", "modifiedbefore", "modifiedafter");

  private SparkRules() {}

  /** The reason why a setting of Spark is refused, if it is. */
  static Optional<String> refusalOfSetting(String name, ConfigValue value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (RESERVED.containsKey(lower)) {
      return Optional.of(RESERVED.get(lower));
    }
    if (lower.equals("spark.sql.ansi.enabled") && !isTrue(value)) {
      return Optional.of("is refused: overflow and bad casts would become null without a word");
    }
    return losesRows(lower) && isTrue(value) ? Optional.of(LOSES_ROWS) : Optional.empty();
  }

  /** The reason why an option of a source's reader is refused, if it is. */
  static Optional<String> refusalOfOption(String name, ConfigValue value) {
    String lower = name.toLowerCase(Locale.ROOT);
    String text = String.valueOf(value.unwrapped());
    if (losesRows(lower) && isTrue(value)) {
      return Optional.of(LOSES_ROWS);
    }
    if (CHOOSE_FILES.contains(lower)) {
      return Optional.of("is refused: files would be left out without a word; choose them by path");
    }
    if (lower.equals("mode") && text.equalsIgnoreCase("dropmalformed")) {
      return Optional.of("is refused: lines that cannot be read would be left out without a word");
    }
    if (lower.equals("header") && !isTrue(value)) {
      return Optional.of("is refused: CSV needs a header, because columns are found by name");
    }
    return Optional.empty();
  }

  private static boolean losesRows(String lower) {
    return lower.endsWith("ignorecorruptfiles") || lower.endsWith("ignoremissingfiles");
  }

  private static boolean isTrue(ConfigValue value) {
    return String.valueOf(value.unwrapped()).equalsIgnoreCase("true");
  }
}
