package clientele.model;

import clientele.model.numeric.Objective;
import clientele.model.numeric.SpecialFunctions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link CovariateFamily} fitted by maximum likelihood, beginning where covariates do not matter.
 */
public final class CovariateFit {
  private final CovariateFamily family;
  private final FitStatus status;
  private final Estimate estimate;
  private final double shift;
  private final double logLikelihood;
  private final double plainLogLikelihood;

  private CovariateFit(
      CovariateFamily family,
      FitStatus status,
      Estimate estimate,
      double shift,
      double logLikelihood,
      double plainLogLikelihood) {
    this.family = family;
    this.status = status;
    this.estimate = estimate;
    this.shift = shift;
    this.logLikelihood = logLikelihood;
    this.plainLogLikelihood = plainLogLikelihood;
  }

  /**
   * Fits a family to customers in cells.
   *
   * @param plain the model of all of them without covariates
   * @return empty if the plain model is not one of the family
   */
  public static Optional<CovariateFit> of(
      CovariateFamily family, Parts<List<Cell>> customers, PurchaseFit plain) {
    boolean isSound = plain.status() == FitStatus.FITTED || plain.status() == FitStatus.RIDGE;
    if (!isSound) {
      return Optional.empty();
    }
    double[] totals = customers.sums(2, CovariateFit::repeatsAndExposure);
    double shift = Math.log(totals[0] / totals[1]);
    double[] logs = plain.model().parameters().values().stream().mapToDouble(Math::log).toArray();
    double[] start = family.shifted(Arrays.copyOf(logs, family.names().size()), shift);
    Objective likelihood = likelihood(family, customers, Math.exp(shift));
    Estimate free = Estimate.of(likelihood, List.of(start));
    boolean isFitted = free.status() == FitStatus.FITTED;
    Estimate estimate =
        isFitted ? free : Estimate.of(new Penalised(likelihood, start), List.of(start));
    FitStatus held = estimate.converged() ? FitStatus.RIDGE : FitStatus.NOT_CONVERGED;
    return Optional.of(
        new CovariateFit(
            family,
            isFitted ? FitStatus.FITTED : held,
            estimate,
            shift,
            likelihood.value(estimate.logs()) + shift * totals[0],
            plain.highestLogLikelihood()));
  }

  private static double[] repeatsAndExposure(List<Cell> cells) {
    return new double[] {
      cells.stream().mapToDouble(cell -> cell.histories().repeats()).sum(),
      cells.stream().mapToDouble(cell -> cell.histories().exposure()).sum()
    };
  }

  static Objective likelihood(CovariateFamily family, Parts<List<Cell>> customers, double scale) {
    Objective sums = new Likelihood<>(customers, (cells, logs) -> family.sums(cells, scale, logs));
    return new Objective() {
      @Override
      public double value(double[] logs) {
        return sums.value(logs);
      }

      @Override
      public double[] gradient(double[] logs) {
        return sums.gradient(logs);
      }

      @Override
      public double[][] information(double[] logs) {
        return CovariateFit.information(family, customers, scale, logs);
      }
    };
  }

  /** A method of its own: what is done to a part may travel, and takes along no more than this. */
  private static double[][] information(
      CovariateFamily family, Parts<List<Cell>> customers, double scale, double[] logs) {
    int n = logs.length;
    double[] all = customers.sums(n * n, cells -> family.information(cells, scale, logs));
    double[][] rows = new double[n][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(all, row * n, (row + 1) * n));
    return rows;
  }

  /**
   * {@link FitStatus#FITTED}; {@link FitStatus#RIDGE}: the data do not tell the parameters apart,
   * and they are held near those without covariates; or {@link FitStatus#NOT_CONVERGED}.
   */
  public FitStatus status() {
    return status;
  }

  /** By {@link CovariateFamily#names}, in the caller's unit of time. */
  public Map<String, Double> parameters() {
    double[] logs = family.shifted(estimate.logs(), -shift);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < logs.length; i++) {
      named.put(family.names().get(i), Math.exp(logs[i]));
    }
    return named;
  }

  /** Standard errors of the parameters by their names; empty unless {@link FitStatus#FITTED}. */
  public Map<String, Double> standardErrors() {
    Map<String, Double> errors = new LinkedHashMap<>();
    if (status == FitStatus.FITTED) {
      double[] logarithmic = estimate.curvature().standardErrors();
      // By the delta method: d exp(x) = exp(x) dx.
      parameters().forEach((name, value) -> errors.put(name, value * logarithmic[errors.size()]));
    }
    return errors;
  }

  /** As {@link PurchaseFit#covariance}. */
  public Optional<double[][]> covariance() {
    return status == FitStatus.NOT_CONVERGED
        ? Optional.empty()
        : Optional.of(estimate.curvature().inverse());
  }

  /** In the caller's unit of time. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /** Steps of the search. */
  public int iterations() {
    return estimate.iterations();
  }

  /** Length of the gradient by the logs of the parameters, where the search ended. */
  public double gradientNorm() {
    return estimate.gradientNorm();
  }

  /** Largest over smallest eigenvalue of the Hessian by the logs of the parameters. */
  public double condition() {
    return estimate.curvature().condition();
  }

  /** The family that was fitted. */
  public CovariateFamily family() {
    return family;
  }

  /** Twice the gain over the plain model: chi-square if covariates do not matter. */
  public double chiSquare() {
    return Math.max(0, 2 * (logLikelihood - plainLogLikelihood));
  }

  /** The chance of so much gain if covariates do not matter. */
  public double pValue() {
    return SpecialFunctions.chiSquareTail(chiSquare(), family.factors());
  }
}
