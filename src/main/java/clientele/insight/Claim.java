package clientele.insight;

import java.util.OptionalDouble;

/**
 * What is claimed of a figure: that it lies within some bounds.
 *
 * <p>A claim that names a figure is supported if the interval of the estimate lies within the
 * bounds, and contradicted if the two have nothing in common. A claim that names a direction only
 * is supported if the interval lies on that side; it can be supported or not.
 *
 * @param claimed the figure; empty: a direction is claimed
 * @param from the claim holds from here on; minus infinity: without end
 * @param to the claim holds up to here
 */
record Claim(OptionalDouble claimed, double from, double to) {
  private static final double LEAST = 0.8;
  private static final double MOST = 1.25;
  private static final double POINTS = 0.05;

  /** More than 0. */
  static final Claim POSITIVE = new Claim(OptionalDouble.empty(), 0, Double.POSITIVE_INFINITY);

  /** Less than 0. */
  static final Claim NEGATIVE = new Claim(OptionalDouble.empty(), Double.NEGATIVE_INFINITY, 0);

  /** A ratio of this or more: true from four fifths of it on. */
  static Claim atLeast(double figure) {
    return new Claim(OptionalDouble.of(figure), LEAST * figure, Double.POSITIVE_INFINITY);
  }

  /** A share of about this: true within five points. */
  static Claim share(double figure) {
    return new Claim(OptionalDouble.of(figure), figure - POINTS, figure + POINTS);
  }

  /** A ratio between these: true from four fifths of the one up to five quarters of the other. */
  static Claim between(double least, double most) {
    return new Claim(OptionalDouble.of((least + most) / 2), LEAST * least, MOST * most);
  }

  Verdict verdict(Estimate estimate) {
    if (estimate.low() >= from && estimate.high() <= to && pValue(estimate) < 0.05) {
      return Verdict.SUPPORTED;
    }
    boolean isDisjoint = estimate.high() < from || estimate.low() > to;
    return isDisjoint && claimed.isPresent() ? Verdict.CONTRADICTED : Verdict.NOT_ENOUGH_DATA;
  }

  /** Why an estimate gives no verdict. */
  String undecided(Estimate estimate) {
    boolean isOpposite = estimate.high() < from || estimate.low() > to;
    return isOpposite ? "the opposite of the claim" : "the interval does not decide";
  }

  /** Chance to be so far from the nearest bound of the claim if the truth lay on it. */
  double pValue(Estimate estimate) {
    return Math.max(
        Double.isInfinite(from) ? 0 : estimate.pValue(from),
        Double.isInfinite(to) ? 0 : estimate.pValue(to));
  }
}
