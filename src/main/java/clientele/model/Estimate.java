package clientele.model;

import clientele.model.numeric.Curvature;
import clientele.model.numeric.Maximum;
import clientele.model.numeric.Objective;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Parameters estimated by maximum likelihood in their logs, and how well the data tell them.
 *
 * <p>The estimate is not to be trusted ({@link FitStatus#RIDGE}) where the likelihood hardly
 * depends on a parameter: eigenvalues of the Hessian apart by more than 10⁶, a log beyond ±10, or a
 * standard error that reaches over a factor of 10.
 */
final class Estimate {
  /** Beyond e^±10 a parameter is at its border. */
  private static final double BORDER = 10;

  private static final double MOST_CONDITION = 1e6;

  /** Two of it, the width of the profile at half a unit of likelihood, are a factor of 10. */
  private static final double MOST_ERROR = Math.log(10) / 2;

  private final Maximum maximum;
  private final FitStatus status;

  private Estimate(Maximum maximum) {
    this.maximum = maximum;
    this.status = judged(maximum);
  }

  /**
   * The highest maximum uphill from several starts.
   *
   * @param likelihood the log likelihood, by the logs of the parameters
   * @param starts one or more, at which it is finite
   */
  static Estimate of(Objective likelihood, List<double[]> starts) {
    return starts.stream()
        .map(start -> Maximum.of(likelihood, start, BORDER))
        .max(Comparator.comparingDouble(Estimate::height))
        .map(Estimate::new)
        .orElseThrow();
  }

  /**
   * The maximum uphill from another estimate.
   *
   * @param start the logs of the parameters, at which the likelihood is finite
   * @param other of customers who are much the same
   * @param ratio how many times as many customers there are
   */
  static Estimate near(Objective likelihood, double[] start, Estimate other, double ratio) {
    return new Estimate(Maximum.of(likelihood, start, other.curvature().times(ratio), BORDER));
  }

  /** An infinite likelihood is a fault, not an optimum. */
  private static double height(Maximum maximum) {
    return Double.isFinite(maximum.value()) ? maximum.value() : Double.NEGATIVE_INFINITY;
  }

  private static FitStatus judged(Maximum maximum) {
    if (!(maximum.curvature().condition() <= MOST_CONDITION)) {
      return FitStatus.RIDGE;
    }
    if (Arrays.stream(maximum.point()).anyMatch(logarithm -> Math.abs(logarithm) > BORDER)) {
      return FitStatus.RIDGE;
    }
    for (double error : maximum.curvature().standardErrors()) {
      if (!(error <= MOST_ERROR)) {
        return FitStatus.RIDGE;
      }
    }
    return maximum.converged() ? FitStatus.FITTED : FitStatus.NOT_CONVERGED;
  }

  /** {@link FitStatus#FITTED}, {@link FitStatus#RIDGE} or {@link FitStatus#NOT_CONVERGED}. */
  FitStatus status() {
    return status;
  }

  /** Whether the search ended at a maximum, well told or not. */
  boolean converged() {
    return maximum.converged();
  }

  /** The logs of the parameters. */
  double[] logs() {
    return maximum.point();
  }

  double logLikelihood() {
    return maximum.value();
  }

  double gradientNorm() {
    return maximum.gradientNorm();
  }

  int iterations() {
    return maximum.iterations();
  }

  /** The observed information of the logs; its inverse is their covariance. */
  Curvature curvature() {
    return maximum.curvature();
  }

  /**
   * Logs that could be the true ones: normal around the estimate, within the border; only for
   * {@link FitStatus#FITTED}.
   *
   * @param normal independent standard normal numbers, as many as parameters or more
   */
  double[] plausible(double[] normal) {
    double[] logs = curvature().spread(normal);
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.max(-BORDER, Math.min(BORDER, maximum.point()[i] + logs[i]));
    }
    return logs;
  }
}
