package clientele.model;

/**
 * The 95 % interval of what a customer will be worth within a horizon.
 *
 * <p>Most customers may well never come back. Whoever does so with a chance of 2.5 % or more has
 * the lower bound 0, and all of the 5 % that may be missed above the upper one, which is 0, too, if
 * the chance is 95 %. The expected value can therefore be above the upper bound.
 *
 * @param zero chance of no purchase at all, 0 to 1
 * @param low at most high
 * @param high in the unit of low
 */
public record ValueInterval(double zero, double low, double high) {
  /**
   * In money: a customer's {@link SpendModel#unit} times the margin ratio, which may be below 0.
   */
  public ValueInterval times(double factor) {
    // Added to a number of either sign, 0 makes 0 of -0.
    double one = low * factor + 0.0;
    double other = high * factor + 0.0;
    return new ValueInterval(zero, Math.min(one, other), Math.max(one, other));
  }
}
