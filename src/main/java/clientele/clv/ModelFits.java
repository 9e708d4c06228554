package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.model.FitStatus;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.SpendDependence;
import clientele.model.SpendFit;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.clv_model: models fitted to the histories of customers.
 *
 * <p>Statistics of all customers come together in one task, on whichever executor has it, and are
 * thinned there if they are too many; the driver sees none of them.
 *
 * @param families models of how customers buy again
 * @param candidates those of them of which the best is used
 * @param heldOutDays last days of the data, which are to be foretold
 * @param mostStatistics that a model is fitted to
 */
record ModelFits(
    List<PurchaseFamily> families,
    List<PurchaseFamily> candidates,
    int heldOutDays,
    int mostStatistics)
    implements Serializable {
  /** About 100 MB of memory, and parameters to a thousandth. */
  private static final int MOST_STATISTICS = 1_000_000;

  private static final double WORST = -Double.MAX_VALUE;

  private static final Set<FitStatus> SOUND = Set.of(FitStatus.FITTED, FitStatus.RIDGE);

  static ModelFits of(ClvSettings settings) {
    return new ModelFits(
        settings.families(), settings.candidates(), settings.holdoutDays(), MOST_STATISTICS);
  }

  /** A purchase model, and how it did in the held out days, if it could be tried. */
  record Fitted(PurchaseFit fit, Optional<Holdout> holdout) {
    /** Whether there is something to forecast with. */
    boolean hasModel() {
      return fit.status() != FitStatus.NO_REPEATS;
    }

    private double merit() {
      double likelihood = Double.isNaN(fit.logLikelihood()) ? WORST : fit.logLikelihood();
      return holdout.map(tried -> tried.measures().get(Holdout.LOG_SCORE)).orElse(likelihood);
    }
  }

  /**
   * One row per model.
   *
   * @param histories rows of {@link CustomerHistories}, told
   */
  Dataset<Row> rows(Dataset<Row> histories, LocalDate date) {
    StructType type = new StructType();
    for (TableColumn column : ModelRow.COLUMNS) {
      type = type.add(column.name(), column.type());
    }
    return Statistics.rows(histories, heldOutDays)
        .repartition(1)
        .mapPartitions((MapPartitionsFunction<Row, Row>) this::fitted, Encoders.row(type))
        .withColumn(TRAINED_THROUGH.name(), trainedThrough(date))
        .select(Tables.CLV_MODEL.selectOwn());
  }

  private Column trainedThrough(LocalDate date) {
    return when(SEGMENT.col().equalTo(ModelRow.CALIBRATION), lit(date.minusDays(heldOutDays)))
        .otherwise(lit(date));
  }

  private Iterator<Row> fitted(Iterator<Row> rows) {
    Statistics statistics = Statistics.read(rows, mostStatistics);
    List<Statistic> whole = statistics.whole().all();
    List<Statistic> early = statistics.early().all();
    List<Fitted> fits =
        families.parallelStream()
            .map(
                family ->
                    new Fitted(
                        PurchaseFit.of(family, Statistic.purchases(whole)),
                        Holdout.of(family, early, heldOutDays)))
            .toList();
    Optional<Fitted> used = used(fits);
    List<Row> models = new ArrayList<>();
    for (Fitted fit : fits) {
      boolean isUsed = used.equals(Optional.of(fit));
      models.add(ModelRow.purchases(fit, isUsed, statistics.whole()));
      fit.holdout().ifPresent(tried -> models.add(ModelRow.calibration(tried, statistics.early())));
    }
    List<Statistic> spend = statistics.spend().all();
    models.add(
        ModelRow.spend(
            SpendFit.of(Statistic.spend(spend)),
            SpendDependence.of(statistics.spendByFrequency()),
            statistics));
    return models.iterator();
  }

  /** The candidate that foretold the held out days best, or else is the likeliest. */
  private Optional<Fitted> used(List<Fitted> fits) {
    return fits.stream()
        .filter(fitted -> candidates.contains(fitted.fit().family()) && fitted.hasModel())
        .max(
            Comparator.<Fitted, Boolean>comparing(fitted -> SOUND.contains(fitted.fit().status()))
                .thenComparingDouble(Fitted::merit));
  }
}
