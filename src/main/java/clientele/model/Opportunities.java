package clientele.model;

import java.time.LocalDate;
import java.time.Period;
import java.util.stream.IntStream;

/**
 * A clock that stands still but for the end of each period of the calendar, of so many whole
 * months: then it goes on by a week, the unit of time of purchase models, so that they count
 * periods. Periods of 3 months are quarters, those of 12 years.
 *
 * @param months of a period, 1 or more
 */
public record Opportunities(int months) implements Pace {
  private static final long serialVersionUID = 1;

  /** What goes by with each of them. */
  private static final int WEEK = 7;

  private static final int MONTHS_PER_YEAR = 12;

  private static final double DAYS_PER_MONTH = 365.25 / MONTHS_PER_YEAR;

  public Opportunities {
    if (months < 1) {
      throw new IllegalArgumentException("no period: " + months);
    }
  }

  /** The number of the period of a month, by the number of the month since the year 0. */
  private long period(LocalDate day) {
    return Math.floorDiv(day.getYear() * MONTHS_PER_YEAR + day.getMonthValue() - 1, months);
  }

  /** Only periods that are over count. */
  @Override
  public double days(LocalDate from, LocalDate to) {
    // Whose next day is in the next one is over.
    return (double) WEEK * (period(to.plusDays(1)) - period(from.plusDays(1)));
  }

  /** Whether a day is not the last one of its period. */
  public boolean isWithin(LocalDate day) {
    return period(day) == period(day.plusDays(1));
  }

  @Override
  public boolean isEven() {
    return false;
  }

  /** As many as are most nearly as long as the days, at least one, evenly spread over them. */
  @Override
  public Ahead ahead(LocalDate after, int days) {
    int periods = Math.toIntExact(Math.max(1, Math.round(days / (months * DAYS_PER_MONTH))));
    return Ahead.ofSteps(
        IntStream.rangeClosed(0, periods).mapToDouble(i -> (double) i * days / periods).toArray(),
        IntStream.rangeClosed(0, periods).mapToDouble(i -> (double) i * WEEK).toArray());
  }

  /** Days of the longest period that there is, as far as years differ. */
  public int longest() {
    LocalDate leap = LocalDate.of(2000, 1, 1);
    return IntStream.iterate(0, month -> month < 4 * MONTHS_PER_YEAR, month -> month + months)
        .mapToObj(leap::plusMonths)
        .mapToInt(start -> (int) (start.plusMonths(months).toEpochDay() - start.toEpochDay()))
        .max()
        .orElseThrow();
  }

  /** As it is written in settings: P1M, P1Y. */
  @Override
  public String toString() {
    return Period.ofMonths(months).normalized().toString();
  }
}
