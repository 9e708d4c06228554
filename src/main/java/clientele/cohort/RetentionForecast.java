package clientele.cohort;

import static clientele.catalogue.Vocabulary.ACTIVE_OR_LATER;
import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.catalogue.Vocabulary.CHURNED;
import static clientele.catalogue.Vocabulary.COHORT;
import static clientele.catalogue.Vocabulary.COHORT_SIZE;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.EXPECTED_RETENTION;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.HOLDOUT_ERROR;
import static clientele.catalogue.Vocabulary.IS_BEST;
import static clientele.catalogue.Vocabulary.IS_MATURE;
import static clientele.catalogue.Vocabulary.IS_TOTAL;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MODEL;
import static clientele.catalogue.Vocabulary.PARAMETERS;
import static clientele.catalogue.Vocabulary.PERIOD;
import static clientele.catalogue.Vocabulary.STATUS;
import static clientele.catalogue.Vocabulary.VALUE;
import static clientele.catalogue.Vocabulary.WINDOW;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Months;
import clientele.model.CohortForecast;
import clientele.model.RetentionOutlook;
import clientele.model.RetentionOutlook.Band;
import clientele.model.Survivors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of gold.retention_forecast, from those of gold.cohort_retention.
 *
 * <p>Survivors of a cohort are its customers less those who have churned for the first time, in
 * mature periods. All cohorts of a dimension value come together in one row (months times cohorts
 * of them, so it is small) and are fitted there, on whichever executor has it.
 */
final class RetentionForecast {
  /** Periods to come that are forecast. */
  private static final int AHEAD = 12;

  private static final String REFUSED = "refused: the survival curve rises";

  /** Days since 1970, which are the same number on every side of a row's way through Java. */
  private static final String COHORT_DAY = "cohort_day";

  private static final String COHORTS = "cohorts";
  private static final String CELLS = "cells";

  /** Customers who were there after the first month, or came back. */
  private static final String STAYED = "stayed";

  /** The last period in which hardly anybody can have churned. */
  private static final String ENTRY = "entry";

  private static final StructType OUTLOOK =
      new StructType()
          .add(BASIS.name(), DataTypes.StringType)
          .add(DIMENSION.name(), DataTypes.StringType)
          .add(VALUE.name(), DataTypes.StringType)
          .add(COHORT_DAY, DataTypes.IntegerType)
          .add(PERIOD.name(), DataTypes.IntegerType)
          .add(MODEL.name(), DataTypes.StringType)
          .add(EXPECTED_RETENTION.name(), DataTypes.DoubleType)
          .add(LOW.name(), DataTypes.DoubleType)
          .add(HIGH.name(), DataTypes.DoubleType)
          .add(PARAMETERS.name(), PARAMETERS.type())
          .add(HOLDOUT_ERROR.name(), DataTypes.DoubleType)
          .add(IS_BEST.name(), DataTypes.BooleanType)
          .add(STATUS.name(), DataTypes.StringType);

  private RetentionForecast() {}

  /**
   * The next periods of every cohort whose first is over.
   *
   * @param cohortRetention rows of gold.cohort_retention
   * @param inactiveAfterDays W, for the basis of orders
   */
  static Dataset<Row> of(Dataset<Row> cohortRetention, int inactiveAfterDays) {
    Column months = WINDOW.col().equalTo("month").and(IS_TOTAL.col().equalTo(false));
    Column known = Months.index(COHORT.col()).notEqual(States.UNKNOWN_COHORT);
    // Who ordered on the first day of a month lapses W days later: no month before that counts.
    Column entry =
        when(BASIS.col().equalTo("orders"), Math.max(0, inactiveAfterDays / 30 - 1)).otherwise(0);
    Column cell = struct(PERIOD.col(), COHORT_SIZE.col(), ACTIVE_OR_LATER.col(), CHURNED.col());
    Dataset<Row> cohorts =
        cohortRetention
            .where(months.and(known).and(IS_MATURE.col()).and(COHORT_SIZE.col().gt(0)))
            .groupBy(BASIS.col(), DIMENSION.col(), VALUE.col(), COHORT.col())
            .agg(sort_array(collect_list(cell)).as(CELLS))
            // Of a cohort that did not outlast its first month nothing is to come.
            .where(element_at(col(CELLS), 1).getField(ACTIVE_OR_LATER.name()).gt(0));
    Column cohort =
        struct(
            unix_date(COHORT.col()).as(COHORT_DAY),
            element_at(col(CELLS), 1).getField(COHORT_SIZE.name()).as(COHORT_SIZE.name()),
            element_at(col(CELLS), 1).getField(ACTIVE_OR_LATER.name()).as(STAYED),
            transform(col(CELLS), c -> c.getField(CHURNED.name())).as(CHURNED.name()));
    Dataset<Row> groups =
        cohorts
            .groupBy(BASIS.col(), DIMENSION.col(), VALUE.col())
            .agg(sort_array(collect_list(cohort)).as(COHORTS))
            .withColumn(ENTRY, entry);
    return groups
        .flatMap((FlatMapFunction<Row, Row>) RetentionForecast::forecasts, Encoders.row(OUTLOOK))
        .withColumn(COHORT.name(), date_from_unix_date(col(COHORT_DAY)))
        .select(Tables.RETENTION_FORECAST.selectOwn());
  }

