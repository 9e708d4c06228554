package clientele.clv;

/**
 * Forecasts of the purchases of some customers, added up, and what came.
 *
 * @param customers how many
 * @param actual purchases that came
 * @param expected purchases that were foretold
 * @param squares sum over customers of the squares of forecast - purchases
 * @param deviance sum over customers of their Poisson deviance; infinite where something came that
 *     was held for impossible
 */
record Tally(long customers, double actual, double expected, double squares, double deviance) {
  static final Tally NONE = new Tally(0, 0, 0, 0, 0);

  /** Customers who are all the same to a model, of each of whom it foretold so many purchases. */
  static Tally of(Statistic one, double forecast) {
    double apart = forecast - one.later();
    double unlikely = one.later() == 0 ? 0 : one.later() * Math.log(one.later() / forecast);
    return new Tally(
        one.customers(),
        (double) one.customers() * one.later(),
        one.customers() * forecast,
        one.customers() * apart * apart,
        one.customers() * 2 * (unlikely + apart));
  }

  /** Sums over customers of each of whom nothing was foretold. */
  static Tally ofSums(long customers, double actual, double expected) {
    return new Tally(customers, actual, expected, Double.NaN, Double.NaN);
  }

  Tally plus(Tally other) {
    return new Tally(
        customers + other.customers,
        actual + other.actual,
        expected + other.expected,
        squares + other.squares,
        deviance + other.deviance);
  }

  /** Root of the mean square error by customer. */
  double rmse() {
    return Math.sqrt(squares / customers);
  }
}
