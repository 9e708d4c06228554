package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static clientele.clv.Statistic.DAYS_PER_UNIT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.clv.Scorecard.Kind;
import clientele.clv.Scorecard.Part;
import clientele.model.Pace;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.clv_validation: what models that knew nothing after an {@link Origin} expected
 * of customers, and what came.
 *
 * <p>Each task adds its customers up to one {@link Scorecard} per model and origin, and the cards,
 * which do not grow with the customers, come together in one task.
 *
 * @param heldOutDays how many days after each origin are foretold
 * @param pace of the clock of purchases where no season is known
 */
record Validation(int heldOutDays, Pace pace) implements Serializable {
  private static final String OWN_RATE = "naive-own-rate";

  private static final String NUMBER = "origin_number";
  private static final String GROUP = "group";
  private static final String SQUARES = "squares";

  private static final StructType PARTS =
      new StructType()
          .add(MODEL.name(), DataTypes.StringType)
          .add(NUMBER, DataTypes.IntegerType)
          .add(KIND.name(), DataTypes.StringType)
          .add(GROUP, DataTypes.IntegerType)
          .add(FITTED_CUSTOMERS.name(), DataTypes.LongType)
          .add(ACTUAL.name(), DataTypes.DoubleType)
          .add(EXPECTED.name(), DataTypes.DoubleType)
          .add(SQUARES, DataTypes.DoubleType)
          .add(POISSON_DEVIANCE.name(), DataTypes.DoubleType);

  /** What {@link #bucket} makes: mean errors may be infinite, or NaN where there are none. */
  static final StructType BUCKETS =
      new StructType()
          .add(MODEL.name(), DataTypes.StringType)
          .add(NUMBER, DataTypes.IntegerType)
          .add(KIND.name(), DataTypes.StringType)
          .add(BUCKET.name(), DataTypes.StringType)
          .add(FITTED_CUSTOMERS.name(), DataTypes.LongType)
          .add(ACTUAL.name(), DataTypes.DoubleType)
          .add(EXPECTED.name(), DataTypes.DoubleType)
          .add(RMSE.name(), DataTypes.DoubleType)
          .add(POISSON_DEVIANCE.name(), DataTypes.DoubleType);

  /** Whose the forecasts on a card are, and from where. */
  private record Subject(String model, int origin) {}

  /**
   * One row per model, origin and bucket; none where no days could be held out.
   *
   * @param customerMonth silver.customer_month up to the date
   * @param histories rows of {@link CustomerHistories}, told
   * @param models rows of gold.clv_model
   */
  Dataset<Row> rows(
      Dataset<Row> customerMonth, Dataset<Row> histories, Dataset<Row> models, LocalDate date) {
    Dataset<Row> contenders = Contenders.rows(models);
    MapPartitionsFunction<Row, Row> parts = customers -> parts(customers, date);
    Dataset<Row> buckets =
        StatisticRows.of(histories, heldOutDays)
            .where(StatisticRows.isEarly())
            .crossJoin(broadcast(contenders)) // at most one row
            .mapPartitions(parts, Encoders.row(PARTS))
            .repartition(1)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) Validation::buckets, Encoders.row(BUCKETS));
    Dataset<Row> weeks =
        Tracking.of(date, heldOutDays, pace).rows(customerMonth, histories, contenders);
    return buckets
        .union(weeks)
        .withColumn(ORIGIN.name(), date_sub(lit(date), col(NUMBER).multiply(heldOutDays)))
        .withColumn(ERROR.name(), EXPECTED.col().minus(ACTUAL.col()))
        .withColumn(RMSE.name(), finite(RMSE))
        .withColumn(POISSON_DEVIANCE.name(), finite(POISSON_DEVIANCE))
        .select(Tables.CLV_VALIDATION.selectOwn());
  }

  /** Spark takes NaN for more than infinity. */
  private static Column finite(TableColumn column) {
    return when(column.col().lt(Double.POSITIVE_INFINITY), column.col());
  }

  private Iterator<Row> parts(Iterator<Row> customers, LocalDate date) {
    if (!customers.hasNext()) {
      return Collections.emptyIterator();
    }
    Row row = customers.next();
    Contenders contenders = Contenders.of(row, pace);
    List<Clock> clocks = Origin.before(date, heldOutDays).stream().map(contenders::clock).toList();
    Map<Subject, Scorecard> cards = cards();
    add(row, contenders, clocks, cards);
    customers.forEachRemaining(next -> add(next, contenders, clocks, cards));
    List<Row> parts = new ArrayList<>();
    cards.forEach((subject, card) -> card.parts().forEach(part -> parts.add(part(subject, part))));
    return parts.iterator();
  }

  private static Map<Subject, Scorecard> cards() {
    return new TreeMap<>(Comparator.comparing(Subject::model).thenComparingInt(Subject::origin));
  }

  private void add(
      Row row, Contenders contenders, List<Clock> clocks, Map<Subject, Scorecard> cards) {
    Statistic one = StatisticRows.statistic(row);
    int origin = StatisticRows.origin(row);
    Clock clock = clocks.get(origin - 1);
    PurchaseHistory history = one.history(clock);
    double horizon = clock.ahead(heldOutDays) / DAYS_PER_UNIT;
    SortedMap<String, PurchaseModel> models = contenders.at(origin);
    models.forEach(
        (name, model) -> {
          Scorecard card = card(cards, name, origin);
          PurchaseOutlook outlook = model.outlook(history);
          card.add(one, outlook.expectedOrders(horizon));
          card.place(one, outlook, horizon);
        });
    if (!models.isEmpty()) {
      card(cards, OWN_RATE, origin).add(one, one.atOwnRate(clock, heldOutDays));
    }
  }

  private static Scorecard card(Map<Subject, Scorecard> cards, String model, int origin) {
    return cards.computeIfAbsent(new Subject(model, origin), subject -> new Scorecard());
  }

  private static Row part(Subject subject, Part part) {
    return RowFactory.create(
        subject.model,
        subject.origin,
        part.kind().name(),
        part.group(),
        part.tally().customers(),
        part.tally().actual(),
        part.tally().expected(),
        part.tally().squares(),
        part.tally().deviance());
  }

  private static Iterator<Row> buckets(Iterator<Row> parts) {
    Map<Subject, Scorecard> cards = cards();
    parts.forEachRemaining(
        row -> {
          Tally tally =
              new Tally(
                  row.getAs(FITTED_CUSTOMERS.name()),
                  row.getAs(ACTUAL.name()),
                  row.getAs(EXPECTED.name()),
                  row.getAs(SQUARES),
                  row.getAs(POISSON_DEVIANCE.name()));
          Kind kind = Kind.valueOf(row.getAs(KIND.name()));
          card(cards, row.getAs(MODEL.name()), row.<Integer>getAs(NUMBER))
              .add(new Part(kind, row.<Integer>getAs(GROUP), tally));
        });
    return cards.entrySet().stream()
        .flatMap(
            card ->
                card.getValue().buckets().stream()
                    .map(
                        bucket ->
                            bucket(
                                card.getKey().model,
                                card.getKey().origin,
                                bucket.kind().label(),
                                bucket.name(),
                                bucket.tally())))
        .iterator();
  }

  /** A row of {@link #BUCKETS}. */
  static Row bucket(String model, int origin, String kind, String name, Tally tally) {
    return RowFactory.create(
        model,
        origin,
        kind,
        name,
        tally.customers(),
        tally.actual(),
        tally.expected(),
        tally.rmse(),
        tally.deviance() / tally.customers());
  }
}
