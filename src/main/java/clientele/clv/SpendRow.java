package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.GammaGamma;
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
    row.put(IS_USED, fit.model().isPresent());
    row.put(LOG_LIKELIHOOD, fit.logLikelihood());
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
    fit.model()
        .ifPresent(
            model -> {
              row.diagnose(ModelRow.MARGIN_RATIO, statistics.marginRatio());
              row.diagnose(ModelRow.MEAN_ORDER, statistics.meanOrder());
              row.put(FITTED_MODEL, model.label());
              row.put(METHOD, method(model, fit.status()));
              row.put(PARAMETERS, model.parameters());
            });
    return row.of(statistics.spenders());
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
