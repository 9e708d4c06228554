package clientele.clv;

import static org.apache.spark.sql.functions.col;

import clientele.model.PurchaseHistory;
import clientele.model.PurchaseModel;
import clientele.model.ValueSpread;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
   * One row per history that customers have: {@link Cells#key}, {@link #relativeVariance} and
   * {@link #deviation}.
   *
   * @param customers rows of gold.customer_clv, with {@link Cells#CELL} or without
   * @param used {@link UsedModels#row}, or none
   */
  Dataset<Row> rows(Dataset<Row> customers, Dataset<Row> used) {
    Dataset<Row> histories = CustomerValues.distinct(customers);
    return Cells.figured(
        histories,
        used,
        FIGURES,
        (models, cell) -> Models.of(models, cell, horizon),
        Models::alike,
        Spreads::figures);
  }

  /**
   * What customers of one cell are asked about.
   *
   * @param clock by which they buy
   * @param around the fitted model
   */
  private record Models(Clock clock, ValueSpread spread, List<PurchaseModel> around) {
    static Models of(Row models, List<String> cell, Horizon horizon) {
      Horizon seasonal = horizon.by(UsedModels.season(models));
      // Of the variance as a share it hardly matters by which clock interest runs.
      ValueSpread spread =
          new ValueSpread(
              UsedModels.purchases(models, cell),
              UsedModels.spend(models),
              seasonal.length(),
              seasonal.interestOfUnit());
      return new Models(seasonal.clock(), spread, UsedModels.around(models, cell));
    }

    Alike alike(Row row) {
      PurchaseHistory history = Outlooks.history(row, clock);
      return new Alike(
          spread.ifAlive(history),
          orders(spread.model(), history),
          around.stream().map(model -> orders(model, history)).toList());
    }

    private double orders(PurchaseModel model, PurchaseHistory history) {
      return model.outlook(history).ifAlive().expectedOrders(spread.horizon());
    }
  }

  /**
   * What is expected of all customers with one frequency and one age if they are alive.
   *
   * @param orders by the fitted model
   * @param around by the others
   */
  private record Alike(double relativeVariance, double orders, List<Double> around) {}

  private static List<Double> figures(Row row, Models models, Alike alike) {
    PurchaseHistory history = Outlooks.history(row, models.clock());
    double alive = models.spread().model().outlook(history).alive();
    // Interest takes as much off the orders that another model expects.
    double expected = alive * alike.orders();
    List<Double> figures = new ArrayList<>();
    figures.add(ValueSpread.of(alike.relativeVariance(), alive));
    for (int i = 0; i < MODELS; i++) {
      int which = i % models.around().size();
      double orders =
          models.around().get(which).outlook(history).alive() * alike.around().get(which);
      figures.add(expected > 0 ? orders / expected - 1 : 0);
    }
    return figures;
  }
}
