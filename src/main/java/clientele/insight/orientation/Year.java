package clientele.insight.orientation;

import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Twelve months.
 *
 * @param from first day
 * @param until last day
 */
record Year(LocalDate from, LocalDate until) {
  /** The twelve months that end with a day. */
  static Year until(LocalDate day) {
    return new Year(day.plusDays(1).minusYears(1), day);
  }

  /**
   * The twelve whole months that the history begins with: the month of the first customer counts if
   * it begins with them. Empty while they are not over.
   */
  static Optional<Year> first(LocalDate firstDay, LocalDate asOf) {
    LocalDate month = firstDay.withDayOfMonth(1);
    LocalDate from = firstDay.equals(month) ? month : month.plusMonths(1);
    Year year = new Year(from, from.plusYears(1).minusDays(1));
    return year.until.isAfter(asOf) ? Optional.empty() : Optional.of(year);
  }

  Column holds(Column day) {
    return day.between(lit(from), lit(until));
  }
}
