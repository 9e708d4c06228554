package clientele.subscription;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Months;
import clientele.fold.TermMonths;
import clientele.subscription.CustomerMonth.Term;
import clientele.subscription.DialectMonth.Effect;
import clientele.subscription.DialectMonth.Figure;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The months under the published definitions of others, and what makes them differ.
 *
 * <p>The differences are found customer by customer, each month by itself: rows of one customer and
 * month are few, so plain Java ({@link CustomerMonth}) follows the rules by the letter. Whatever is
 * the same by both definitions leaves no row, and the sums are added to Clientele's own figures.
 */
final class MrrDialect {
  private static final String TARGET = "target";
  private static final String EFFECTS = "effects";
  private static final String UNITS = "units";

  private static final StructType DIFFERENCES =
      new StructType()
          .add(CUSTOMER_ID.name(), DataTypes.StringType)
          .add(TermMonths.POSITION, DataTypes.IntegerType)
          .add(DIALECT.name(), DIALECT.type())
          .add(MEASURE.name(), MEASURE.type())
          .add(REASON.name(), REASON.type())
          .add(DIALECT_DIFFERENCE.name(), DIALECT_DIFFERENCE.type());

  private static final StructType FIGURES =
      new StructType()
          .add(DIALECT.name(), DIALECT.type())
          .add(MONTH.name(), MONTH.type())
          .add(MEASURE.name(), MEASURE.type())
          .add(FIGURE.name(), FIGURE.type())
          .add(DIALECT_DIFFERENCE.name(), DIALECT_DIFFERENCE.type())
          .add(EXPLAINED_BY.name(), EXPLAINED_BY.type());

  private MrrDialect() {}

