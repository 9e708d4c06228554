package clientele.cohort;

import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.catalogue.Vocabulary.INACTIVE_AFTER_DAYS;
import static clientele.catalogue.Vocabulary.MONTH;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import clientele.fold.Months;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers did on one basis.
 *
 * @param basis as in the tables
 * @param lapseDays days without occasion until a customer counts as gone; none: the end is dated
 * @param ledger rows by month: the first says where the basis begins
 * @param months states of calendar months, {@link States#MONTH_MEASURES}
 * @param periods states of 30-day periods, {@link States#PERIOD_MEASURES}
 * @param historyStartsOn earlier rows are missing; empty: none are
 */
record Activity(
    String basis,
    OptionalInt lapseDays,
    Dataset<Row> ledger,
    Dataset<Row> months,
    Dataset<Row> periods,
    Optional<LocalDate> historyStartsOn) {
  /** The column with the index of the first month with data of a basis. */
  static final String FIRST_MONTH = "first_month";

  /**
   * Active is who ordered in the last W days.
   *
   * @param customerMonth silver.customer_month up to asOf
   * @param inactiveAfterDays W, 31 or more
   */
  static Activity orders(
      Dataset<Row> customerMonth,
      int inactiveAfterDays,
      Optional<LocalDate> historyStartsOn,
      LocalDate asOf) {
    return new Activity(
        "orders",
        OptionalInt.of(inactiveAfterDays),
        customerMonth,
        OrderStates.months(customerMonth, inactiveAfterDays, asOf),
        OrderStates.periods(customerMonth, asOf),
        historyStartsOn);
  }

  /**
   * Active is who pays for a subscription.
   *
   * @param subscriptionMonth silver.subscription_month up to asOf
   * @param spells as of {@link clientele.fold.Spells}, known at asOf
   */
  static Activity subscriptions(
      Dataset<Row> subscriptionMonth,
      Dataset<Row> spells,
      Optional<LocalDate> historyStartsOn,
      LocalDate asOf) {
    return new Activity(
        "subscriptions",
        OptionalInt.empty(),
        subscriptionMonth,
        SubscriptionStates.months(subscriptionMonth, spells),
        SubscriptionStates.periods(spells, asOf),
        historyStartsOn);
  }

  /** One row: basis, {@link #FIRST_MONTH} and inactive_after_days. */
  Dataset<Row> facts() {
    Column lapse = lapseDays.isPresent() ? lit(lapseDays.getAsInt()) : lit(null);
    return ledger
        .agg(Months.index(min(MONTH.col())).as(FIRST_MONTH))
        .withColumn(BASIS.name(), lit(basis))
        .withColumn(INACTIVE_AFTER_DAYS.name(), lapse.cast("int"));
  }

  /** The states, with cohorts that are not known put apart. */
  Dataset<Row> placed(Dataset<Row> states, Dataset<Row> customers) {
    return States.withUnknownCohorts(states, customers, historyStartsOn, lapseDays.orElse(0))
        .withColumn(BASIS.name(), lit(basis));
  }
}
