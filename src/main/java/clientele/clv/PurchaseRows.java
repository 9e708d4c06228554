package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.clv.ModelFits.Fitted;
import clientele.model.ConstantRate;
import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseFit;
import clientele.model.PurchaseModel;
import clientele.model.Regularity;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Rows of gold.clv_model of how customers buy again. */
final class PurchaseRows {
  /** k of Wheat and Morrison; among the diagnostics. */
  private static final String REGULARITY = "regularity";

  private static final String FOR_REFUSED = ModelRow.STANDS_IN + "are refused";

  private static final int DAYS_PER_YEAR = 365;

  private PurchaseRows() {}

  /**
   * A model of how all customers buy again.
   *
   * @param quarters beside it, if it is the one in use
   */
  static Row purchases(
      Fitted fitted, Group whole, Regularity regularity, Optional<Quarters> quarters) {
    ModelRow row = of(fitted.fit(), ModelRow.ALL);
    row.put(IS_USED, quarters.isPresent());
    row.put(HOLDOUT, fitted.holdouts().measures());
    diagnose(row, fitted.holdouts().error());
    mind(row, fitted);
    mind(row, regularity);
    quarters.ifPresent(all -> row.diagnose(all.comparison()));
    if (quarters.isPresent() && whole.clock().isWithinOpportunity()) {
      row.warn(
          ModelRow.TOO_EARLY
              + "the end of a period of clv.opportunity: who has bought in it is expected to do so"
              + " again in it; choose its last day");
    }
    return row.of(whole.customers());
  }

  /** The same as it was at an origin. */
  static Row calibration(Holdout holdout, String segment) {
    ModelRow row = of(holdout.fit(), segment);
    row.put(HOLDOUT, holdout.measures());
    return row.of(holdout.ofModel().customers());
  }

  /**
   * The rate of all, which stands in for models that foretell worse.
   *
   * @param holdouts of any model: the rate is the same
   */
  static Row mean(Holdouts holdouts, Group whole) {
    ModelRow row = mean(ConstantRate.of(whole.histories()), FitStatus.FITTED);
    diagnose(row, holdouts.meanError());
    row.warn(FOR_REFUSED);
    return row.of(whole.customers());
  }

  /** A rate for customers of whom nobody has bought again; none without customers. */
  static Optional<Row> meanWithoutRepeats(Group whole) {
    long customers = whole.customers();
    if (customers == 0) {
      return Optional.empty();
    }
    Clock clock = whole.clock();
    double year = clock.pace().ahead(clock.now(), DAYS_PER_YEAR).length() / DAYS_PER_UNIT;
    ConstantRate rate = ConstantRate.withoutRepeats(whole.histories(), year);
    ModelRow row = mean(rate, FitStatus.NO_REPEATS);
    row.warn(
        ModelRow.STANDS_IN
            + "need repeat purchases: nobody has bought again, and the rate is as if half a"
            + " purchase had come in the time that customers were seen and one more year");
    return Optional.of(row.of(customers));
  }

  private static ModelRow mean(ConstantRate rate, FitStatus status) {
    ModelRow row = new ModelRow(ConstantRate.LABEL, ModelRow.ALL);
    row.put(status);
    row.put(IS_USED, true);
    row.put(FITTED_MODEL, ConstantRate.LABEL);
    row.put(METHOD, FitStep.Method.POPULATION_MEAN.text());
    row.put(PARAMETERS, rate.parameters());
    return row;
  }

  /** A model of how customers buy again. */
  static ModelRow of(PurchaseFit fit, String segment) {
    ModelRow row = new ModelRow(fit.family().label(), segment);
    row.put(fit.status());
    FitStep last = fit.steps().get(fit.steps().size() - 1);
    row.put(LOG_LIKELIHOOD, fit.logLikelihood());
    row.put(ITERATIONS, fit.iterations());
    fit.gradientNorm().ifPresent(norm -> row.put(GRADIENT_NORM, norm));
    row.put(STANDARD_ERRORS, fit.standardErrors());
    fit.condition().ifPresent(condition -> row.diagnose("condition", condition));
    fit.covariance()
        .map(covariance -> LogCovariance.of(fit.family(), covariance))
        .ifPresent(covariance -> row.put(LOG_COVARIANCE, covariance.pairs()));
    row.put(FIT_STEPS, fit.steps().stream().map(PurchaseRows::text).toList());
    if (fit.status() != FitStatus.NO_REPEATS) {
      identified(row, fit.model());
      row.put(FITTED_MODEL, last.model());
      row.put(METHOD, last.method().text());
      row.put(PARAMETERS, fit.model().parameters());
    }
    return row;
  }

  /** What the data tell even where they do not tell the parameters apart. */
  private static void identified(ModelRow row, PurchaseModel model) {
    Map<String, Double> parameters = model.parameters();
    row.diagnose("orders_in_52_units", model.expectedOrders(52));
    if (parameters.containsKey("b")) {
      row.diagnose(
          "stop_chance", parameters.get("a") / (parameters.get("a") + parameters.get("b")));
    }
  }

  private static String text(FitStep step) {
    return "%s of %s: %s".formatted(step.method().text(), step.model(), step.status().text());
  }

  private static void mind(ModelRow row, Fitted fitted) {
    Holdouts holdouts = fitted.holdouts();
    int origins = holdouts.all().size();
    if (!fitted.hasModel()) {
      return; // The status says why, however long the history is.
    }
    if (holdouts.isEmpty()) {
      row.warn("the history is too short to hold days out: models are compared by likelihood");
    } else if (origins < Origin.COUNT) {
      row.warn(
          "the history is too short for %d origins: held out days are foretold from %d"
              .formatted(Origin.COUNT, origins));
    }
    boolean standsIn = fitted.fit().family() == PurchaseFamily.NBD;
    if (standsIn) {
      row.warn(FOR_REFUSED);
    }
    if (holdouts.timesNoBetter() > 0) {
      String refused = holdouts.isRefused() && !standsIn ? ModelRow.REFUSED : "";
      row.warn(
          "%sa rate carried on was no worse by mean square error at %d of %d origins"
              .formatted(refused, holdouts.timesNoBetter(), origins));
    }
  }

  private static void mind(ModelRow row, Regularity regularity) {
    regularity
        .k()
        .ifPresent(
            k -> {
              // Of clockwork k is infinite.
              if (k < Double.POSITIVE_INFINITY) {
                row.diagnose(REGULARITY, k);
              }
              if (k > Regularity.REGULAR) {
                row.warn(
                    "purchases come more regularly than by chance: intervals are too wide, and who"
                        + " is overdue is too likely alive");
              }
            });
    regularity.standardError().ifPresent(error -> row.diagnose(REGULARITY + "_se", error));
  }

  private static void diagnose(ModelRow row, Optional<Double> modelError) {
    modelError.ifPresent(error -> row.diagnose(ModelRow.MODEL_ERROR, error));
  }
}
