package clientele.model;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Days to come by two clocks: the calendar, by which money waits, and that of a {@link Pace}, by
 * which customers buy. Stretch by stretch the one is a straight line by the other.
 */
public final class Ahead implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days at the end of each stretch, the first one at 0. */
  private final double[] calendar;

  /** The same by the pace. */
  private final double[] clock;

  /** Whether the clock goes on at the end of each stretch alone. */
  private final boolean jumps;

  private Ahead(double[] calendar, double[] clock, boolean jumps) {
    this.calendar = calendar;
    this.clock = clock;
    this.jumps = jumps;
  }

  /** Stretches in each of which orders come evenly by the calendar, whatever the clock says. */
  static Ahead ofSteps(double[] calendar, double[] clock) {
    return new Ahead(calendar.clone(), clock.clone(), true);
  }

  /**
   * Days to come, by the months of the calendar.
   *
   * @param after the day before the first of them
   * @param days 1 or more
   */
  static Ahead of(Season season, LocalDate after, int days) {
    LocalDate end = after.plusDays(days);
    List<LocalDate> stretches = new ArrayList<>(List.of(after));
    for (LocalDate day = after; day.isBefore(end); ) {
      LocalDate monthEnd = day.plusDays(1).with(TemporalAdjusters.lastDayOfMonth());
      day = monthEnd.isBefore(end) ? monthEnd : end;
      stretches.add(day);
    }
    return new Ahead(
        stretches.stream()
            .mapToDouble(day -> (double) (day.toEpochDay() - after.toEpochDay()))
            .toArray(),
        stretches.stream().mapToDouble(day -> season.days(after, day)).toArray(),
        false);
  }

  /** Days by the pace. */
  public double length() {
    return clock[clock.length - 1];
  }

  /**
   * Present value of orders to come, those of each stretch as if they came at their mean time in
   * it, which is told by a parabola.
   *
   * @param expected orders up to so many days by the pace
   * @param interest for a calendar day, continuous; 0 or more
   */
  public double discounted(DoubleUnaryOperator expected, double interest) {
    double value = 0;
    double before = 0;
    for (int end = 1; end < clock.length; end++) {
      double start = calendar[end - 1];
      double days = calendar[end] - start;
      double upToMiddle = expected.applyAsDouble((clock[end - 1] + clock[end]) / 2) - before;
      double orders = expected.applyAsDouble(clock[end]) - before;
      if (orders > 0) {
        double mean = days * (jumps ? 0.5 : 1 - (4 * upToMiddle / orders + 1) / 6);
        value += orders * Math.exp(-interest * (start + mean));
      }
      before += orders;
    }
    return value;
  }

  /**
   * The calendar day, with its fraction, of orders that are spread evenly over the clock from now
   * on: its mean.
   *
   * @param last up to when, in days by the pace; above 0, no more than {@link #length}
   */
  public double meanDay(double last) {
    double sum = 0;
    int end = 1;
    for (; end < clock.length - 1 && clock[end] < last; end++) {
      sum += (clock[end] - clock[end - 1]) * (calendar[end - 1] + calendar[end]) / 2;
    }
    double part = last - clock[end - 1];
    double share = part / (clock[end] - clock[end - 1]);
    double days = share * (calendar[end] - calendar[end - 1]);
    return (sum + part * (calendar[end - 1] + days / 2)) / last;
  }
}
