package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;

import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.ValueSpread;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
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
 * @param horizon that is looked at
 */
record Spreads(Horizon horizon) implements Serializable {
  /** A multiple of two for each parameter of any family with a clock. */
  static final int MODELS = 8;

  private static final String FIGURES = "spreads";

  private static final StructType TYPE =
      new StructType()
          .add(FREQUENCY.name(), FREQUENCY.type())
          .add(RECENCY_DAYS.name(), RECENCY_DAYS.type())
          .add(AGE_DAYS.name(), AGE_DAYS.type())
          .add(FIGURES, DataTypes.createArrayType(DataTypes.DoubleType));

  static Spreads of(ClvSettings settings, LocalDate date) {
    return new Spreads(Horizon.of(settings, date));
  }

  /** Variance by chance of the value of a customer, over the square of what is expected. */
  static Column relativeVariance() {
    return col(FIGURES).getItem(0);
  }

  /** By what share a model around the fitted one expects more of a customer; 0: there is none. */
  static Column deviation(int model) {
    return col(FIGURES).getItem(1 + model);
  }

  /**
   * One row per history that customers have: {@link Outlooks#key}, {@link #relativeVariance} and
   * {@link #deviation}.
   *
   * @param customers rows of gold.customer_clv
   * @param used {@link UsedModels#row}, or none
   */
  Dataset<Row> rows(Dataset<Row> customers, Dataset<Row> used) {
    return CustomerValues.distinct(customers, used)
        .mapPartitions((MapPartitionsFunction<Row, Row>) this::spreads, Encoders.row(TYPE));
  }

  private Iterator<Row> spreads(Iterator<Row> histories) {
    if (!histories.hasNext()) {
      return Collections.emptyIterator();
    }
    Row first = histories.next();
    Horizon seasonal = horizon.by(UsedModels.season(first));
    // Of the variance as a share it hardly matters by which clock interest runs.
    ValueSpread spread =
        new ValueSpread(
            UsedModels.purchases(first),
            UsedModels.spend(first),
            seasonal.length(),
            seasonal.interestOfUnit());
    List<PurchaseModel> around = UsedModels.around(first);
    Stream<Row> rest =
        StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(histories, Spliterator.ORDERED), false);
    return Stream.concat(Stream.of(first), rest)
        .map(row -> spreads(row, seasonal.clock(), spread, around))
        .iterator();
  }

  private static Row spreads(Row row, Clock clock, ValueSpread spread, List<PurchaseModel> around) {
    PurchaseHistory history = Outlooks.history(row, clock);
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
        history.frequency(),
        row.<Integer>getAs(RECENCY_DAYS.name()),
        row.<Integer>getAs(AGE_DAYS.name()),
        CollectionConverters.asScala(figures).toSeq());
  }
}
