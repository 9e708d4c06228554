package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.job.BoundedCollect;
import clientele.model.FitStatus;
import clientele.model.MonthlyOrders;
import clientele.model.Opportunities;
import clientele.model.Pace;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.Season;
import clientele.model.SeasonFit;
import clientele.settings.ClvSettings;
import clientele.settings.ClvSettings.Seasonality;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.clv_model: models fitted to the histories of customers.
 *
 * <p>Statistics of all customers come together in one task, on whichever executor has it. If they
 * are too many for that they stay where they are, and only sums over them come to the driver, a
 * pass over the data for each step of a search. The fits are the same.
 *
 * @param families models of how customers buy again
 * @param candidates those of them of which the best is used
 * @param heldOutDays how many days after each {@link Origin} are to be foretold
 * @param mostStatistics that come together in one task
 * @param leastCustomers of a quarter that has a model of its own
 * @param seasonality whether models may follow the season
 * @param pace of the clock of purchases without a season
 */
record ModelFits(
    List<PurchaseFamily> families,
    List<PurchaseFamily> candidates,
    int heldOutDays,
    int mostStatistics,
    int leastCustomers,
    Seasonality seasonality,
    Pace pace)
    implements Serializable {
  /** About 200 MB of memory. */
  private static final int MOST_STATISTICS = 2_000_000;

  /** Fewer do not tell the parameters of a model well. */
  private static final int LEAST_CUSTOMERS = 2_000;

  /** Four rows for each family and the season, and one for each quarter, at most. */
  private static final int MOST_ROWS = 100;

  private static final double WORST = -Double.MAX_VALUE;

  /** Statuses of a model of the family that was asked for. */
  static final Set<FitStatus> SOUND = Set.of(FitStatus.FITTED, FitStatus.RIDGE);

  static ModelFits of(ClvSettings settings) {
    return new ModelFits(
        settings.families(),
        settings.candidates(),
        settings.holdoutDays(),
        MOST_STATISTICS,
        LEAST_CUSTOMERS,
        settings.seasonality(),
        settings.pace(Season.NONE));
  }

  /** A purchase model, and how it did where it could be tried. */
  record Fitted(PurchaseFit fit, Holdouts holdouts) {
    /**
     * Of some customers.
     *
     * @param early the same at origins, the nearest first
     */
    static Fitted of(PurchaseFamily family, Group whole, List<Early> early, int heldOutDays) {
      PurchaseFit fit = PurchaseFit.of(family, whole.histories());
      return new Fitted(fit, Holdouts.of(fit, early, heldOutDays));
    }

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
   * One row per model and segment, found by running what finds them.
   *
   * @param histories rows of {@link CustomerHistories}, told
   */
  Dataset<Row> rows(Dataset<Row> histories, LocalDate date) {
    StructType type = new StructType();
    for (TableColumn column : ModelRow.COLUMNS) {
      type = type.add(column.name(), column.type());
    }
    boolean mayHaveSeason = seasonality == Seasonality.AUTO && pace.isEven();
    Dataset<Row> statistics =
        mayHaveSeason
            ? StatisticRows.withMonths(histories, heldOutDays, date)
            : StatisticRows.of(histories, heldOutDays);
    MapPartitionsFunction<Row, Row> inOneTask = rows -> fittedHere(rows, date);
    List<Row> models =
        BoundedCollect.rows(
            statistics.repartition(1).mapPartitions(inOneTask, Encoders.row(type)), MOST_ROWS);
    return histories
        .sparkSession()
        .createDataFrame(models.isEmpty() ? fittedSpread(statistics, date) : models, type)
        .withColumn(TRAINED_THROUGH.name(), trainedThrough(date))
        .withColumn(TIME_UNIT.name(), timeUnit())
        .select(Tables.CLV_MODEL.selectOwn());
  }

  private Column timeUnit() {
    Column isOfSeason = MODEL.col().equalTo(SeasonFit.LABEL);
    return when(lit(pace instanceof Opportunities).and(not(isOfSeason)), "opportunity")
        .otherwise(TIME_UNIT.col());
  }

  private Column trainedThrough(LocalDate date) {
    Column day = lit(date);
    for (Origin origin : Origin.before(date, heldOutDays)) {
      day = when(SEGMENT.col().equalTo(origin.segment()), lit(origin.day())).otherwise(day);
    }
    return day;
  }

  private Seasons seasons(List<MonthlyOrders> orders, LocalDate date) {
    if (pace instanceof Opportunities opportunities) {
      return Seasons.none(opportunities, date, heldOutDays);
    }
    return switch (seasonality) {
      case AUTO -> Seasons.of(orders, date, heldOutDays);
      case OFF -> Seasons.off(date, heldOutDays);
    };
  }

  /** No row at all if the statistics are too many; otherwise there is that of spend at least. */
  private Iterator<Row> fittedHere(Iterator<Row> rows, LocalDate date) {
    return Statistics.here(rows, mostStatistics, orders -> seasons(orders, date))
        .map(statistics -> fitted(statistics, date))
        .orElse(List.of())
        .iterator();
  }

  private List<Row> fittedSpread(Dataset<Row> rows, LocalDate date) {
    try (SpreadParts.Kept kept = new SpreadParts.Kept()) {
      return fitted(SpreadStatistics.of(rows, kept, orders -> seasons(orders, date)), date);
    }
  }

  private List<Row> fitted(Statistics statistics, LocalDate date) {
    List<Fitted> asked =
        statistics.each(families).map(family -> fitted(family, statistics)).toList();
    Optional<Fitted> best = best(asked);
    boolean areRefused = best.isEmpty() && asked.stream().anyMatch(Fitted::hasModel);
    // What stands in for them: rates go on, nobody stops.
    Optional<Fitted> ownRates =
        areRefused ? Optional.of(fitted(PurchaseFamily.NBD, statistics)) : Optional.empty();
    Optional<Fitted> standIn = ownRates.filter(rates -> !rates.holdouts().isWorseThanMean());
    Optional<Fitted> used = best.or(() -> standIn);
    Optional<Quarters> quarters = used.map(pooled -> Quarters.of(pooled, statistics, date, this));
    List<Row> models = new ArrayList<>();
    Stream.concat(asked.stream(), standIn.stream())
        .forEach(
            fit -> {
              boolean isUsed = used.equals(Optional.of(fit));
              models.addAll(rows(fit, isUsed ? quarters : Optional.empty(), statistics));
            });
    if (used.isEmpty()) {
      ownRates
          .map(rates -> PurchaseRows.mean(rates.holdouts(), statistics.whole()))
          .or(() -> PurchaseRows.meanWithoutRepeats(statistics.whole()))
          .ifPresent(models::add);
    }
    used.flatMap(plain -> covariates(plain, statistics)).ifPresent(models::add);
    quarters.ifPresent(
        all -> models.addAll(SegmentRows.of(all, used.orElseThrow().fit().family().label())));
    models.add(SpendRow.of(statistics));
    models.addAll(statistics.seasons().rows(statistics));
    return models;
  }

  private Optional<Row> covariates(Fitted plain, Statistics statistics) {
    return Covariates.of(plain, statistics, heldOutDays)
        .map(SegmentRows::of)
        .or(() -> SegmentRows.withoutCovariates(plain.fit().family().label(), statistics.whole()));
  }

  private Fitted fitted(PurchaseFamily family, Statistics statistics) {
    return Fitted.of(family, statistics.whole(), statistics.early(), heldOutDays);
  }

  private static List<Row> rows(Fitted fit, Optional<Quarters> quarters, Statistics statistics) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        PurchaseRows.purchases(
            fit, statistics.whole(), statistics.totals().regularity(), quarters));
    for (int i = 0; i < fit.holdouts().all().size(); i++) {
      rows.add(PurchaseRows.calibration(fit.holdouts().all().get(i), Origin.segment(i + 1)));
    }
    return rows;
  }

  /**
   * The candidate that foretold the held out days best, or else is the likeliest; none if all are
   * refused.
   */
  private Optional<Fitted> best(List<Fitted> fits) {
    return fits.stream()
        .filter(fitted -> candidates.contains(fitted.fit().family()) && fitted.hasModel())
        .filter(fitted -> !fitted.holdouts().isRefused())
        .max(
            Comparator.<Fitted, Boolean>comparing(fitted -> SOUND.contains(fitted.fit().status()))
                .thenComparingDouble(Fitted::merit));
  }
}
