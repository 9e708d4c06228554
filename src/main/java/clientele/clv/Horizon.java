package clientele.clv;

import static clientele.clv.Statistic.DAYS_PER_UNIT;

import clientele.model.Ahead;
import clientele.model.Opportunities;
import clientele.model.Pace;
import clientele.model.PurchaseOutlook;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.function.DoubleUnaryOperator;

/**
 * The days that are looked ahead: purchases follow a clock, money waits by the calendar.
 *
 * @param clock at the end of the day before the first of them
 * @param days how many
 * @param annualDiscountRate interest of a year: money a year away is worth 1 / (1 + it)
 * @param ahead the days by both
 */
record Horizon(Clock clock, int days, double annualDiscountRate, Ahead ahead)
    implements Serializable {
  private static final double DAYS_PER_YEAR = 365;

  /** By the calendar alone, or by opportunities, if there are such. */
  static Horizon of(ClvSettings settings, LocalDate date) {
    return of(
        date, settings.horizonDays(), settings.annualDiscountRate(), settings.pace(Season.NONE));
  }

  private static Horizon of(LocalDate after, int days, double rate, Pace pace) {
    return new Horizon(new Clock(pace, after), days, rate, pace.ahead(after, days));
  }

  /** The same days, with purchases by the clock of a season, unless there are opportunities. */
  Horizon by(Season season) {
    return clock.pace() instanceof Opportunities
        ? this
        : of(after(), days, annualDiscountRate, season);
  }

  /** The day before the first. */
  LocalDate after() {
    return clock.now();
  }

  LocalDate last() {
    return after().plusDays(days);
  }

  /** By the clock, in the unit of time of purchase models. */
  double length() {
    return ahead.length() / DAYS_PER_UNIT;
  }

  /** Continuous, for one unit of time of purchase models. */
  double interestOfUnit() {
    return interest() * DAYS_PER_UNIT;
  }

  /** Orders that are expected, at their present value. */
  double discounted(PurchaseOutlook outlook) {
    return clock.pace().isEven()
        ? outlook.discountedOrders(length(), interestOfUnit())
        : ahead.discounted(days -> outlook.expectedOrders(days / DAYS_PER_UNIT), interest());
  }

  /**
   * Present value of 1 that comes with orders which are even by the clock, by the middle of their
   * time, in the unit of purchase models.
   */
  DoubleUnaryOperator present() {
    return clock.pace().isEven()
        ? middle -> Math.exp(-interestOfUnit() * middle)
        : middle -> discount(ahead.meanDay(2 * middle * DAYS_PER_UNIT));
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
    return after().toString();
  }
}
