package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.clv.Statistics.Money;
import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.GammaGamma;
import clientele.model.OwnMean;
import clientele.model.SpendDependence;
import clientele.model.SpendFit;
import clientele.model.SpendModel;
import org.apache.spark.sql.Row;

/** The row of gold.clv_model of what customers spend. */
final class SpendRow {
  private SpendRow() {}

  /** The model of what customers spend. */
  static Row of(Statistics statistics) {
    SpendFit fit = SpendFit.of(statistics.spend());
    ModelRow row = new ModelRow(GammaGamma.LABEL, ModelRow.ALL);
    row.put(fit.status());
    row.put(ITERATIONS, fit.iterations());
    fit.gradientNorm().ifPresent(norm -> row.put(GRADIENT_NORM, norm));
    row.put(STANDARD_ERRORS, fit.standardErrors());
    SpendDependence.of(statistics.spendByFrequency())
        .ifPresent(
            found -> {
              row.diagnose("rho", found.rho());
              row.diagnose("eta_squared", found.etaSquared());
              if (found.isStrong()) {
                row.warn("who buys more often spends otherwise on an order: see diagnostics");
              }
            });
    if (fit.model().isPresent()) {
      SpendModel model = fit.model().get();
      use(row, model, method(model, fit.status()));
      if (model instanceof GammaGamma) {
        row.put(LOG_LIKELIHOOD, fit.logLikelihood());
      } else {
        row.warn(
            ModelRow.STANDS_IN
                + "have no sound mean: who bought again goes on to spend the own mean, others that"
                + " of all orders");
      }
      diagnose(row, statistics.totals().repeats(), statistics.meanOrder());
      return row.of(statistics.spenders());
    }
    long customers = statistics.whole().customers();
    if (customers > 0) {
      Money firsts = statistics.totals().firsts();
      double mean = firsts.revenue().doubleValue() / customers;
      use(row, new OwnMean(mean), "mean of first orders");
      diagnose(row, firsts, mean);
      row.warn("nobody has paid for buying again: first orders stand in for repeat ones");
    }
    return row.of(customers);
  }

  private static void use(ModelRow row, SpendModel model, String method) {
    row.put(IS_USED, true);
    row.put(FITTED_MODEL, model.label());
    row.put(METHOD, method);
    row.put(PARAMETERS, model.parameters());
  }

  private static void diagnose(ModelRow row, Money orders, double mean) {
    row.diagnose(ModelRow.MARGIN_RATIO, orders.marginRatio());
    row.diagnose(ModelRow.MEAN_ORDER, mean);
  }

  private static String method(SpendModel model, FitStatus status) {
    if (!model.label().equals(GammaGamma.LABEL)) {
      return "own mean of each customer";
    }
    return status == FitStatus.RIDGE
        ? FitStep.Method.RIDGE_PENALTY.text()
        : FitStep.Method.MAXIMUM_LIKELIHOOD.text();
  }
}
