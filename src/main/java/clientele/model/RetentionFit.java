package clientele.model;

import clientele.model.numeric.Maximum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link RetentionModel} fitted by maximum likelihood.
 *
 * <p>The search runs in logs from several starts. The fit is not used ({@link FitStatus#RIDGE})
 * where the likelihood hardly depends on a parameter: eigenvalues of the Hessian apart by more than
 * 10⁶, a log beyond ±10, or a standard error that reaches over a factor of 10. Customers who are
 * all alike are such a case: α and β then grow without end at the same α / β.
 */
public final class RetentionFit {
  /** Beyond e^±10 a parameter is at its border. */
  private static final double BORDER = 10;

  private static final double MOST_CONDITION = 1e6;

  /** Two of it, the width of the profile at half a unit of likelihood, are a factor of 10. */
  private static final double MOST_ERROR = Math.log(10) / 2;

  private final RetentionFamily family;
  private final FitStatus status;
  private final Optional<Maximum> maximum;

  private RetentionFit(RetentionFamily family, FitStatus status, Optional<Maximum> maximum) {
    this.family = family;
    this.status = status;
    this.maximum = maximum;
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
    Maximum best =
        family.starts(churn).stream()
            .map(start -> Maximum.of(likelihood, start, BORDER))
            .max(Comparator.comparingDouble(Maximum::value))
            .orElseThrow();
    return new RetentionFit(family, judged(best), Optional.of(best));
  }

  private static FitStatus judged(Maximum maximum) {
    if (!(maximum.curvature().condition() <= MOST_CONDITION)) {
      return FitStatus.RIDGE;
    }
    for (double logarithm : maximum.point()) {
      if (Math.abs(logarithm) > BORDER) {
        return FitStatus.RIDGE;
      }
    }
    for (double error : maximum.curvature().standardErrors()) {
      if (!(error <= MOST_ERROR)) {
        return FitStatus.RIDGE;
      }
    }
    return maximum.converged() ? FitStatus.FITTED : FitStatus.NOT_CONVERGED;
  }

  public RetentionFamily family() {
    return family;
  }

  public FitStatus status() {
    return status;
  }

  /** The model; empty unless {@link FitStatus#FITTED}. */
  public Optional<RetentionModel> model() {
    return used().map(found -> family.at(found.point()));
  }

  /** Of the fitted model; empty unless {@link FitStatus#FITTED}. */
  public Optional<Double> logLikelihood() {
    return used().map(Maximum::value);
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
                  .at(found.point())
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
                double[] logs = found.curvature().spread(Chance.normal(draw));
                for (int i = 0; i < logs.length; i++) {
                  double drawn = found.point()[i] + logs[i];
                  logs[i] = Math.max(-BORDER, Math.min(BORDER, drawn));
                }
                models.add(family.at(logs));
              }
            });
    return models;
  }

  private Optional<Maximum> used() {
    return status == FitStatus.FITTED ? maximum : Optional.empty();
  }
}
