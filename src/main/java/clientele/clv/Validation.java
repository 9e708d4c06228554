package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseModel;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.ToDoubleFunction;
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

/**
 * The rows of gold.clv_validation: what models that knew nothing of the last days expected of
 * customers, and what came.
 *
 * @param heldOutDays the last days
 */
record Validation(int heldOutDays) implements Serializable {
  private static final String MODELS = "models";
  private static final String SQUARES = "squares";
  private static final String DEVIANCE = "deviance";

  /** Frequencies from here on share a bucket, as in the papers. */
  private static final long MANY = 7;

  private static final StructType PARTS =
      new StructType()
          .add(MODEL.name(), DataTypes.StringType)
          .add(KIND.name(), DataTypes.StringType)
          .add(BUCKET.name(), DataTypes.StringType)
          .add(FITTED_CUSTOMERS.name(), DataTypes.LongType)
          .add(ACTUAL.name(), DataTypes.DoubleType)
          .add(EXPECTED.name(), DataTypes.DoubleType)
          .add(SQUARES, DataTypes.DoubleType)
          .add(DEVIANCE, DataTypes.DoubleType);

  /**
   * One row per model and bucket; none where no days could be held out.
   *
   * @param histories rows of {@link CustomerHistories}, told
   * @param models rows of gold.clv_model
   */
  Dataset<Row> rows(Dataset<Row> histories, Dataset<Row> models, LocalDate date) {
    Column calibrated =
        SEGMENT.col().equalTo(ModelRow.CALIBRATION).and(PARAMETERS.col().isNotNull());
    Column model = struct(MODEL.col(), FITTED_MODEL.col(), PARAMETERS.col());
    Dataset<Row> tried =
        models
            .agg(
                collect_list(when(calibrated, model)).as(MODELS),
                first(HOLDOUT.col().getItem(Holdout.MEAN_RATE), true).as(Holdout.MEAN_RATE))
            .where(col(Holdout.MEAN_RATE).isNotNull());
    Column customers = FITTED_CUSTOMERS.col();
    Column isPossible = col(DEVIANCE).lt(Double.POSITIVE_INFINITY);
    return Statistics.rows(histories, heldOutDays)
        .where(Statistics.isEarly())
        .crossJoin(broadcast(tried)) // at most one row
        .mapPartitions((MapPartitionsFunction<Row, Row>) this::parts, Encoders.row(PARTS))
        .groupBy(MODEL.col(), KIND.col(), BUCKET.col())
        .agg(
            sum(customers).as(FITTED_CUSTOMERS.name()),
            sum(ACTUAL.col()).as(ACTUAL.name()),
            sum(EXPECTED.col()).as(EXPECTED.name()),
            sum(col(SQUARES)).as(SQUARES),
            sum(col(DEVIANCE)).as(DEVIANCE))
        .withColumn(ORIGIN.name(), lit(date.minusDays(heldOutDays)))
        .withColumn(ERROR.name(), EXPECTED.col().minus(ACTUAL.col()))
        .withColumn(RMSE.name(), sqrt(col(SQUARES).divide(customers)))
        .withColumn(POISSON_DEVIANCE.name(), when(isPossible, col(DEVIANCE).divide(customers)))
        .select(Tables.CLV_VALIDATION.selectOwn());
  }

  private Iterator<Row> parts(Iterator<Row> customers) {
    if (!customers.hasNext()) {
      return Collections.emptyIterator();
    }
    Row first = customers.next();
    Map<String, ToDoubleFunction<Statistic>> forecasts = forecasts(first);
    Stream<Row> rest =
        StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(customers, Spliterator.ORDERED), false);
    return Stream.concat(Stream.of(first), rest)
        .map(Statistics::statistic)
        .flatMap(
            one ->
                forecasts.entrySet().stream()
                    .flatMap(
                        model -> parts(model.getKey(), one, model.getValue().applyAsDouble(one))))
        .iterator();
  }

  /** Of one customer's purchases in the held out days, by name of the model. */
  private Map<String, ToDoubleFunction<Statistic>> forecasts(Row row) {
    double horizon = heldOutDays / Statistic.DAYS_PER_UNIT;
    Map<String, ToDoubleFunction<Statistic>> forecasts = new LinkedHashMap<>();
    for (Row model : row.<Row>getList(row.fieldIndex(MODELS))) {
      PurchaseModel fitted =
          PurchaseFamily.model(
              model.getAs(FITTED_MODEL.name()),
              model.getJavaMap(model.fieldIndex(PARAMETERS.name())));
      forecasts.put(
          model.getAs(MODEL.name()), one -> fitted.outlook(one.history()).expectedOrders(horizon));
    }
    double meanRate = row.<Double>getAs(Holdout.MEAN_RATE);
    forecasts.put("naive-mean-rate", one -> meanRate * heldOutDays);
    forecasts.put(
        "naive-own-rate", one -> Holdout.ownRate(one.frequency(), one.age(), heldOutDays));
    return forecasts;
  }

  private static Stream<Row> parts(String model, Statistic one, double forecast) {
    String bucket = one.frequency() < MANY ? String.valueOf(one.frequency()) : MANY + "+";
    return Stream.of(
        part(model, "frequency", bucket, one, forecast),
        part(model, "total", "all", one, forecast));
  }

  private static Row part(
      String model, String kind, String bucket, Statistic one, double forecast) {
    double apart = forecast - one.later();
    return RowFactory.create(
        model,
        kind,
        bucket,
        one.customers(),
        (double) one.customers() * one.later(),
        one.customers() * forecast,
        one.customers() * apart * apart,
        one.customers() * deviance(one.later(), forecast));
  }

  /** Infinite where something came that was held for impossible. */
  private static double deviance(long actual, double expected) {
    return actual == 0
        ? 2 * expected
        : 2 * (actual * Math.log(actual / expected) - (actual - expected));
  }
}
