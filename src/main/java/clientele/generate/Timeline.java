package clientele.generate;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The calendar of a generated company: days counted from the first day of its history, and the
 * purchase clock that runs faster in season.
 *
 * <p>Day 0 is the first day of history, {@code days()} the first day after it; the calendar goes on
 * for a year more, because the truth needs the future. A position is a double: 3.25 is six hours
 * into day 3.
 */
final class Timeline implements Serializable {
  static final ZoneId ZONE = ZoneId.of("Europe/London");

  /** Days after the history that the truth looks at. */
  static final int FUTURE_DAYS = 365;

  private static final long serialVersionUID = 1L;
  private static final long MICROS = 1_000_000L;

  /** Log weight of each calendar month at seasonality 1; the year is then normalised to mean 1. */
  private static final double[] MONTH_LOG_WEIGHT = {
    -0.10, -0.15, 0, 0, 0.05, 0, -0.05, -0.10, 0, 0.05, 0.35, Math.log(4)
  };

  private final long firstEpochDay;
  private final int days;
  private final long[] midnightSeconds;
  private final double[] clockAtMidnight;

  private Timeline(LocalDate first, int days, double seasonality) {
    this.firstEpochDay = first.toEpochDay();
    this.days = days;
    int length = days + FUTURE_DAYS;
    this.midnightSeconds = new long[length + 1];
    this.clockAtMidnight = new double[length + 1];
    double mean = meanWeight(seasonality);
    for (int day = 0; day <= length; day++) {
      LocalDate date = first.plusDays(day);
      midnightSeconds[day] = date.atStartOfDay(ZONE).toEpochSecond();
      if (day < length) {
        clockAtMidnight[day + 1] = clockAtMidnight[day] + weight(date, seasonality) / mean;
      }
    }
  }

  static Timeline of(GeneratorOptions options) {
    LocalDate end = options.until().plusDays(1);
    LocalDate first = end.minusMonths(options.months());
    int days = Math.toIntExact(end.toEpochDay() - first.toEpochDay());
    return new Timeline(first, days, options.seasonality());
  }

  private static double weight(LocalDate date, double seasonality) {
    return Math.exp(seasonality * MONTH_LOG_WEIGHT[date.getMonthValue() - 1]);
  }

  private static double meanWeight(double seasonality) {
    LocalDate first = LocalDate.of(2023, 1, 1);
    double sum = 0;
    for (int day = 0; day < 365; day++) {
      sum += weight(first.plusDays(day), seasonality);
    }
    return sum / 365;
  }

  /** Days of history: events are generated for positions below it. */
  int days() {
    return days;
  }

  /** Positions that exist at all. */
  int length() {
    return days + FUTURE_DAYS;
  }

  /** Days since 1970-01-01, as Spark's dates count. */
  int epochDay(int day) {
    return Math.toIntExact(firstEpochDay + day);
  }

  int dayOf(LocalDate date) {
    return Math.toIntExact(date.toEpochDay() - firstEpochDay);
  }

  LocalDate date(int day) {
    return LocalDate.ofEpochDay(firstEpochDay + day);
  }

  /**
   * The instant of a wall-clock moment in the business zone, in microseconds since 1970. On the day
   * that the clocks go forward the hour that does not exist is cut off the end.
   */
  long micros(int day, int secondOfDay) {
    long midnight = midnightSeconds[day];
    long lastSecond = midnightSeconds[day + 1] - 1;
    return Math.min(midnight + secondOfDay, lastSecond) * MICROS;
  }

  /** What the purchase clock shows at a position; about one unit a day. */
  double clock(double position) {
    int day = (int) position;
    if (day >= length()) {
      return clockAtMidnight[length()];
    }
    double pace = clockAtMidnight[day + 1] - clockAtMidnight[day];
    return clockAtMidnight[day] + (position - day) * pace;
  }

  /** The position at which the purchase clock shows the reading; infinite past the calendar. */
  double position(double reading) {
    if (reading >= clockAtMidnight[length()]) {
      return Double.POSITIVE_INFINITY;
    }
    int found = Arrays.binarySearch(clockAtMidnight, reading);
    int day = found >= 0 ? found : -found - 2;
    double pace = clockAtMidnight[day + 1] - clockAtMidnight[day];
    return Math.min(day + (reading - clockAtMidnight[day]) / pace, Math.nextDown(day + 1.0));
  }
}
