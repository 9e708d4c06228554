package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.clv.Quarters.Quarter;
import clientele.clv.Quarters.Without;
import clientele.model.CovariateFit;
import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.LogCovariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Rows of gold.clv_model beside that of all customers alike. */
final class SegmentRows {
  /** The segment of the model that knows more of customers than their purchases. */
  static final String COVARIATES = "covariates";

  /**
   * What is expected of the customers of a quarter in the held out days, over what came: by their
   * own model, and by that of all; among the measures of the holdout.
   */
  private static final String RATIO = "ratio";

  private static final String POOLED_RATIO = "pooled_ratio";

  private SegmentRows() {}

  /**
   * The models of customers by quarter of their first purchase.
   *
   * @param model the name of the family
   */
  static List<Row> of(Quarters quarters, String model) {
    List<Row> rows = new ArrayList<>();
    for (Quarter quarter : quarters.groups()) {
      ModelRow row = PurchaseRows.of(quarter.fitted().fit(), quarter.segment());
      Map<String, Double> holdout = quarter.fitted().holdouts().measures();
      quarter.ratio().ifPresent(ratio -> holdout.put(RATIO, ratio));
      quarter.pooledRatio().ifPresent(ratio -> holdout.put(POOLED_RATIO, ratio));
      row.put(HOLDOUT, holdout);
      rows.add(row.of(quarter.customers()));
    }
    for (Without without : quarters.without()) {
      ModelRow row = new ModelRow(model, without.segment());
      row.put(STATUS, "skipped: " + without.reason());
      rows.add(row.of(without.customers()));
    }
    return rows;
  }

  /** The model in use with what is known of customers. */
  static Row of(Covariates covariates) {
    CovariateFit fit = covariates.fit();
    String model = fit.family().family().label();
    ModelRow row = new ModelRow(model, COVARIATES);
    row.put(fit.status());
    row.put(LOG_LIKELIHOOD, fit.logLikelihood());
    row.put(ITERATIONS, fit.iterations());
    row.put(GRADIENT_NORM, fit.gradientNorm());
    row.put(STANDARD_ERRORS, fit.standardErrors());
    fit.covariance()
        .map(covariance -> LogCovariance.of(fit.family().names(), covariance))
        .ifPresent(covariance -> row.put(LOG_COVARIANCE, covariance.pairs()));
    row.diagnose("condition", fit.condition());
    covariates
        .values()
        .customers()
        .forEach((value, customers) -> row.diagnose(Cells.customersOf(value), customers));
    covariates.choice().ifPresent(choice -> put(row, covariates, choice));
    return row.of(covariates.customers());
  }

  /**
   * Why there is no such model; empty if none was asked for.
   *
   * @param model the name of the family
   */
  static Optional<Row> withoutCovariates(String model, Group whole) {
    if (whole.statistics().some().stream().allMatch(one -> one.known().isEmpty())) {
      return Optional.empty();
    }
    ModelRow row = new ModelRow(model, COVARIATES);
    row.put(
        STATUS,
        "skipped: no attribute has two values with %d customers each"
            .formatted(KnownValues.LEAST_CUSTOMERS));
    return Optional.of(row.of(whole.customers()));
  }

  private static void put(ModelRow row, Covariates covariates, Covariates.Choice choice) {
    CovariateFit fit = covariates.fit();
    FitStep.Method method =
        fit.status() == FitStatus.FITTED
            ? FitStep.Method.MAXIMUM_LIKELIHOOD
            : FitStep.Method.RIDGE_PENALTY;
    row.put(IS_USED, choice.isUsed());
    row.put(FITTED_MODEL, fit.family().family().label());
    row.put(METHOD, method.text() + ", " + choice.text());
    row.put(PARAMETERS, fit.parameters());
    row.put(HOLDOUT, covariates.trial().measures());
    row.diagnose("covariates_chi_square", fit.chiSquare());
    row.diagnose("covariates_freedom", fit.family().factors());
    row.diagnose("covariates_p_value", fit.pValue());
  }
}
