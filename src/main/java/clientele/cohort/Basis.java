package clientele.cohort;

import static org.apache.spark.sql.functions.lit;

import java.util.OptionalInt;
import org.apache.spark.sql.Column;

/**
 * What activity means.
 *
 * @param name as in the tables
 * @param lapseDays days without occasion until a customer counts as gone; none: the end is dated
 */
record Basis(String name, OptionalInt lapseDays) {
  /** The column with the index of the first month with data of a basis. */
  static final String FIRST_MONTH = "first_month";

  /** Activity is an order in the last {@code lapseDays} days. */
  static Basis orders(int lapseDays) {
    return new Basis("orders", OptionalInt.of(lapseDays));
  }

  Column inactiveAfterDays() {
    return lapseDays.isPresent() ? lit(lapseDays.getAsInt()) : lit(null).cast("int");
  }

  /** A lapse takes a month or more, so that only with dated ends a stay can be shorter. */
  Column shortLived(Column customers) {
    return lapseDays.isPresent() ? lit(null).cast("long") : customers;
  }

  /** Days after the end of a period in which churn of it may still be found. */
  int finalAfterDays() {
    return lapseDays.orElse(0);
  }
}
