package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.catalogue.TableColumn;
import clientele.clv.ModelFits.Fitted;
import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.GammaGamma;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFit;
import clientele.model.Regularity;
import clientele.model.SpendDependence;
import clientele.model.SpendFit;
import clientele.model.SpendModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** One row of gold.clv_model in the making: cells by column, null where there is nothing to say. */
final class ModelRow {
  /** The columns of a row, in their order. */
  static final List<TableColumn> COLUMNS =
      List.of(
          MODEL,
          SEGMENT,
          TIME_UNIT,
          FITTED_MODEL,
          PARAMETERS,
          STANDARD_ERRORS,
          LOG_COVARIANCE,
          LOG_LIKELIHOOD,
          FITTED_CUSTOMERS,
          ITERATIONS,
          CONVERGED,
          GRADIENT_NORM,
          DIAGNOSTICS,
          IS_USED,
          HOLDOUT,
          METHOD,
          FIT_STEPS,
          WARNINGS,
          STATUS);

  /** The segment of models that are fitted to all that is known. */
  static final String ALL = "all";

  /** The segment of those that know nothing of the held out days. */
  static final String CALIBRATION = "calibration";

  /** Share of revenue that is margin, of all repeat purchases; among the diagnostics. */
  static final String MARGIN_RATIO = "margin_ratio";

  /** Value of a repeat purchase, over all of them; among the diagnostics. */
  static final String MEAN_ORDER = "mean_order";

  /** k of Wheat and Morrison; among the diagnostics. */
  private static final String REGULARITY = "regularity";

  /** With fewer, intervals have to allow for parameters that are not as good as known. */
  static final long ENOUGH_CUSTOMERS = 10_000;

  private final Map<TableColumn, Object> cells = new HashMap<>();
  private final Map<String, Double> diagnostics = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  ModelRow(String model, String segment) {
    cells.put(MODEL, model);
    cells.put(SEGMENT, segment);
    cells.put(TIME_UNIT, "week");
    cells.put(IS_USED, false);
    cells.put(CONVERGED, false);
  }

  /** How the fit ended. */
  void put(FitStatus status) {
    cells.put(STATUS, status.text());
    cells.put(CONVERGED, status == FitStatus.FITTED);
    if (status == FitStatus.RIDGE) {
      warnings.add(
          "the data do not tell the parameters apart: what the model expects is sound, its"
              + " parameters are not");
    }
  }

  /**
   * A model of how all customers buy again.
   *
   * @param quarters beside it, if it is the one in use
   */
  static Row purchases(
      Fitted fitted, long customers, Regularity regularity, Optional<Quarters> quarters) {
    ModelRow row = of(fitted.fit(), ALL);
    row.cells.put(IS_USED, quarters.isPresent());
    row.put(HOLDOUT, fitted.holdout().map(Holdout::measures).orElse(Map.of()));
    row.mind(fitted);
    row.mind(regularity);
    quarters.ifPresent(all -> row.diagnostics.putAll(all.comparison()));
    return row.of(customers);
  }

  /** The same as it was before the held out days. */
  static Row calibration(Holdout holdout, long customers) {
    return of(holdout.fit(), CALIBRATION).of(customers);
  }

  /** A model of how customers buy again. */
  static ModelRow of(PurchaseFit fit, String segment) {
    ModelRow row = new ModelRow(fit.family().label(), segment);
    row.put(fit.status());
    FitStep last = fit.steps().get(fit.steps().size() - 1);
    row.put(LOG_LIKELIHOOD, fit.logLikelihood());
    row.cells.put(ITERATIONS, fit.iterations());
    fit.gradientNorm().ifPresent(norm -> row.put(GRADIENT_NORM, norm));
    row.put(STANDARD_ERRORS, fit.standardErrors());
    fit.condition().ifPresent(condition -> row.diagnostics.put("condition", condition));
    fit.covariance()
        .map(covariance -> LogCovariance.of(fit.family(), covariance))
        .ifPresent(covariance -> row.put(LOG_COVARIANCE, covariance.pairs()));
    row.put(FIT_STEPS, fit.steps().stream().map(ModelRow::text).toList());
    if (fit.status() != FitStatus.NO_REPEATS) {
      row.cells.put(FITTED_MODEL, last.model());
      row.cells.put(METHOD, last.method().text());
      row.put(PARAMETERS, fit.model().parameters());
    }
    return row;
  }

