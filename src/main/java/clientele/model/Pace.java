package clientele.model;

import java.io.Serializable;
import java.time.LocalDate;

/** How the clock runs that purchases follow, beside the calendar, by which money waits. */
public sealed interface Pace extends Serializable permits Season, Opportunities {
  /** Time by the clock from the end of a day to the end of a later one; days. */
  double days(LocalDate from, LocalDate to);

  /** Whether it is the calendar. */
  boolean isEven();

  /**
   * Days to come by both.
   *
   * @param after the day before the first of them
   * @param days by the calendar, 1 or more
   */
  Ahead ahead(LocalDate after, int days);
}
