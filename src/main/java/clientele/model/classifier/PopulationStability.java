package clientele.model.classifier;

import clientele.model.numeric.SpecialFunctions;

/**
 * How far a distribution has moved: the population stability index of counts in the same bins,
 *
 * <pre>PSI = sum over bins of (a - e) ln(a / e)</pre>
 *
 * with a and e the shares of now and of the reference.
 *
 * @param index 0 or more
 * @param expected what it is on average if nothing moved: (bins - 1)(1/n + 1/m), as PSI over (1/n +
 *     1/m) is about chi-square then (B. Yurdakul, J. Naranjo, 2020, Statistical properties of the
 *     population stability index, Journal of Risk Model Validation 14(4))
 * @param alarm from here on it is drift: no less than {@link #LEAST_ALARM}, and what chance passes
 *     once in a hundred times
 */
public record PopulationStability(double index, double expected, double alarm) {
  /** Below it a move is too small to matter, however sure it is. */
  private static final double LEAST_ALARM = 0.1;

  private static final double SURE = 0.99;

  /** Added to each bin, so that an empty one does not make the index infinite. */
  private static final double HALF = 0.5;

  /**
   * Of counts by bin, two bins or more.
   *
   * @param now rows now; one of them at least
   * @param reference rows of the reference in the same bins; one of them at least
   */
  public static PopulationStability of(long[] now, long[] reference) {
    int bins = now.length;
    double n = 0;
    double m = 0;
    for (int i = 0; i < bins; i++) {
      n += now[i];
      m += reference[i];
    }
    double index = 0;
    for (int i = 0; i < bins; i++) {
      double actual = (now[i] + HALF) / (n + HALF * bins);
      double expected = (reference[i] + HALF) / (m + HALF * bins);
      index += (actual - expected) * Math.log(actual / expected);
    }
    double unit = 1 / n + 1 / m;
    double chance = SpecialFunctions.chiSquareQuantile(SURE, bins - 1) * unit;
    return new PopulationStability(index, (bins - 1) * unit, Math.max(LEAST_ALARM, chance));
  }

  /** Whether the distribution has moved. */
  public boolean isDrift() {
    return index > alarm;
  }
}
