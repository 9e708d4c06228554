package clientele.fold;

import static clientele.catalogue.Vocabulary.ATTRIBUTES;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.DIMENSIONS;
import static clientele.catalogue.Vocabulary.VALID_FROM;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import clientele.settings.Dimension;
import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The dimensions by which aggregates are cut: attributes of the customer, constant within one
 * business date.
 *
 * <p>A customer's values are one array of (dimension, value), which begins with ('all', 'all') and
 * is exploded as late as possible: {@link #sums} adds up over customers with equal values first.
 */
public final class Dimensions {
  public static final String ALL = "all";

  /** Where the customer has no such attribute, or no row. */
  public static final String UNKNOWN = "unknown";

  /** The array of (dimension, value) that {@link #of} adds to each row. */
  public static final String VALUES = "dimension_values";

  /** Attributes that are computed from events, not read from the customer's row. */
  public static final List<String> BUILT_IN =
      Stream.of(FirstOccasion.ATTRIBUTES, PaidSpans.ATTRIBUTES).flatMap(List::stream).toList();

  private Dimensions() {}

  /**
   * One row per customer: the attributes in force at a date, which are those of the greatest
   * valid_from not after it; null is older than any date.
   */
  public static Dataset<Row> inForce(Dataset<Row> customers, LocalDate asOf) {
    Column validFrom = coalesce(VALID_FROM.col(), lit(LocalDate.of(1, 1, 1)));
    Column[] attributes =
        Arrays.stream(customers.columns())
            .filter(name -> !name.equals(CUSTOMER_ID.name()))
            .map(name -> max_by(col(name), validFrom).as(name))
            .toArray(Column[]::new);
    return customers
        .where(validFrom.leq(lit(asOf)))
        .groupBy(CUSTOMER_ID.col())
        .agg(attributes[0], Arrays.copyOfRange(attributes, 1, attributes.length));
  }

  /** The attributes that no source has, each where a dimension needs it: one row per customer. */
  public static List<Dataset<Row>> builtIns(
      List<Dimension> dimensions,
      Dataset<Row> orders,
      Dataset<Row> months,
      Dataset<Row> terms,
      SubscriptionSettings policy,
      LocalDate asOf) {
    return Stream.concat(
            FirstOccasion.ifUsed(dimensions, orders, months).stream(),
            PaidSpans.ifUsed(dimensions, terms, asOf, policy).stream())
        .toList();
  }

  /** Whether any dimension is made of one of these attributes. */
  public static boolean use(List<Dimension> dimensions, List<String> attributes) {
    return dimensions.stream()
        .flatMap(dimension -> dimension.parts().stream())
        .anyMatch(attributes::contains);
  }

  /**
   * The rows with the customer's values of all dimensions as a column {@link #VALUES}.
   *
   * @param rows any number per customer_id
   * @param customers as of {@link #inForce}, at most one row per customer
   * @param builtIns columns such as first_channel by customer_id, at most one row per customer in
   *     each dataset; needed for the dimensions that name them
   */
  public static Dataset<Row> of(
      Dataset<Row> rows,
      Dataset<Row> customers,
      List<Dimension> dimensions,
      List<Dataset<Row>> builtIns) {
    List<String> parts =
        dimensions.stream().flatMap(dimension -> dimension.parts().stream()).distinct().toList();
    Dataset<Row> result = attach(rows, customers, parts.stream().filter(Dimensions::isRead));
    List<String> given = new ArrayList<>();
    for (Dataset<Row> builtIn : builtIns) {
      List<String> columns = Arrays.asList(builtIn.columns());
      result = attach(result, builtIn, parts.stream().filter(columns::contains));
      given.addAll(columns);
    }
    for (String part : parts) {
      if (!isRead(part) && !given.contains(part)) {
        throw new IllegalArgumentException("nobody computed the dimension " + part);
      }
    }
    Column[] values =
        Stream.concat(
                Stream.of(pair(lit(ALL), lit(ALL))), dimensions.stream().map(Dimensions::value))
            .toArray(Column[]::new);
    return result
        .withColumn(VALUES, array(values))
        .drop(parts.stream().map(Dimensions::carried).toArray(String[]::new));
  }

  private static boolean isRead(String attribute) {
    return !BUILT_IN.contains(attribute);
  }

  /** Each row has at most one match, so rows are neither lost nor multiplied. */
  private static Dataset<Row> attach(
      Dataset<Row> rows, Dataset<Row> customers, Stream<String> attributes) {
    List<String> ownColumns = Arrays.asList(customers.columns());
    Column[] carried =
        attributes
            .map(
                name ->
                    (ownColumns.contains(name) ? col(name) : ATTRIBUTES.col().getItem(name))
                        .cast("string")
                        .as(carried(name)))
            .toArray(Column[]::new);
    if (carried.length == 0) {
      return rows;
    }
    Column[] selected =
        Stream.concat(Stream.of(CUSTOMER_ID.col()), Stream.of(carried)).toArray(Column[]::new);
    return rows.join(customers.select(selected), CUSTOMER_ID.name(), "left");
  }

  /** Apart from columns of the rows that may have the same name. */
  private static String carried(String attribute) {
    return "attribute " + attribute;
  }

  private static Column value(Dimension dimension) {
    Column[] parts =
        dimension.parts().stream()
            .map(part -> coalesce(col("`" + carried(part) + "`"), lit(UNKNOWN)))
            .toArray(Column[]::new);
    return pair(lit(dimension.name()), concat_ws("*", parts));
  }

  /** One dimension with its value, as an element of {@link #VALUES}. */
  public static Column pair(Column dimension, Column value) {
    return struct(DIMENSION.as(dimension), VALUE.as(value));
  }

  /** The value of one dimension in {@link #VALUES}, which must have it. */
  public static Column valueOf(Dimension dimension) {
    Column pairs =
        filter(col(VALUES), pair -> pair.getField(DIMENSION.name()).equalTo(lit(dimension.name())));
    return pairs.getItem(0).getField(VALUE.name());
  }

  /** The values of {@link #VALUES} as a map by dimension, without 'all'. */
  public static Column map() {
    return DIMENSIONS.as(
        map_from_entries(
            filter(col(VALUES), pair -> pair.getField(DIMENSION.name()).notEqual(ALL))));
  }

  /** One row per row and dimension: columns dimension and value in place of {@link #VALUES}. */
  public static Dataset<Row> exploded(Dataset<Row> rows) {
    Column dimension = col("pair").getField(DIMENSION.name());
    Column value = col("pair").getField(VALUE.name());
    return rows.withColumn("pair", explode(col(VALUES)))
        .withColumn(DIMENSION.name(), dimension)
        .withColumn(VALUE.name(), value)
        .drop("pair", VALUES);
  }

  /**
   * Sums of the measures by dimension value and the keys.
   *
   * <p>Customers with equal values are added up first: there are few combinations of values, and
   * only their sums are exploded.
   *
   * @param rows with {@link #VALUES}
   */
  public static Dataset<Row> sums(Dataset<Row> rows, List<String> keys, List<String> measures) {
    Dataset<Row> byCombination = added(rows, with(List.of(VALUES), keys), measures);
    List<String> pair = List.of(DIMENSION.name(), VALUE.name());
    return added(exploded(byCombination), with(pair, keys), measures);
  }

  private static List<String> with(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Sums keep the type of what is added: it is wide enough for all money there is. */
  private static Dataset<Row> added(Dataset<Row> rows, List<String> keys, List<String> measures) {
    Column[] sums =
        measures.stream()
            .map(name -> sum(col(name)).cast(rows.schema().apply(name).dataType()).as(name))
            .toArray(Column[]::new);
    return rows.groupBy(keys.stream().map(name -> col(name)).toArray(Column[]::new))
        .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length));
  }
}
