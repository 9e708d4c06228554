package clientele.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One cell of a table written as text: splits a line into cells, reads a value from one, and writes
 * a value back, so that what an assertion prints can be pasted as what it expects.
 *
 * <p>Values here are plain: {@link LocalDate}, {@link Instant} (UTC), {@link LocalDateTime}, {@link
 * List} for arrays and structs, {@link Map} sorted by key, strings, booleans and boxed numbers.
 */
final class Cell {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Cell() {}

  /** The trimmed cells of a line, still quoted; a bar between quotes belongs to its cell. */
  static List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '|' && !quoted) {
        cells.add(line.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    cells.add(line.substring(start).strip());
    return cells;
  }

  /** The value of a cell; null for a blank cell and for the bare word {@code null}. */
  static Object parse(DataType type, String cell) {
    if (cell.isEmpty() || cell.equals("null")) {
      return null;
    }
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      return fromJson(type, readJson(cell));
    }
    boolean quoted = cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"");
    return scalar(type, quoted ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell);
  }

  private static Object scalar(DataType type, String text) {
    if (type.equals(DataTypes.StringType)) {
      return text;
    } else if (type.equals(DataTypes.BooleanType)) {
      return bool(text);
    } else if (type.equals(DataTypes.ByteType)) {
      return Byte.valueOf(text);
    } else if (type.equals(DataTypes.ShortType)) {
      return Short.valueOf(text);
    } else if (type.equals(DataTypes.IntegerType)) {
      return Integer.valueOf(text);
    } else if (type.equals(DataTypes.LongType)) {
      return Long.valueOf(text);
    } else if (type.equals(DataTypes.FloatType)) {
      return Float.valueOf(text);
    } else if (type.equals(DataTypes.DoubleType)) {
      return Double.valueOf(text);
    } else if (type instanceof DecimalType decimal) {
      return decimal(decimal, text);
    } else if (type.equals(DataTypes.DateType)) {
      return LocalDate.parse(text);
    } else if (type.equals(DataTypes.TimestampType)) {
      return text.endsWith("Z") ? Instant.parse(text) : dateTime(text).toInstant(ZoneOffset.UTC);
    } else if (type.equals(DataTypes.TimestampNTZType)) {
      return dateTime(text);
    }
    throw new IllegalArgumentException("no text form for type " + type.sql());
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static BigDecimal decimal(DecimalType type, String text) {
    // No rounding: a literal with more digits than the column holds is a mistake of the test.
    BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (value.precision() > type.precision()) {
      throw new IllegalArgumentException("too large for " + type.sql());
    }
    return value;
  }

  private static LocalDateTime dateTime(String text) {
    String[] parts = text.split("[ T]", 2);
    LocalTime time = parts.length == 1 ? LocalTime.MIDNIGHT : LocalTime.parse(parts[1]);
    return LocalDate.parse(parts[0]).atTime(time);
  }

  private static JsonNode readJson(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Object fromJson(DataType type, JsonNode node) {
    if (node.isNull()) {
      return null;
    } else if (type instanceof ArrayType array && node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(fromJson(array.elementType(), element)));
      return elements;
    } else if (type instanceof MapType map && node.isObject()) {
      Map<Object, Object> entries = new TreeMap<>();
      node.properties()
          .forEach(
              entry ->
                  entries.put(
                      scalar(map.keyType(), entry.getKey()),
                      fromJson(map.valueType(), entry.getValue())));
      return entries;
    } else if (type instanceof StructType struct && node.isArray()) {
      if (node.size() != struct.size()) {
        throw new IllegalArgumentException("a struct is a list of its " + struct.size() + " parts");
      }
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < struct.size(); i++) {
        fields.add(fromJson(struct.apply(i).dataType(), node.get(i)));
      }
      return fields;
    } else if (node.isValueNode()) {
      return scalar(type, node.isTextual() ? node.textValue() : node.toString());
    }
    throw new IllegalArgumentException("not a " + type.sql());
  }

  /** A value that Spark handed out, in plain form. */
  static Object plain(Object value) {
    if (value instanceof Row row) {
      List<Object> fields = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        fields.add(plain(row.get(i)));
      }
      return fields;
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> entries = new TreeMap<>();
      CollectionConverters.asJava(map).forEach((k, v) -> entries.put(plain(k), plain(v)));
      return entries;
    } else if (value instanceof scala.collection.Iterable<?> elements) {
      List<Object> list = new ArrayList<>();
      CollectionConverters.asJava(elements).forEach(element -> list.add(plain(element)));
      return list;
    } else if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    } else if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toInstant();
    }
    return value;
  }

  /** The text of a plain value, such that {@link #parse} gives the value back. */
  static String render(Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof String text) {
      boolean bare =
          text.equals(text.strip())
              && !text.isEmpty()
              && !text.equals("null")
              && !text.contains("|")
              && !text.contains("\"");
      return bare ? text : '"' + text.replace("\"", "\"\"") + '"';
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof Instant instant) {
      LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      return time.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? time.toLocalDate().toString()
          : time.toString();
    } else if (value instanceof List || value instanceof Map) {
      return json(value).toString();
    }
    return value.toString();
  }

  private static JsonNode json(Object value) {
    if (value instanceof List<?> list) {
      return JSON.valueToTree(list.stream().map(Cell::json).toList());
    } else if (value instanceof Map<?, ?> map) {
      Map<String, JsonNode> entries = new LinkedHashMap<>();
      map.forEach((k, v) -> entries.put(String.valueOf(k), json(v)));
      return JSON.valueToTree(entries);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      return JSON.valueToTree(value);
    }
    return JSON.getNodeFactory().textNode(value instanceof String text ? text : render(value));
  }
}