  private static Iterator<Row> forecasts(Row group) {
    List<Row> rows = new ArrayList<>();
    List<Row> fitted = new ArrayList<>();
    List<Survivors> curves = new ArrayList<>();
    for (Row cohort : group.<Row>getList(group.fieldIndex(COHORTS))) {
      long[] counts = survivors(cohort);
      if (Survivors.isCurve(counts)) {
        fitted.add(cohort);
        curves.add(Survivors.of(counts));
      } else {
        for (String model : CohortForecast.MODELS) {
          RetentionOutlook none = RetentionOutlook.none(model, REFUSED);
          rows.addAll(rows(group, cohort, counts.length - 1, none));
        }
      }
    }
    List<List<RetentionOutlook>> outlooks =
        CohortForecast.of(curves, group.getInt(group.fieldIndex(ENTRY)), AHEAD);
    for (int i = 0; i < fitted.size(); i++) {
      for (RetentionOutlook outlook : outlooks.get(i)) {
        rows.addAll(rows(group, fitted.get(i), curves.get(i).last(), outlook));
      }
    }
    return rows.iterator();
  }

  /**
   * Who outlasted the first period, and who of them is left after period 1, 2, ... Whoever comes
   * and goes within the first month is never counted as churned, and would seem to stay for ever.
   */
  private static long[] survivors(Row cohort) {
    List<Long> churned = cohort.getList(cohort.fieldIndex(CHURNED.name()));
    long[] counts = new long[churned.size()];
    long left = cohort.<Long>getAs(STAYED);
    for (int period = 0; period < counts.length; period++) {
      left -= churned.get(period);
      counts[period] = left;
    }
    return counts;
  }

  private static List<Row> rows(Row group, Row cohort, int last, RetentionOutlook outlook) {
    List<Row> rows = new ArrayList<>();
    for (int k = 1; k <= AHEAD; k++) {
      Optional<Band> band =
          outlook.bands().isEmpty() ? Optional.empty() : Optional.of(outlook.bands().get(k - 1));
      rows.add(row(group, cohort, last + k, outlook, band));
    }
    return rows;
  }

  private static Row row(
      Row group, Row cohort, int period, RetentionOutlook outlook, Optional<Band> band) {
    double stayed = (double) cohort.<Long>getAs(STAYED) / cohort.<Long>getAs(COHORT_SIZE.name());
    return RowFactory.create(
        group.getAs(BASIS.name()),
        group.getAs(DIMENSION.name()),
        group.getAs(VALUE.name()),
        cohort.getAs(COHORT_DAY),
        period,
        outlook.model(),
        band.map(each -> stayed * each.expected()).orElse(null),
        band.map(each -> stayed * each.low()).orElse(null),
        band.map(each -> stayed * each.high()).orElse(null),
        outlook.parameters().isEmpty() ? null : CollectionConverters.asScala(outlook.parameters()),
        outlook.holdoutError().stream()
            .map(error -> stayed * error)
            .boxed()
            .findFirst()
            .orElse(null),
        outlook.isBest(),
        outlook.status());
  }
}
