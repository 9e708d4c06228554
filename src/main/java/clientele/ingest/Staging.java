package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_concat;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import clientele.error.Errors;
import clientele.io.SourceFile;
import clientele.settings.SourceContract;
import clientele.settings.SourceContract.Field;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import clientele.settings.SourceSettings.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a source in canonical columns, each with what is wrong with it.
 *
 * <p>Beside the canonical columns a staged row has: {@value #GOOD} (nothing is wrong with it; most
 * readers ask no more, and need no array made for each row), {@value #REASONS_SO_FAR} (array, empty
 * when good), {@value #KEPT} (inside the configured condition), {@value #SOURCE_ROW} (all its own
 * columns, as JSON), {@code source_file}, {@code row_order}.
 */
final class Staging {
  static final String GOOD = "_good";
  static final String REASONS_SO_FAR = "_reasons";
  static final String KEPT = "_kept";
  static final String SOURCE_ROW = "_row";
  private static final String NO_RANK = "_no_rank";
  private static final String COLUMNS = "columns";

  private final SourceSettings source;
  private final SourceContract contract;
  private final Set<String> alsoRequired;

  /**
   * @param alsoRequired columns that this use of the source cannot do without, though the contract
   *     lets them be missing
   */
  Staging(SourceSettings source, Set<String> alsoRequired) {
    this.source = source;
    this.contract = SourceContract.of(source.name());
    this.alsoRequired = Set.copyOf(alsoRequired);
  }

  /** Stages files of one layout. */
  Dataset<Row> stage(Dataset<Row> raw, List<SourceFile> files) {
    String example = files.get(0).path();
    Map<String, Column> mapped = mappedColumns(raw, example);
    Dataset<Row> evaluated = evaluate(raw, mapped, example);
    List<Column> columns = new ArrayList<>();
    List<Column> reasons = new ArrayList<>();
    for (Field field : contract.fields()) {
      String name = field.name();
      if (!mapped.containsKey(name)) {
        columns.add(lit(null).cast(field.type()).as(name));
        continue;
      }
      DataType type = evaluated.schema().apply(mappedName(name)).dataType();
      checkKind(field, type, example);
      Canonical canonical = Canonical.of(asUsed(field), col(mappedName(name)), type);
      columns.add(canonical.value().as(name));
      reasons.add(canonical.reason());
    }
    reasons.add(col(NO_RANK));
    columns.addAll(openColumns(evaluated, mapped));
    columns.add(isFree(reasons).as(GOOD));
    columns.add(present(reasons).as(REASONS_SO_FAR));
    columns.add(col(KEPT));
    columns.add(col(SOURCE_ROW));
    columns.add(col(SOURCE_FILE.name()));
    columns.add(col(ROW_ORDER.name()));
    Dataset<Row> canonical = evaluated.select(columns.toArray(Column[]::new));
    return withRules(canonical);
  }

  private Field asUsed(Field field) {
    return new Field(
        field.name(),
        field.type(),
        field.kind(),
        field.isRequired() || alsoRequired.contains(field.name()));
  }

  private static String mappedName(String name) {
    return "m_" + name;
  }

  private Dataset<Row> withRules(Dataset<Row> canonical) {
    List<Column> broken = new ArrayList<>();
    new TreeMap<>(Rules.of(source.name()))
        .forEach((reason, isBad) -> broken.add(when(isBad, lit(reason))));
    return broken.isEmpty() ? canonical : withReasons(canonical, broken);
  }

  /** Adds reasons, each null where it does not hold. */
  static Dataset<Row> withReasons(Dataset<Row> rows, List<Column> more) {
    return rows.withColumns(
        Map.of(
            REASONS_SO_FAR, concat(col(REASONS_SO_FAR), present(more)),
            GOOD, col(GOOD).and(isFree(more))));
  }

  private static Column present(List<Column> reasons) {
    return array_compact(array(reasons.toArray(Column[]::new)));
  }

  private static Column isFree(List<Column> reasons) {
    return reasons.stream().map(Column::isNull).reduce(Column::and).orElse(lit(true));
  }

  /** One expression per canonical or further column that is mapped. */
  private Map<String, Column> mappedColumns(Dataset<Row> raw, String example) {
    Map<String, Column> mapped = new LinkedHashMap<>();
    if (!source.columns().isEmpty()) {
      new TreeMap<>(source.columns())
          .forEach(
              (name, expression) ->
                  mapped.put(name, parsed(raw, COLUMNS, name, expression, example)));
      return mapped;
    }
    List<String> own = List.of(raw.columns());
    for (Field field : contract.fields()) {
      if (own.contains(field.name())) {
        mapped.put(field.name(), quoted(field.name()));
      } else if (field.isRequired()) {
        throw Errors.missingColumn(
            source.name().key(),
            example,
            COLUMNS,
            "column " + field.name(),
            "the file does not have it");
      }
    }
    if (contract.isOpen()) {
      own.stream()
          .filter(name -> !mapped.containsKey(name))
          .forEach(name -> mapped.put(name, quoted(name)));
    }
    return mapped;
  }

  /** A condition or an order, which is a key of the source itself. */
  private Column parsed(Dataset<Row> raw, String key, String expression, String example) {
    return parsed(raw, key, key, expression, example);
  }

  private Column parsed(
      Dataset<Row> raw, String key, String name, String expression, String example) {
    try {
      Column column = expr(expression);
      raw.select(column).schema();
      return column;
    } catch (Exception e) { // AnalysisException is no RuntimeException, though Scala throws it so.
      throw Errors.missingColumn(
          source.name().key(), example, key, name + " = \"" + expression + "\"", reason(e, raw));
    }
  }

