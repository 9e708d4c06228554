package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.DIAGNOSTICS;
import static clientele.catalogue.Vocabulary.FITTED_MODEL;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.IS_USED;
import static clientele.catalogue.Vocabulary.LOG_COVARIANCE;
import static clientele.catalogue.Vocabulary.MODEL;
import static clientele.catalogue.Vocabulary.PARAMETERS;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;
import static clientele.catalogue.Vocabulary.SEGMENT;
import static clientele.clv.Statistic.DAYS_PER_UNIT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.model.GammaGamma;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.SpendModel;
import clientele.model.ValueSpread;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
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
 * How far what customers turn out to be worth may be from what is expected of them, as shares of
 * that: once for each history that there is, and so that it can be added up over customers.
 *
 * <p>Chance is independent from customer to customer, so variances add up. A parameter that is not
 * what it was estimated to be is so for all of them, so their deviations add up, one for each of
 * {@link #MODELS} models around the fitted one.
 *
 * @param horizonDays days looked ahead
 * @param annualDiscountRate what a year of waiting takes off money
 */
record Spreads(int horizonDays, double annualDiscountRate) implements Serializable {
  /** A multiple of two for each parameter of any family with a clock. */
  static final int MODELS = 8;

  /** Share of the total that past forecasts were off by; among the diagnostics. */
  private static final String MODEL_ERROR = "model_error";

  private static final String PURCHASES = "purchases";
  private static final String SPEND = "spend";
  private static final String FIGURES = "spreads";
  private static final double DAYS_PER_YEAR = 365;

  private static final StructType TYPE =
      new StructType()
          .add(FREQUENCY.name(), FREQUENCY.type())
          .add(RECENCY_DAYS.name(), RECENCY_DAYS.type())
          .add(AGE_DAYS.name(), AGE_DAYS.type())
          .add(FIGURES, DataTypes.createArrayType(DataTypes.DoubleType));

  static Spreads of(ClvSettings settings) {
    return new Spreads(settings.horizonDays(), settings.annualDiscountRate());
  }

  /**
   * One row with the models in use, or none.
   *
   * @param models rows of gold.clv_model
   */
  static Dataset<Row> used(Dataset<Row> models) {
    Column isUsed = IS_USED.col().and(SEGMENT.col().equalTo(ModelRow.ALL));
    Column ofSpend = MODEL.col().equalTo(GammaGamma.LABEL);
    Column model =
        struct(FITTED_MODEL.col(), PARAMETERS.col(), LOG_COVARIANCE.col(), DIAGNOSTICS.col());
    return models
        .agg(
            first(when(isUsed.and(not(ofSpend)), model), true).as(PURCHASES),
            first(when(isUsed.and(ofSpend), model), true).as(SPEND))
        .where(col(PURCHASES).isNotNull().and(col(SPEND).isNotNull()));
  }

  /** Of a row of {@link #used}: share of the total that past forecasts were off by; may be null. */
  static Column modelError() {
    return col(PURCHASES).getField(DIAGNOSTICS.name()).getItem(MODEL_ERROR);
  }

  /** Of a row of {@link #used}: whether there are models around the fitted one. */
  static Column isTold() {
    return col(PURCHASES).getField(LOG_COVARIANCE.name()).isNotNull();
  }

  /** Variance by chance of the value of a customer, over the square of what is expected. */
  static Column relativeVariance() {
    return col(FIGURES).getItem(0);
  }

  /** By what share a model around the fitted one expects more of a customer; 0: there is none. */
  static Column deviation(int model) {
    return col(FIGURES).getItem(1 + model);
  }

  /** The columns that a history is known by. */
  static String[] key() {
    return new String[] {FREQUENCY.name(), RECENCY_DAYS.name(), AGE_DAYS.name()};
  }

  /**
   * One row per history that customers have: {@link #key}, {@link #relativeVariance} and {@link
   * #deviation}.
   *
   * @param customers rows of gold.customer_clv
   * @param used as of {@link #used}
   */
  Dataset<Row> rows(Dataset<Row> customers, Dataset<Row> used) {
    Column[] key = {FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col()};
    int threads = customers.sparkSession().sparkContext().defaultParallelism();
    return customers
        .where(FREQUENCY.col().isNotNull())
        .select(key)
        .distinct()
        .repartition(threads, key) // however few bytes they are
        .crossJoin(broadcast(used)) // at most one row
        .mapPartitions((MapPartitionsFunction<Row, Row>) this::spreads, Encoders.row(TYPE));
  }

  private Iterator<Row> spreads(Iterator<Row> histories) {
    if (!histories.hasNext()) {
      return Collections.emptyIterator();
    }
    Row first = histories.next();
    double horizon = horizonDays / DAYS_PER_UNIT;
    double interest = Math.log1p(annualDiscountRate) / DAYS_PER_YEAR * DAYS_PER_UNIT;
    Row purchases = first.getAs(PURCHASES);
    Row ofSpend = first.getAs(SPEND);
    PurchaseModel fitted =
        PurchaseFamily.model(label(purchases), map(purchases, PARAMETERS.name()));
    SpendModel spend = SpendModel.of(label(ofSpend), map(ofSpend, PARAMETERS.name()));
    ValueSpread spread = new ValueSpread(fitted, spend, horizon, interest);
    List<PurchaseModel> around = around(purchases, fitted);
    Stream<Row> rest =
        StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(histories, Spliterator.ORDERED), false);
    return Stream.concat(Stream.of(first), rest)
        .map(row -> spreads(row, spread, around))
        .iterator();
  }

  private static List<PurchaseModel> around(Row purchases, PurchaseModel fitted) {
    if (purchases.isNullAt(purchases.fieldIndex(LOG_COVARIANCE.name()))) {
      return List.of(fitted);
    }
    PurchaseFamily family = PurchaseFamily.ofLabel(label(purchases)).orElseThrow();
    return new LogCovariance(map(purchases, LOG_COVARIANCE.name()))
        .around(family, fitted.parameters());
  }

  private static String label(Row model) {
    return model.getAs(FITTED_MODEL.name());
  }

  private static Map<String, Double> map(Row model, String name) {
    return model.getJavaMap(model.fieldIndex(name));
  }

  private static Row spreads(Row row, ValueSpread spread, List<PurchaseModel> around) {
    long frequency = row.<Long>getAs(FREQUENCY.name());
    int recency = row.<Integer>getAs(RECENCY_DAYS.name());
    int age = row.<Integer>getAs(AGE_DAYS.name());
    PurchaseHistory history =
        new PurchaseHistory(frequency, recency / DAYS_PER_UNIT, age / DAYS_PER_UNIT);
    // Interest takes as much off the orders that another model expects.
    double expected = spread.model().outlook(history).expectedOrders(spread.horizon());
    List<Double> figures = new ArrayList<>();
    figures.add(spread.relativeVariance(history));
    for (int i = 0; i < MODELS; i++) {
      PurchaseModel other = around.get(i % around.size());
      double orders = other.outlook(history).expectedOrders(spread.horizon());
      figures.add(expected > 0 ? orders / expected - 1 : 0);
    }
    return RowFactory.create(
        frequency, recency, age, CollectionConverters.asScala(figures).toSeq());
  }
}
