package clientele.fold;

import static clientele.catalogue.Vocabulary.BILLING_PERIOD;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** The periods for which a term is billed: each begins on an anniversary of its first paid day. */
public final class BillingPeriods {
  private BillingPeriods() {}

  /**
   * First day of the period that a day lies in.
   *
   * @param from first paid day of the term
   * @param day on or after it
   */
  static Column startOf(Column from, Column day) {
    Column byMonths = add_months(from, monthSteps(from, day).multiply(months()));
    Column byDays = date_add(from, daySteps(from, day).multiply(days()));
    return when(months().isNotNull(), byMonths).otherwise(byDays);
  }

  /**
   * How many periods have begun by a day; 1 or more.
   *
   * @param from first paid day of the term
   * @param day on or after it
   */
  static Column begun(Column from, Column day) {
    return when(months().isNotNull(), monthSteps(from, day)).otherwise(daySteps(from, day)).plus(1);
  }

  /** The length of a period, equal lengths alike: P12M for a year, P7D for a week. */
  public static Column length() {
    return when(months().isNotNull(), concat(lit("P"), months().cast("string"), lit("M")))
        .otherwise(concat(lit("P"), days().cast("string"), lit("D")));
  }

  private static Column monthSteps(Column from, Column day) {
    Column apart = Months.index(day).minus(Months.index(from));
    Column isBeforeAnniversary = add_months(from, apart).gt(day);
    return stepsOf(apart.minus(when(isBeforeAnniversary, 1).otherwise(0)), months());
  }

  private static Column daySteps(Column from, Column day) {
    return stepsOf(datediff(day, from), days());
  }

  private static Column stepsOf(Column length, Column step) {
    return floor(length.divide(step)).cast("int");
  }

  /** Months of a period; null: it is counted in days. */
  private static Column months() {
    Column period = BILLING_PERIOD.col();
    return when(period.equalTo("month"), 1)
        .when(period.equalTo("quarter"), 3)
        .when(period.equalTo("year"), 12)
        .when(unit().equalTo("M"), count())
        .when(unit().equalTo("Y"), count().multiply(12));
  }

  /** Days of a period; null: it is counted in months. */
  private static Column days() {
    return when(BILLING_PERIOD.col().equalTo("week"), 7)
        .when(unit().equalTo("D"), count())
        .when(unit().equalTo("W"), count().multiply(7));
  }

  private static Column count() {
    return regexp_extract(BILLING_PERIOD.col(), "^P(\\d+)[DWMY]$", 1).try_cast("int");
  }

  private static Column unit() {
    return regexp_extract(BILLING_PERIOD.col(), "^P\\d+([DWMY])$", 1);
  }
}
