package clientele.settings;

import clientele.settings.SourceSettings.Format;
import clientele.settings.SourceSettings.IdenticalRows;
import clientele.settings.SourceSettings.Mode;
import clientele.settings.SourceSettings.OnChangedFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code sources}: what is read, and how. */
final class SourceReader {
  /** A single name in braces; alternatives of a glob, {a,b}, hold a comma. */
  private static final Pattern TEMPLATE = Pattern.compile("\\{([A-Za-z_-]+)\\}");

  private static final String MAX_AGE_DAYS = "max-age-days";
  private static final String MIN_SHARE_OF_MEDIAN = "min-share-of-median";

  private final Section defaults;
  private final Paths paths;
  private final Faults faults;

  SourceReader(Section defaults, Paths paths, Faults faults) {
    this.defaults = defaults;
    this.paths = paths;
    this.faults = faults;
  }

  Map<SourceName, SourceSettings> read(Section sources) {
    Map<SourceName, SourceSettings> read = new EnumMap<>(SourceName.class);
    for (SourceName name : SourceName.values()) {
      Optional<ConfigValue> value = sources.value(name.key());
      if (value.isPresent() && value.get() instanceof ConfigObject own) {
        Section source = defaults.under(sources.path(name.key()), own);
        refuseExpectations(name, source, own);
        read.put(name, source(name, source));
      } else if (value.isPresent()) {
        sources.section(name.key());
      }
    }
    sources.refuseOthers();
    requireEvents(sources, read);
    return read;
  }

  private SourceSettings source(SourceName name, Section source) {
    Section expect = source.section("expect");
    // What the defaults expect of events is nothing to a source that has none.
    boolean hasEvents = SourceContract.of(name).hasEvents();
    Optional<Integer> maxAgeDays = expect.optional(MAX_AGE_DAYS, Reading.integer(0, 3650));
    Optional<Double> minShare = expect.optional(MIN_SHARE_OF_MEDIAN, Reading.share());
    SourceSettings settings =
        new SourceSettings(
            name,
            path(source),
            source.required("format", Reading.choice(Format.class)),
            source.section("options").texts(SparkRules::refusalOfOption),
            source.required("mode", Reading.choice(Mode.class)),
            columns(name, source),
            source.optional("where", Reading.text()),
            source.required("identical-rows", Reading.choice(IdenticalRows.class)),
            source.required("max-bad-share", Reading.share()),
            source.optional("latest-by", Reading.text()),
            source.required("on-changed-file", Reading.choice(OnChangedFile.class)),
            maxAgeDays.isPresent() && hasEvents
                ? OptionalInt.of(maxAgeDays.get())
                : OptionalInt.empty(),
            minShare.isPresent() && hasEvents
                ? OptionalDouble.of(minShare.get())
                : OptionalDouble.empty(),
            source.optional("marker", Reading.text()),
            source.optional("history-starts-on", Reading.date()));
    expect.refuseOthers();
    source.refuseOthers();
    return settings;
  }

  /** What no delivery could ever fulfil is refused where it is written for the source itself. */
  private static void refuseExpectations(SourceName name, Section source, ConfigObject own) {
    if (!SourceContract.of(name).hasEvents() && own.get("expect") instanceof ConfigObject expect) {
      for (String key : List.of(MAX_AGE_DAYS, MIN_SHARE_OF_MEDIAN)) {
        ConfigValue value = expect.get(key);
        if (value != null && value.valueType() != ConfigValueType.NULL) {
          source
              .section("expect")
              .refuse(
                  key, value, "is refused: rows of " + name.key() + " have no date of an event");
        }
      }
    }
  }

  private String path(Section source) {
    String path = paths.read(source, "path");
    Matcher template = TEMPLATE.matcher(path);
    while (template.find()) {
      if (!template.group(1).equals("date")) {
        source.refuse(
            "path",
            source.value("path").orElseThrow(),
            "knows no " + template.group() + "; {date} stands for a date as 2026-01-31");
      }
    }
    return path;
  }

  private Map<String, String> columns(SourceName name, Section source) {
    SourceContract contract = SourceContract.of(name);
    Section columns = source.section("columns");
    Map<String, String> read = new LinkedHashMap<>();
    for (SourceContract.Field field : contract.fields()) {
      columns.optional(field.name(), Reading.text()).ifPresent(sql -> read.put(field.name(), sql));
    }
    if (contract.isOpen()) {
      for (String further : columns.keys()) {
        columns.optional(further, Reading.text()).ifPresent(sql -> read.put(further, sql));
      }
    }
    columns.refuseOthers();
    if (!columns.keys().isEmpty()) {
      requireColumns(contract, columns, read.keySet());
    }
    return read;
  }

  private void requireColumns(SourceContract contract, Section columns, Set<String> mapped) {
    for (SourceContract.Field field : contract.fields()) {
      // A mapping that is refused for its value is there, and is told of already.
      if (field.isRequired()
          && !mapped.contains(field.name())
          && columns.value(field.name()).isEmpty()) {
        faults.add(
            columns.origin(),
            columns.path(field.name())
                + ": is missing; where columns are given, this one must be among them");
      }
    }
  }

  /** Something must be bought or subscribed to, by somebody, at some time. */
  private void requireEvents(Section sources, Map<SourceName, SourceSettings> read) {
    Set<SourceName> given = read.keySet();
    if (!given.contains(SourceName.ORDERS)
        && !given.contains(SourceName.ORDER_LINES)
        && !given.contains(SourceName.SUBSCRIPTIONS)) {
      faults.add(
          "sources: none of orders, order_lines, subscriptions is configured;"
              + " give one of them a path");
    }
    if (given.contains(SourceName.ORDER_LINES) && !given.contains(SourceName.ORDERS)) {
      requireOrdersFromLines(sources, read.get(SourceName.ORDER_LINES).columns());
    }
  }

  private void requireOrdersFromLines(Section sources, Map<String, String> columns) {
    for (String name : List.of("customer_id", "ordered_at")) {
      if (!columns.isEmpty() && !columns.containsKey(name)) {
        Section lines = sources.section(SourceName.ORDER_LINES.key());
        faults.add(
            lines.origin(),
            lines.path("columns." + name)
                + ": is missing; without the source orders, orders are made of their lines");
      }
    }
  }
}