  /** The model of what customers spend. */
  static Row spend(Statistics statistics) {
    SpendFit fit = SpendFit.of(statistics.spend());
    ModelRow row = new ModelRow(GammaGamma.LABEL, ALL);
    row.put(fit.status());
    row.cells.put(IS_USED, fit.model().isPresent());
    row.put(LOG_LIKELIHOOD, fit.logLikelihood());
    row.cells.put(ITERATIONS, fit.iterations());
    fit.gradientNorm().ifPresent(norm -> row.put(GRADIENT_NORM, norm));
    row.put(STANDARD_ERRORS, fit.standardErrors());
    SpendDependence.of(statistics.spendByFrequency())
        .ifPresent(
            found -> {
              row.diagnostics.put("rho", found.rho());
              row.diagnostics.put("eta_squared", found.etaSquared());
              if (found.isStrong()) {
                row.warnings.add(
                    "who buys more often spends otherwise on an order: see diagnostics");
              }
            });
    fit.model()
        .ifPresent(
            model -> {
              row.diagnostics.put(MARGIN_RATIO, statistics.marginRatio());
              row.diagnostics.put(MEAN_ORDER, statistics.meanOrder());
              row.cells.put(FITTED_MODEL, model.label());
              row.cells.put(METHOD, method(model, fit.status()));
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

  private static String text(FitStep step) {
    return "%s of %s: %s".formatted(step.method().text(), step.model(), step.status().text());
  }

  private void mind(Fitted fitted) {
    if (fitted.holdout().isEmpty()) {
      warnings.add("the history is too short to hold days out: models are compared by likelihood");
      return;
    }
    Map<String, Double> measures = fitted.holdout().get().measures();
    if (measures.get(Holdout.RMSE) >= measures.get(Holdout.NAIVE_RMSE)) {
      warnings.add("in the held out days a rate carried on was no worse by mean square error");
    }
  }

  private void mind(Regularity regularity) {
    regularity
        .k()
        .ifPresent(
            k -> {
              // Of clockwork k is infinite: all the largest number that is.
              diagnostics.put(REGULARITY, Math.min(k, Double.MAX_VALUE));
              if (k > Regularity.REGULAR) {
                warnings.add(
                    "purchases come more regularly than by chance: intervals are too wide, and who"
                        + " is overdue is too likely alive");
              }
            });
    regularity.standardError().ifPresent(error -> diagnostics.put(REGULARITY + "_se", error));
  }

  /** Something that says how well the model fits. */
  void diagnose(String name, double figure) {
    diagnostics.put(name, figure);
  }

  /** The row as it is now. */
  Row of(long customers) {
    cells.put(FITTED_CUSTOMERS, customers);
    put(DIAGNOSTICS, diagnostics);
    put(WARNINGS, warnings);
    return RowFactory.create(COLUMNS.stream().map(cells::get).toArray());
  }

  void put(TableColumn column, int number) {
    cells.put(column, number);
  }

  void put(TableColumn column, String text) {
    cells.put(column, text);
  }

  /** Null is what is not a number. */
  void put(TableColumn column, double number) {
    cells.put(column, Double.isNaN(number) ? null : number);
  }

  void put(TableColumn column, Map<String, Double> numbers) {
    cells.put(column, numbers.isEmpty() ? null : CollectionConverters.asScala(numbers));
  }

  void put(TableColumn column, List<String> texts) {
    cells.put(column, CollectionConverters.asScala(texts).toSeq());
  }
}