  /**
   * The rows of gold.mrr_dialect_customer.
   *
   * @param termMonths as of {@link TermMonths#of}
   */
  static Dataset<Row> customers(Dataset<Row> termMonths, LocalDate asOf) {
    int last = Math.toIntExact(asOf.toEpochDay());
    return termMonths
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> differences(row, last), Encoders.row(DIFFERENCES))
        .withColumn(MONTH.name(), Months.firstDay(col(TermMonths.POSITION)))
        .select(Tables.MRR_DIALECT_CUSTOMER.selectOwn());
  }

  private static Iterator<Row> differences(Row row, int asOf) {
    int position = row.<Integer>getAs(TermMonths.POSITION);
    LocalDate first = LocalDate.of(Math.floorDiv(position, 12), Math.floorMod(position, 12) + 1, 1);
    int before = Math.toIntExact(first.toEpochDay()) - 1;
    CustomerMonth month =
        new CustomerMonth(
            before,
            Math.min(before + first.lengthOfMonth(), asOf),
            position > row.<Integer>getAs(TermMonths.FIRST_POSITION),
            row.<Row>getList(row.fieldIndex(TermMonths.TERMS)).stream().map(Term::of).toList());
    List<Row> rows = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      for (Explanation.Part part : Explanation.of(dialect, month)) {
        rows.add(
            RowFactory.create(
                row.getAs(CUSTOMER_ID.name()),
                position,
                dialect.key(),
                part.measure().key(),
                part.reason().words(),
                part.measure().amount(part.units())));
      }
    }
    return rows.iterator();
  }

  /**
   * The rows of gold.mrr_dialect.
   *
   * @param customers rows of {@link #customers}
   * @param movement rows of gold.mrr_movement, for one date
   */
  static Dataset<Row> figures(Dataset<Row> customers, Dataset<Row> movement) {
    Column measure = MEASURE.col();
    Column isMeasure = col(TARGET).equalTo(measure);
    Dataset<Row> effects =
        customers
            .withColumn(TARGET, explode(element_at(targets(), dialectAnd(DIALECT.col(), measure))))
            .groupBy(MONTH.col(), DIALECT.col(), REASON.col(), col(TARGET))
            .agg(
                sum(when(isMeasure, DIALECT_DIFFERENCE.col())).as(UNITS),
                count_distinct(CUSTOMER_ID.col()).as("customers"))
            .groupBy(MONTH.col())
            .agg(
                collect_list(
                        struct(
                            DIALECT.col(), REASON.col(), col(TARGET), col(UNITS), col("customers")))
                    .as(EFFECTS));
    return movement
        .where(DIMENSION.col().equalTo("all"))
        .join(effects, new String[] {MONTH.name()}, "left") // at most one row per month
        .flatMap((FlatMapFunction<Row, Row>) MrrDialect::figures, Encoders.row(FIGURES))
        .select(Tables.MRR_DIALECT.selectOwn());
  }

  /** The figures that a measure has a part in, by dialect and measure: itself, and rates. */
  private static Column targets() {
    List<Column> entries = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      for (Measure measure : Measure.values()) {
        Stream<String> rates =
            dialect.rates().entrySet().stream()
                .filter(rate -> rate.getValue().uses(measure))
                .map(rate -> rate.getKey().key());
        entries.add(dialectAnd(lit(dialect.key()), lit(measure.key())));
        entries.add(
            array(
                Stream.concat(Stream.of(measure.key()), rates)
                    .map(target -> lit(target))
                    .toArray(Column[]::new)));
      }
    }
    return map(entries.toArray(Column[]::new));
  }

  private static Iterator<Row> figures(Row row) {
    Map<Measure, Long> own = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      own.put(measure, measure.units(row.getAs(measure.own())));
    }
    boolean isMature = row.<Boolean>getAs(IS_MATURE.name());
    Map<Dialect, SortedMap<Reason, Effect>> effects = effects(row);
    List<Row> rows = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      DialectMonth month =
          new DialectMonth(dialect, own, ownRates(row, own), isMature, effects.get(dialect));
      for (Figure figure : month.figures()) {
        rows.add(
            RowFactory.create(
                dialect.key(),
                row.<Date>getAs(MONTH.name()),
                figure.measure(),
                figure.figure(),
                figure.difference(),
                figure.explainedBy().stream()
                    .map(
                        share ->
                            RowFactory.create(
                                share.reason().words(), share.amount(), share.customers()))
                    .toArray(Row[]::new)));
      }
    }
    return rows.iterator();
  }

  private static Map<Dialect, SortedMap<Reason, Effect>> effects(Row row) {
    Map<Dialect, SortedMap<Reason, Effect>> effects = new EnumMap<>(Dialect.class);
    for (Dialect dialect : Dialect.values()) {
      effects.put(dialect, new TreeMap<>());
    }
    int field = row.fieldIndex(EFFECTS);
    List<Row> cells = row.isNullAt(field) ? List.of() : row.getList(field);
    for (Row cell : cells) {
      Effect effect =
          effects
              .get(Dialect.of(cell.getString(0)))
              .computeIfAbsent(
                  Reason.of(cell.getString(1)),
                  any -> new Effect(new EnumMap<>(Measure.class), new HashMap<>()));
      effect.customers().put(cell.getString(2), cell.getLong(4));
      if (!cell.isNullAt(3)) {
        Measure measure = Measure.of(cell.getString(2));
        effect.units().put(measure, measure.units(cell.getDecimal(3)));
      }
    }
    return effects;
  }

  private static Map<Rate, Double> ownRates(Row row, Map<Measure, Long> own) {
    Map<Rate, Double> rates = new EnumMap<>(Rate.class);
    for (Rate rate :
        List.of(Rate.GROSS_CHURN_RATE, Rate.NET_CHURN_RATE, Rate.NET_RETENTION, Rate.QUICK_RATIO)) {
      Double figure = row.getAs(rate.key());
      if (figure != null) {
        rates.put(rate, figure);
      }
    }
    long customers = own.get(Measure.OPENING_CUSTOMERS);
    if (customers > 0) {
      rates.put(Rate.CUSTOMER_CHURN_RATE, (double) own.get(Measure.CHURNED_CUSTOMERS) / customers);
    }
    return rates;
  }

  private static Column dialectAnd(Column dialect, Column measure) {
    return concat_ws(" ", dialect, measure);
  }
}
