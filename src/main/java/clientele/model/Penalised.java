package clientele.model;

import clientele.model.numeric.Objective;

/**
 * A log likelihood less a ridge penalty, as if the parameters were known beforehand to be log
 * normal around a point: it has a maximum where the data tell nothing.
 */
final class Penalised implements Objective {
  /** Standard deviation of the logs: a factor of 7, so that the data speak wherever they can. */
  private static final double SPREAD = 2;

  private final Objective likelihood;
  private final double[] centre;

  /**
   * @param likelihood by the logs of the parameters
   * @param centre where the penalty is 0
   */
  Penalised(Objective likelihood, double[] centre) {
    this.likelihood = likelihood;
    this.centre = centre.clone();
  }

  @Override
  public double value(double[] logs) {
    double penalty = 0;
    for (int i = 0; i < logs.length; i++) {
      double far = (logs[i] - centre[i]) / SPREAD;
      penalty += far * far / 2;
    }
    return likelihood.value(logs) - penalty;
  }

  @Override
  public double[] gradient(double[] logs) {
    double[] gradient = likelihood.gradient(logs);
    for (int i = 0; i < logs.length; i++) {
      gradient[i] -= (logs[i] - centre[i]) / (SPREAD * SPREAD);
    }
    return gradient;
  }

  @Override
  public double[][] information(double[] logs) {
    double[][] information = likelihood.information(logs);
    for (int i = 0; i < logs.length; i++) {
      information[i][i] += 1 / (SPREAD * SPREAD);
    }
    return information;
  }
}