  private Dataset<Row> evaluate(Dataset<Row> raw, Map<String, Column> mapped, String example) {
    List<Column> columns = new ArrayList<>();
    mapped.forEach((name, column) -> columns.add(column.as(mappedName(name))));
    Column kept =
        source
            .where()
            .map(where -> coalesce(parsed(raw, "where", where, example), lit(false)))
            .orElse(lit(true));
    columns.add(kept.as(KEPT));
    // As text, because files of other layouts have other columns.
    Map<String, String> withNulls = Map.of("ignoreNullFields", "false");
    columns.add(to_json(struct(ownColumns(raw)), withNulls).as(SOURCE_ROW));
    Column file =
        source.format() == Format.DELTA
            ? lit(example)
            : regexp_replace(col("_metadata.file_path"), "^file:/+", "file:/");
    columns.add(file.as(SOURCE_FILE.name()));
    Optional<Column> latest =
        source.latestBy().map(expression -> parsed(raw, "latest-by", expression, example));
    Column order = latest.map(of -> rank(raw, of)).orElse(lit(null)).cast("bigint");
    Column hasNoRank = latest.map(of -> of.isNotNull().and(order.isNull())).orElse(lit(false));
    columns.add(order.as(ROW_ORDER.name()));
    columns.add(when(hasNoRank, lit("bad_latest_by")).as(NO_RANK));
    return raw.select(columns.toArray(Column[]::new));
  }

  private static Column[] ownColumns(Dataset<Row> raw) {
    return java.util.Arrays.stream(raw.columns()).map(Staging::quoted).toArray(Column[]::new);
  }

  /**
   * A number that orders rows as the expression does: microseconds for times, millionths for
   * numbers; null for a text that is neither.
   */
  private static Column rank(Dataset<Row> raw, Column latest) {
    DataType type = raw.select(latest).schema().apply(0).dataType();
    Column millionths = latest.try_cast("decimal(30,6)").multiply(1_000_000);
    Column micros = unix_micros(latest.try_cast("timestamp"));
    if (type instanceof NumericType) {
      return millionths;
    }
    return type.equals(DataTypes.StringType) ? coalesce(millionths, micros) : micros;
  }

  /** Files say what their columns are, except CSV, where all is text. */
  private void checkKind(Field field, DataType type, String example) {
    if (source.format() == Format.CSV || type.equals(DataTypes.NullType)) {
      return;
    }
    boolean fits =
        switch (field.kind()) {
          case TEXT -> true;
          case NUMBER -> type instanceof NumericType;
          case DATE_OR_TIME ->
              type.equals(DataTypes.DateType)
                  || type.equals(DataTypes.TimestampType)
                  || type.equals(DataTypes.TimestampNTZType);
          case BOOLEAN -> type.equals(DataTypes.BooleanType);
        };
    if (!fits) {
      String wanted =
          switch (field.kind()) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case DATE_OR_TIME -> "a date or a time";
            case BOOLEAN -> "a boolean";
          };
      throw Errors.wrongKind(source.name().key(), example, field.name(), wanted, type.sql());
    }
  }

  /** Further attributes of customers, and the user's own features, by name in maps. */
  private List<Column> openColumns(Dataset<Row> evaluated, Map<String, Column> mapped) {
    List<Column> numbers = new ArrayList<>();
    List<Column> numberNames = new ArrayList<>();
    List<Column> texts = new ArrayList<>();
    List<Column> textNames = new ArrayList<>();
    for (String name : new TreeMap<>(mapped).keySet()) {
      if (contract.field(name).isPresent()) {
        continue;
      }
      StructField field = evaluated.schema().apply(mappedName(name));
      boolean isNumber =
          source.name() == SourceName.FEATURES && field.dataType() instanceof NumericType;
      (isNumber ? numbers : texts).add(col(mappedName(name)).cast(isNumber ? "double" : "string"));
      (isNumber ? numberNames : textNames).add(lit(name));
    }
    return switch (source.name()) {
      case CUSTOMERS -> List.of(map(textNames, texts, "string").as(ATTRIBUTES.name()));
      case FEATURES ->
          List.of(
              map(numberNames, numbers, "double").as(NUMBERS.name()),
              map(textNames, texts, "string").as(TEXTS.name()));
      case ORDERS,
          ORDER_LINES,
          SUBSCRIPTIONS,
          NPS_RESPONSES,
          SERVICE_CONTACTS,
          CAMPAIGN_CONTACTS,
          FX_RATES ->
          List.of();
    };
  }

  private static Column map(List<Column> names, List<Column> values, String type) {
    if (names.isEmpty()) {
      return lit(null).cast("map<string," + type + ">");
    }
    Column all =
        map_from_arrays(array(names.toArray(Column[]::new)), array(values.toArray(Column[]::new)));
    return map_filter(map_concat(all), (name, value) -> value.isNotNull());
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** What Spark says, without its codes; of a column that is not there, those that are. */
  private static String reason(Exception failure, Dataset<Row> raw) {
    if (failure instanceof SparkThrowable known
        && String.valueOf(known.getCondition()).startsWith("UNRESOLVED_COLUMN")) {
      String name = known.getMessageParameters().get("objectName");
      return "the file has no column %s; it has %s"
          .formatted(name, String.join(", ", raw.columns()));
    }
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return message.replaceFirst("^\\[[A-Z0-9_.]+] ", "").replaceFirst("\\.? SQLSTATE: .*$", "");
  }
}
