package clientele.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link PurchaseModel} fitted by maximum likelihood.
 *
 * <p>The search runs in logs and in a unit of time of its own, so that days and weeks give the same
 * fit; parameters are in the caller's unit. If it fails, simpler things are tried, of which the
 * last cannot fail, so there always is a {@link #model()}; {@link #steps()} says how it came about.
 */
public final class PurchaseFit {
  private final PurchaseFamily family;
  private final FitStatus status;
  private final PurchaseModel model;
  private final List<FitStep> steps;
  private final Optional<UnitEstimate> found;

  /**
   * @param found parameters of the model, unless it is a fallback
   */
  PurchaseFit(
      PurchaseFamily family,
      FitStatus status,
      PurchaseModel model,
      List<FitStep> steps,
      Optional<UnitEstimate> found) {
    this.family = family;
    this.status = status;
    this.model = model;
    this.steps = List.copyOf(steps);
    this.found = found;
  }

  /** Fits a family; never throws for lack of data, {@link #status()} says what was the matter. */
  public static PurchaseFit of(PurchaseFamily family, PurchaseHistories histories) {
    return of(family, histories.parts());
  }

  /** The same of customers in many places. */
  public static PurchaseFit of(PurchaseFamily family, Parts<PurchaseHistories> customers) {
    return new FitLadder(family, customers).climbed();
  }

  /**
   * Fits the family of another fit, from whose parameters the search begins if it has any: cheaper
   * where the customers are much the same.
   */
  public static PurchaseFit near(PurchaseFit other, PurchaseHistories histories) {
    return new FitLadder(other.family, histories.parts(), other.told()).climbed();
  }

  /** The family that was asked for. */
  public PurchaseFamily family() {
    return family;
  }

  /**
   * {@link FitStatus#FITTED}; {@link FitStatus#RIDGE}: the data do not tell the parameters apart,
   * and those of the model are held by a penalty, so that what it expects is sound and its
   * parameters are not; otherwise the model is of another kind.
   */
  public FitStatus status() {
    return status;
  }

  /** Of the family, if the status is {@link FitStatus#FITTED} or {@link FitStatus#RIDGE}. */
  public PurchaseModel model() {
    return model;
  }

  /** What was tried, the last of which gave the model. */
  public List<FitStep> steps() {
    return steps;
  }

  /** Of the model, in the caller's unit of time; NaN if the model is the population mean. */
  public double logLikelihood() {
    return steps.get(steps.size() - 1).logLikelihood();
  }

  /**
   * The highest log likelihood that the family reached, without a penalty: what another family has
   * to surpass; NaN if it reached none.
   */
  public double highestLogLikelihood() {
    return steps.stream()
        .filter(step -> step.model().equals(family.label()))
        .mapToDouble(FitStep::logLikelihood)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Steps of the search for the model, and of that with some of the customers before it. */
  public int iterations() {
    return steps.get(steps.size() - 1).iterations();
  }

  /** Length of the gradient by the logs of the parameters, where the search ended. */
  public Optional<Double> gradientNorm() {
    return found.map(one -> one.estimate().gradientNorm());
  }

  /** Largest over smallest eigenvalue of the Hessian by the logs of the parameters. */
  public Optional<Double> condition() {
    return found.map(one -> one.estimate().curvature().condition());
  }

  /** Eigenvalues of the negative Hessian by the logs of the parameters. */
  public Optional<double[]> eigenvalues() {
    return found.map(one -> one.estimate().curvature().eigenvalues());
  }

  /**
   * Covariance of the logs of the parameters; of {@link FitStatus#RIDGE}, as if the penalty were
   * what is known of them beforehand; otherwise empty.
   */
  public Optional<double[][]> covariance() {
    return found.map(one -> one.estimate().curvature().inverse());
  }

  /** Standard errors of the parameters by their names; empty unless {@link FitStatus#FITTED}. */
  public Map<String, Double> standardErrors() {
    Map<String, Double> errors = new LinkedHashMap<>();
    told()
        .ifPresent(
            one -> {
              double[] logarithmic = one.estimate().curvature().standardErrors();
              // By the delta method: d exp(x) = exp(x) dx.
              model
                  .parameters()
                  .forEach((name, value) -> errors.put(name, value * logarithmic[errors.size()]));
            });
    return errors;
  }

  /**
   * Models that could be the true one, the same in every call: normal in the logs of the
   * parameters, with the inverse of the Hessian as covariance. Empty unless {@link
   * FitStatus#FITTED}.
   */
  public List<PurchaseModel> plausible() {
    List<PurchaseModel> models = new ArrayList<>();
    told()
        .ifPresent(
            one -> {
              for (int draw = 0; draw < Chance.DRAWS; draw++) {
                double[] logs = one.estimate().plausible(Chance.normal(draw));
                models.add(family.at(family.shifted(logs, -one.shift())));
              }
            });
    return models;
  }

  private Optional<UnitEstimate> told() {
    return status == FitStatus.FITTED ? found : Optional.empty();
  }
}
