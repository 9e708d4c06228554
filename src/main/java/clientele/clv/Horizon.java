package clientele.clv;

import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The days that are looked ahead.
 *
 * @param after the day before the first of them
 * @param days how many
 * @param annualDiscountRate what a year of waiting takes off money
 */
record Horizon(LocalDate after, int days, double annualDiscountRate) implements Serializable {
  private static final double DAYS_PER_YEAR = 365;

  static Horizon of(ClvSettings settings, LocalDate date) {
    return new Horizon(date, settings.horizonDays(), settings.annualDiscountRate());
  }

  LocalDate last() {
    return after.plusDays(days);
  }

  /** In the unit of time of purchase models. */
  double length() {
    return days / Statistic.DAYS_PER_UNIT;
  }

  /** Continuous, for one day. */
  double interest() {
    return Math.log1p(annualDiscountRate) / DAYS_PER_YEAR;
  }

  /** Present value of 1, paid a number of days later. */
  double discount(double later) {
    return Math.exp(-interest() * later);
  }

  /** Of the models' draws: another one gives others. */
  String version() {
    return after.toString();
  }
}
