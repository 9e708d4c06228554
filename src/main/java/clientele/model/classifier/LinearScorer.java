package clientele.model.classifier;

/**
 * An intercept and a weight for each number: the log odds of logistic regression.
 *
 * <p>A number adds its weight times its distance from the mean of the training rows, which is its
 * Shapley value if numbers are independent (S. Lundberg, S.-I. Lee, 2017, A Unified Approach to
 * Interpreting Model Predictions, corollary 1).
 */
public final class LinearScorer implements Scorer {
  private static final long serialVersionUID = 1;

  private final double intercept;
  private final double[] weights;
  private final double[] means;

  /**
   * Weights and the means of the training rows, one for each number.
   *
   * @param intercept the score of a row of zeros
   */
  public LinearScorer(double intercept, double[] weights, double[] means) {
    this.intercept = intercept;
    this.weights = weights.clone();
    this.means = means.clone();
  }

  @Override
  public double score(double[] row) {
    double sum = intercept;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * row[i];
    }
    return sum;
  }

  @Override
  public double base() {
    return score(means);
  }

  @Override
  public double[] contributions(double[] row) {
    double[] contributions = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      contributions[i] = weights[i] * (row[i] - means[i]);
    }
    return contributions;
  }
}
