package clientele.model;

/**
 * How many renewals are still to come from a customer under contract, at their present value: the
 * discounted expected residual lifetime (DERL).
 *
 * <pre>
 * DERL(n) = Σ S(t) / S(n-1) e^(-interest (t-n)),   t = n, n+1, ...
 * </pre>
 *
 * <p>for a customer in the n-th period, seen just before its renewal, which counts whole. For the
 * sBG it is (β+n-1)/(α+β+n-1) ₂F₁(1, β+n; α+β+n; e^-interest), but the sum has no hazards and holds
 * for every {@link RetentionModel}. Only for customers who have not left. P. S. Fader, B. G. S.
 * Hardie, 2010, "Customer-base valuation in a contractual setting: the perils of ignoring
 * heterogeneity", Marketing Science 29(1), eq. 6.
 */
public final class ResidualLifetime {
  private static final double NOTHING = 1e-15;

  private ResidualLifetime() {}

  /**
   * Without end. The work grows with 35 / interest.
   *
   * @param period n, in which the customer is; from 1
   * @param interest continuous, for one period: ln(1 + d); above 0, because many customers have
   *     lives whose mean is infinite (α ≤ 1 of the sBG)
   */
  public static double discounted(RetentionModel model, int period, double interest) {
    if (!(interest > 0)) {
      throw new IllegalArgumentException("an unlimited lifetime needs interest, not " + interest);
    }
    return discounted(model, period, interest, Integer.MAX_VALUE - period);
  }

  /**
   * Of the next renewals only.
   *
   * @param interest as above, 0 or more
   * @param renewals 0 or more
   */
  public static double discounted(RetentionModel model, int period, double interest, int renewals) {
    double known = model.logSurvival(period - 1);
    double rest = interest > 0 ? NOTHING * -Math.expm1(-interest) : 0;
    double sum = 0;
    for (int i = 0; i < renewals; i++) {
      double value = Math.exp(model.logSurvival(period + i) - known - interest * i);
      sum += value;
      // All later ones together are not more than value / (1 - e^-interest).
      if (value <= rest * sum) {
        break;
      }
    }
    return sum;
  }
}
