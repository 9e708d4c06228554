package clientele.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link RetentionModel} fitted by maximum likelihood.
 *
 * <p>The fit is not used ({@link FitStatus#RIDGE}) where the likelihood hardly depends on a
 * parameter. Customers who are all alike are such a case: α and β then grow without end at the same
 * α / β.
 */
public final class RetentionFit {
  private final RetentionFamily family;
  private final FitStatus status;
  private final Optional<Estimate> estimate;

  private RetentionFit(RetentionFamily family, FitStatus status, Optional<Estimate> estimate) {
    this.family = family;
    this.status = status;
    this.estimate = estimate;
  }

  /** Fits a family; never throws for lack of data, {@link #status()} says what was the matter. */
  public static RetentionFit of(RetentionFamily family, Risks risks) {
    if (risks.observed() <= family.parameters()) {
      return new RetentionFit(family, FitStatus.TOO_FEW_PERIODS, Optional.empty());
    }
    double churn = risks.churn();
    if (churn == 0) {
      return new RetentionFit(family, FitStatus.NOBODY_LEFT, Optional.empty());
    }
    if (churn == 1) {
      return new RetentionFit(family, FitStatus.EVERYBODY_LEFT, Optional.empty());
    }
    RetentionLikelihood likelihood = new RetentionLikelihood(family, risks);
    Estimate estimate = Estimate.of(likelihood, family.starts(churn));
    return new RetentionFit(family, estimate.status(), Optional.of(estimate));
  }

  public RetentionFamily family() {
    return family;
  }

  public FitStatus status() {
    return status;
  }

  /** The model; empty unless {@link FitStatus#FITTED}. */
  public Optional<RetentionModel> model() {
    return used().map(found -> family.at(found.logs()));
  }

  /** Of the fitted model; empty unless {@link FitStatus#FITTED}. */
  public Optional<Double> logLikelihood() {
    return used().map(Estimate::logLikelihood);
  }

  /** Of the logs of the parameters; empty unless {@link FitStatus#FITTED}. */
  public Optional<double[][]> covariance() {
    return used().map(found -> found.curvature().inverse());
  }

  /** Steps of the search; empty without one. */
  public Optional<Integer> iterations() {
    return estimate.map(Estimate::iterations);
  }

  /** Length of the gradient by the logs of the parameters, where the search ended. */
  public Optional<Double> gradientNorm() {
    return estimate.map(Estimate::gradientNorm);
  }

  /** Standard errors of the parameters by their names, from the Hessian; empty unless fitted. */
  public Map<String, Double> standardErrors() {
    Map<String, Double> errors = new LinkedHashMap<>();
    used()
        .ifPresent(
            found -> {
              double[] logarithmic = found.curvature().standardErrors();
              // By the delta method: d exp(x) = exp(x) dx.
              family
                  .at(found.logs())
                  .parameters()
                  .forEach((name, value) -> errors.put(name, value * logarithmic[errors.size()]));
            });
    return errors;
  }

  /**
   * Models that could be the true one: normal in the logs of the parameters, with the inverse of
   * the Hessian as covariance. Empty unless {@link FitStatus#FITTED}.
   */
  List<RetentionModel> plausible() {
    List<RetentionModel> models = new ArrayList<>();
    used()
        .ifPresent(
            found -> {
              for (int draw = 0; draw < Chance.DRAWS; draw++) {
                models.add(family.at(found.plausible(Chance.normal(draw))));
              }
            });
    return models;
  }

  private Optional<Estimate> used() {
    return status == FitStatus.FITTED ? estimate : Optional.empty();
  }
}
