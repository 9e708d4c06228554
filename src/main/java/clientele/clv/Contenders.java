package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.model.ConstantRate;
import clientele.model.Pace;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseModel;
import clientele.model.Season;
import clientele.model.SeasonFit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The models that know nothing after an {@link Origin}, by its number and their names; among them
 * the rate of all customers up to it, carried on.
 *
 * @param paces of the origins with a clock of their own
 * @param pace of the others
 */
record Contenders(
    Map<Integer, SortedMap<String, PurchaseModel>> byOrigin, Map<Integer, Pace> paces, Pace pace) {
  /** The name of the rate of all customers. */
  static final String MEAN_RATE = "naive-mean-rate";

  private static final String MODELS = "models";

  Contenders {
    byOrigin = Map.copyOf(byOrigin);
    paces = Map.copyOf(paces);
  }

  /**
   * One row, or none where no days could be held out.
   *
   * @param models rows of gold.clv_model
   */
  static Dataset<Row> rows(Dataset<Row> models) {
    Column model =
        struct(MODEL.col(), SEGMENT.col(), FITTED_MODEL.col(), PARAMETERS.col(), HOLDOUT.col());
    Column isEarly = SEGMENT.col().startsWith(ModelRow.CALIBRATION);
    return models
        .agg(collect_list(when(isEarly.and(PARAMETERS.col().isNotNull()), model)).as(MODELS))
        .where(size(col(MODELS)).gt(0));
  }

  /**
   * The models.
   *
   * @param row with the columns of {@link #rows}
   * @param pace where no season is known
   */
  static Contenders of(Row row, Pace pace) {
    Map<Integer, SortedMap<String, PurchaseModel>> byOrigin = new TreeMap<>();
    Map<Integer, Pace> paces = new TreeMap<>();
    List<Row> models = row.getList(row.fieldIndex(MODELS));
    for (int origin : IntStream.rangeClosed(1, Origin.COUNT).toArray()) {
      SortedMap<String, PurchaseModel> contenders = new TreeMap<>();
      for (Row model : models) {
        boolean isThen = model.getAs(SEGMENT.name()).equals(Origin.segment(origin));
        if (isThen && model.getAs(MODEL.name()).equals(SeasonFit.LABEL)) {
          paces.put(origin, Season.of(UsedModels.numbers(model, PARAMETERS.name())));
        } else if (isThen) {
          String fitted = model.getAs(FITTED_MODEL.name());
          contenders.put(
              model.getAs(MODEL.name()),
              PurchaseFamily.model(fitted, UsedModels.numbers(model, PARAMETERS.name())));
          double rate = UsedModels.numbers(model, HOLDOUT.name()).get(Holdout.MEAN_RATE);
          contenders.put(MEAN_RATE, new ConstantRate(rate));
        }
      }
      byOrigin.put(origin, contenders);
    }
    return new Contenders(byOrigin, paces, pace);
  }

  /** Those of an origin; none where there could be no models. */
  SortedMap<String, PurchaseModel> at(int origin) {
    return byOrigin.get(origin);
  }

  /** The clock that purchases follow, as far as it was known at an origin. */
  Clock clock(Origin origin) {
    return new Clock(paces.getOrDefault(origin.number(), pace), origin.day());
  }
}
