package clientele.model;

/**
 * The share that leaves at a renewal, for few renewals: beta distributed, as if there had been some
 * more of which an expected share left.
 *
 * @param left those who left, and their share of what was added; above 0
 * @param stayed likewise
 * @param logLikelihood of what was seen
 */
public record ShrunkChurn(double left, double stayed, double logLikelihood) {
  /**
   * Of what was seen and what was expected.
   *
   * @param left renewals that did not happen
   * @param due renewals that could have happened
   * @param expected share that leaves, between 0 and 1, if nothing had been seen
   * @param weight of that: as much as so many renewals
   */
  public static ShrunkChurn of(long left, long due, double expected, double weight) {
    double gone = left + weight * expected;
    double there = due - left + weight * (1 - expected);
    ConstantRetention model = new ConstantRetention(gone / there);
    double likelihood = left * model.logChurn(1) + (due - left) * model.logRetention(1);
    return new ShrunkChurn(gone, there, likelihood);
  }

  /** The model with the mean share. */
  public ConstantRetention model() {
    return new ConstantRetention(left / stayed);
  }

  /** Of the log of the odds. */
  public double logVariance() {
    return 1 / left + 1 / stayed;
  }
}
