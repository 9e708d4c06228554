package clientele.model;

import clientele.model.numeric.Objective;

/**
 * The log likelihood of a retention model, by the logs of its parameters.
 *
 * <pre>
 * lnL = Σ over t of  (n(t) - d(t)) ln r(t) + d(t) ln (1 - r(t))
 * </pre>
 *
 * <p>n(t) customers could leave in period t, d(t) did. It is Fader and Hardie's (2007, appendix A)
 * sum over the dates of leaving and the survivors, in another order, and holds for the BdW as well.
 *
 * @param risks n and d
 */
record RetentionLikelihood(RetentionFamily family, Risks risks) implements Objective {
  @Override
  public double value(double[] logs) {
    return of(family.at(logs), risks, 1);
  }

  /** Of a model in the periods from one on. */
  static double of(RetentionModel model, Risks risks, int from) {
    double sum = 0;
    for (int t = from; t <= risks.last(); t++) {
      long stayed = risks.atRisk(t) - risks.left(t);
      // 0 times minus infinity is 0 here: nobody did what has no chance.
      sum += stayed == 0 ? 0 : stayed * model.logRetention(t);
      sum += risks.left(t) == 0 ? 0 : risks.left(t) * model.logChurn(t);
    }
    return sum;
  }

  @Override
  public double[] gradient(double[] logs) {
    RetentionModel model = family.at(logs);
    double[] gradient = new double[family.parameters()];
    for (int t = 1; t <= risks.last(); t++) {
      if (risks.atRisk(t) == 0) {
        continue;
      }
      double[] slope = model.logRetentionGradient(t);
      double odds = Math.exp(model.logRetention(t) - model.logChurn(t));
      double gone = risks.left(t) == 0 ? 0 : risks.left(t) * odds;
      double weight = risks.atRisk(t) - risks.left(t) - gone;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += weight * slope[i];
      }
    }
    return gradient;
  }
}
