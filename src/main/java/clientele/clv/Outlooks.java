package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;

import clientele.model.GammaGamma;
import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.PurchaseOutlook;
import clientele.model.SpendModel;
import clientele.model.ValueInterval;
import clientele.model.ValueIntervals;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What models expect of all customers with one history, in the horizon: worked out once for each
 * history that there is.
 *
 * <p>What a customer spends depends on the own money S of the repeat purchases besides: the unit of
 * the customer's value is base + weight · S, and an order is expected to bring factor times that.
 *
 * @param horizon that is looked at
 */
record Outlooks(Horizon horizon) implements Serializable {
  /** The place of a figure in the array of them. */
  enum Figure {
    ALIVE,
    NO_PURCHASE,
    ORDERS,
    DISCOUNTED_ORDERS,
    LOW,
    HIGH,
    SPEND_BASE,
    SPEND_WEIGHT,
    SPEND_FACTOR,
    MARGIN_RATIO;

    Column col() {
      return org.apache.spark.sql.functions.col(FIGURES).getItem(List.of(values()).indexOf(this));
    }
  }

  /**
   * One array instead of columns: Spark would leave out those that a reader does not need, and so
   * see two readers' plans as two, and work everything out twice.
   */
  private static final String FIGURES = "figures";

  static Outlooks of(ClvSettings settings, LocalDate date) {
    return new Outlooks(Horizon.of(settings, date));
  }

  /**
   * One row per history: {@link Cells#key} and figures.
   *
   * @param histories distinct
   * @param used {@link UsedModels#row}, or none
   */
  Dataset<Row> rows(Dataset<Row> histories, Dataset<Row> used) {
    return Cells.figured(
        histories,
        used,
        FIGURES,
        (models, cell) -> Models.of(models, cell, horizon),
        Models::alike,
        Outlooks::figures);
  }

  /**
   * What customers of one cell are asked about.
   *
   * @param horizon by the clock of purchases
   */
  private record Models(
      Horizon horizon,
      PurchaseModel purchases,
      SpendModel spend,
      ValueIntervals intervals,
      double marginRatio) {
    static Models of(Row models, List<String> cell, Horizon horizon) {
      Horizon seasonal = horizon.by(UsedModels.season(models));
      return new Models(
          seasonal,
          UsedModels.purchases(models, cell),
          UsedModels.spend(models),
          UsedModels.intervals(models, cell, seasonal),
          UsedModels.marginRatio(models));
    }

    Alike alike(Row row) {
      PurchaseHistory history = history(row, horizon.clock());
      PurchaseOutlook ifAlive = purchases.outlook(history).ifAlive();
      double length = horizon.length();
      return new Alike(
          ifAlive.noOrder(length),
          ifAlive.expectedOrders(length),
          later(horizon) * horizon.discounted(ifAlive),
          intervals.law(history));
    }
  }

  /** What is expected of all customers with one frequency and one age if they are alive. */
  private record Alike(
      double noPurchase, double orders, double discountedOrders, ValueIntervals.Law law) {}

  /** Money of a day comes at its end, half a day later on average than the models have it. */
  static double later(Horizon horizon) {
    return horizon.discount(0.5);
  }

  static PurchaseHistory history(Row row, Clock clock) {
    return clock.history(
        row.<Long>getAs(FREQUENCY.name()),
        row.<Integer>getAs(RECENCY_DAYS.name()),
        row.<Integer>getAs(AGE_DAYS.name()));
  }

  private static List<Double> figures(Row row, Models models, Alike alike) {
    PurchaseHistory history = history(row, models.horizon().clock());
    SpendModel spend = models.spend();
    long frequency = history.frequency();
    double alive = models.purchases().outlook(history).alive();
    double later = later(models.horizon());
    ValueInterval interval = alike.law().of(history);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.ALIVE, alive);
    figures.put(Figure.NO_PURCHASE, 1 - alive + alive * alike.noPurchase());
    figures.put(Figure.ORDERS, alive * alike.orders());
    figures.put(Figure.DISCOUNTED_ORDERS, alive * alike.discountedOrders());
    figures.put(Figure.LOW, later * interval.low());
    figures.put(Figure.HIGH, later * interval.high());
    figures.put(Figure.SPEND_BASE, spend.unit(frequency, 0));
    figures.put(Figure.SPEND_WEIGHT, weight(spend, frequency));
    figures.put(Figure.SPEND_FACTOR, factor(spend, frequency));
    figures.put(Figure.MARGIN_RATIO, models.marginRatio());
    return List.copyOf(figures.values());
  }

  /** Of S in the unit. */
  private static double weight(SpendModel spend, long frequency) {
    if (frequency == 0) {
      return 0;
    }
    return spend instanceof GammaGamma ? 1 : 1.0 / frequency;
  }

  /** Of the unit in what an order is expected to bring. */
  private static double factor(SpendModel spend, long frequency) {
    return spend instanceof GammaGamma model
        ? model.p() / (model.p() * frequency + model.q() - 1)
        : 1;
  }
}
