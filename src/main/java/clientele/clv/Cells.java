package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.DIAGNOSTICS;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import clientele.job.BoundedCollect;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Customers who are the same to the purchase models in use: of whom the same is known, as
 * region=North, where a model with covariates is used.
 *
 * <p>Where there are no covariates there is no column for them, and nothing is dearer.
 */
final class Cells {
  /** What the model takes into account of a customer; nothing: it is that of all. */
  static final String CELL = "cell";

  private static final String CUSTOMERS = "customers[";
  private static final String VALUES = "values";

  private Cells() {}

  /** The name of how many customers have a value, among the diagnostics. */
  static String customersOf(String value) {
    return CUSTOMERS + value + "]";
  }

  /** Customers by {@link #customersOf}, from the diagnostics. */
  static Column sizes() {
    return map_filter(DIAGNOSTICS.col(), (name, customers) -> name.startsWith(CUSTOMERS));
  }

  /** The values of {@link #sizes}. */
  static Column values() {
    int brackets = CUSTOMERS.length() + 1;
    return transform(
        map_keys(sizes()), name -> name.substr(lit(brackets), length(name).minus(brackets)));
  }

  /**
   * Adds {@link #CELL}: what is known of the customer, if the model knows a value of every
   * attribute that it tells customers apart by.
   *
   * @param customers with {@link CustomerHistories#KNOWN}, or without
   * @param used {@link UsedModels#row}
   */
  static Dataset<Row> of(Dataset<Row> customers, Dataset<Row> used) {
    if (!Arrays.asList(customers.columns()).contains(CustomerHistories.KNOWN)) {
      return customers;
    }
    Column none = array().cast("array<string>");
    Column values = coalesce(col(VALUES), none);
    Column attributes = array_distinct(transform(values, value -> substring_index(value, "=", 1)));
    Column told = array_intersect(col(CustomerHistories.KNOWN), values);
    Column isTold = size(told).equalTo(size(attributes));
    return customers
        .crossJoin(broadcast(used.select(UsedModels.covariateValues().as(VALUES)))) // one row
        .withColumn(CELL, when(isTold, told).otherwise(none))
        .drop(VALUES, CustomerHistories.KNOWN);
  }

  /** Whether rows have {@link #CELL}. */
  static boolean areIn(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(CELL);
  }

  /** The columns that what a model expects of customers depends on. */
  static String[] key(Dataset<Row> customers) {
    Stream<String> history = Stream.of(FREQUENCY.name(), RECENCY_DAYS.name(), AGE_DAYS.name());
    Stream<String> cell = Stream.of(CELL).filter(name -> areIn(customers));
    return Stream.concat(history, cell).toArray(String[]::new);
  }

  /** What is asked about customers of one cell: models, by {@link UsedModels#row}. */
  interface Asked<M> extends Serializable {
    M of(Row models, List<String> cell);
  }

  /** What they say of all who have bought as often at one age. */
  interface Shared<M, A> extends Serializable {
    A of(M asked, Row row);
  }

  /** What is found out of one history. */
  interface Found<M, A> extends Serializable {
    List<Double> of(Row row, M asked, A shared);
  }

  /**
   * One row per history: {@link #key} and an array of figures; none without models.
   *
   * @param histories distinct
   * @param used {@link UsedModels#row}, or none; it goes to each task once, as with each history it
   *     would have to be read again
   * @param figures name of the array
   * @param asked made once for each cell and task
   * @param shared made once for each cell, frequency and age, if these come one after the other
   */
  static <M, A> Dataset<Row> figured(
      Dataset<Row> histories,
      Dataset<Row> used,
      String figures,
      Asked<M> asked,
      Shared<M, A> shared,
      Found<M, A> found) {
    String[] key = key(histories);
    StructType type = new StructType();
    for (String name : key) {
      type = type.add(name, histories.schema().apply(name).dataType());
    }
    type = type.add(figures, DataTypes.createArrayType(DataTypes.DoubleType));
    List<Row> models = BoundedCollect.rows(used, 1);
    MapPartitionsFunction<Row, Row> each = rows -> figured(rows, models, key, asked, shared, found);
    return histories.where(lit(!models.isEmpty())).mapPartitions(each, Encoders.row(type));
  }

  private static <M, A> Iterator<Row> figured(
      Iterator<Row> histories,
      List<Row> models,
      String[] key,
      Asked<M> asked,
      Shared<M, A> shared,
      Found<M, A> found) {
    Map<List<String>, Cell<M, A>> cells = new HashMap<>();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(histories, Spliterator.ORDERED), false)
        .map(
            row -> {
              Cell<M, A> cell =
                  cells.computeIfAbsent(of(row), name -> new Cell<>(asked.of(models.get(0), name)));
              return keyed(row, key, found.of(row, cell.asked, cell.shared(row, shared)));
            })
        .iterator();
  }

  /** A cell and the last frequency and age in it. */
  private static final class Cell<M, A> {
    private final M asked;
    private long frequency = -1;
    private int age;
    private A last;

    Cell(M asked) {
      this.asked = asked;
    }

    A shared(Row row, Shared<M, A> shared) {
      long itsFrequency = row.<Long>getAs(FREQUENCY.name());
      int itsAge = row.<Integer>getAs(AGE_DAYS.name());
      if (frequency != itsFrequency || age != itsAge) {
        frequency = itsFrequency;
        age = itsAge;
        last = shared.of(asked, row);
      }
      return last;
    }
  }

  private static Row keyed(Row customer, String[] key, List<Double> figures) {
    Stream<Object> own = Stream.of(key).map(customer::getAs);
    Object all = CollectionConverters.asScala(figures).toSeq();
    return RowFactory.create(Stream.concat(own, Stream.of(all)).toArray());
  }

  /** Of a row with {@link #CELL}, or without. */
  static List<String> of(Row row) {
    boolean isThere = row.schema().getFieldIndex(CELL).isDefined();
    return isThere && !row.isNullAt(row.fieldIndex(CELL))
        ? List.copyOf(row.<String>getList(row.fieldIndex(CELL)))
        : List.of();
  }
}
