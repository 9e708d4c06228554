package clientele.model;

import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The clock that purchases follow: how much of its time goes by on a day of each month of the year,
 * 365 days of it in every common year.
 *
 * <p>On a day whose factor is 4 customers buy as on four days of factor 1, so that by this clock
 * they buy as evenly as models take it. A leap day is one more day of its month.
 */
public final class Season implements Pace {
  private static final long serialVersionUID = 1;

  /** Months of a year. */
  static final int MONTHS = 12;

  private static final int DAYS = 365;

  private static final LocalDate EPOCH = LocalDate.EPOCH;

  /** The calendar: days, to the last bit. */
  public static final Season NONE = new Season(even());

  private final double[] factors;

  /** What has gone by before each month of a common year, and at the end of it. */
  private final double[] before;

  private final boolean isEven;

  private Season(double[] factors) {
    this.factors = factors;
    this.isEven = Arrays.stream(factors).allMatch(factor -> factor == 1);
    this.before = new double[MONTHS + 1];
    for (int month = 0; month < MONTHS; month++) {
      before[month + 1] = before[month] + factors[month] * lengthOf(month);
    }
  }

  private static double[] even() {
    double[] even = new double[MONTHS];
    Arrays.fill(even, 1);
    return even;
  }

  /** Days of a month in a common year. */
  static int lengthOf(int month) {
    return Month.of(month + 1).length(false);
  }

  /**
   * The clock that runs as fast in each month as it is told, relative to the others.
   *
   * @param speeds of January to December, above 0
   * @throws IllegalArgumentException if they are not twelve such numbers
   */
  public static Season of(double... speeds) {
    boolean areSpeeds =
        speeds.length == MONTHS && Arrays.stream(speeds).allMatch(speed -> speed > 0);
    double year = 0;
    for (int month = 0; areSpeeds && month < MONTHS; month++) {
      year += speeds[month] * lengthOf(month);
    }
    if (!areSpeeds || year == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("no season: " + Arrays.toString(speeds));
    }
    double scale = DAYS / year;
    return new Season(Arrays.stream(speeds).map(speed -> speed * scale).toArray());
  }

  /** The clock of which {@link #parameters} tells. */
  public static Season of(Map<String, Double> parameters) {
    return new Season(
        IntStream.range(0, MONTHS).mapToDouble(month -> parameters.get(nameOf(month))).toArray());
  }

  /** As in {@link #parameters}. */
  static String nameOf(int month) {
    return Month.of(month + 1).name().toLowerCase(Locale.ROOT);
  }

  /** Time by the clock in a day of each month, by the name of the month. */
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    for (int month = 0; month < MONTHS; month++) {
      parameters.put(nameOf(month), factors[month]);
    }
    return parameters;
  }

  /**
   * Time by the clock in a day of a month.
   *
   * @param month 0: January
   */
  double factor(int month) {
    return factors[month];
  }

  @Override
  public boolean isEven() {
    return isEven;
  }

  /** The largest difference of the logs of factors. */
  double distance(Season other) {
    double largest = 0;
    for (int month = 0; month < MONTHS; month++) {
      largest = Math.max(largest, Math.abs(Math.log(factors[month] / other.factors[month])));
    }
    return largest;
  }

  @Override
  public double days(LocalDate from, LocalDate to) {
    return at(to) - at(from);
  }

  @Override
  public Ahead ahead(LocalDate after, int days) {
    return Ahead.of(this, after, days);
  }

  /** Time by the clock at the end of a day, since a day long ago. */
  private double at(LocalDate day) {
    int year = day.getYear();
    int month = day.getMonthValue() - 1;
    int leapDays = leapDaysBefore(year) - leapDaysBefore(EPOCH.getYear());
    if (day.isLeapYear() && month > 1) {
      leapDays++;
    }
    return (double) DAYS * (year - EPOCH.getYear())
        + leapDays * factors[1]
        + before[month]
        + factors[month] * day.getDayOfMonth();
  }

  private static int leapDaysBefore(int year) {
    int last = year - 1;
    return last / 4 - last / 100 + last / 400;
  }
}
