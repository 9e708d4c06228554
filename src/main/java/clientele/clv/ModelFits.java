package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.model.ConstantRate;
import clientele.model.FitStatus;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseHistories;
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
 * @param heldOutDays how many days after each {@link Origin} are to be foretold
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

  /** A purchase model, and how it did where it could be tried. */
  record Fitted(PurchaseFit fit, Holdouts holdouts) {
    /** Whether there is something to forecast with. */
    boolean hasModel() {
      return fit.status() != FitStatus.NO_REPEATS;
    }

    private double merit() {
      double likelihood = Double.isNaN(fit.logLikelihood()) ? WORST : fit.logLikelihood();
      return holdouts.isEmpty() ? likelihood : holdouts.logScore();
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
    Column day = lit(date);
    for (Origin origin : Origin.before(date, heldOutDays)) {
      day = when(SEGMENT.col().equalTo(origin.segment()), lit(origin.day())).otherwise(day);
    }
    return day;
  }

  private Iterator<Row> fitted(Iterator<Row> rows) {
    Statistics statistics = Statistics.read(rows, mostStatistics);
    PurchaseHistories whole = Statistic.purchases(statistics.whole().all());
    List<List<Statistic>> early = statistics.early().stream().map(Sample::all).toList();
    List<Fitted> fits =
        families.parallelStream().map(family -> fitted(family, whole, early)).toList();
    Optional<Fitted> used = used(fits);
    List<Row> models = new ArrayList<>();
    for (Fitted fit : fits) {
      models.addAll(rows(fit, used.equals(Optional.of(fit)), statistics));
    }
    if (used.isEmpty() && fits.stream().anyMatch(Fitted::hasModel)) {
      models.addAll(carriedOn(whole, early, statistics));
    }
    List<Statistic> spend = statistics.spend().all();
    models.add(
        ModelRow.spend(
            SpendFit.of(Statistic.spend(spend)),
            SpendDependence.of(statistics.spendByFrequency()),
            statistics));
    return models.iterator();
  }

  private Fitted fitted(
      PurchaseFamily family, PurchaseHistories whole, List<List<Statistic>> early) {
    PurchaseFit fit = PurchaseFit.of(family, whole);
    return new Fitted(fit, Holdouts.of(fit, early, heldOutDays));
  }

  private static List<Row> rows(Fitted fit, boolean isUsed, Statistics statistics) {
    List<Row> rows = new ArrayList<>();
    rows.add(ModelRow.purchases(fit, isUsed, statistics.whole()));
    for (int i = 0; i < fit.holdouts().all().size(); i++) {
      Sample early = statistics.early().get(i);
      rows.add(ModelRow.calibration(fit.holdouts().all().get(i), Origin.segment(i + 1), early));
    }
    return rows;
  }

  /**
   * The candidate that foretold the held out days best, or else is the likeliest; none if all are
   * refused.
   */
  private Optional<Fitted> used(List<Fitted> fits) {
    return fits.stream()
        .filter(fitted -> candidates.contains(fitted.fit().family()) && fitted.hasModel())
        .filter(fitted -> !fitted.holdouts().isRefused())
        .max(
            Comparator.<Fitted, Boolean>comparing(fitted -> SOUND.contains(fitted.fit().status()))
                .thenComparingDouble(Fitted::merit));
  }

  /** What stands in for candidates that are refused: rates go on, nobody stops. */
  private List<Row> carriedOn(
      PurchaseHistories whole, List<List<Statistic>> early, Statistics statistics) {
    Fitted ownRates = fitted(PurchaseFamily.NBD, whole, early);
    return ownRates.holdouts().isWorseThanMean()
        ? List.of(ModelRow.mean(ConstantRate.of(whole), ownRates.holdouts(), statistics.whole()))
        : rows(ownRates, true, statistics);
  }
}
