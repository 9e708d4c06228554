package clientele.cohort;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Vocabulary;
import clientele.fold.Months;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What both bases tell about their customers, in one shape, so that retention and churn are counted
 * in one way.
 *
 * <p>A state is a row of a customer and a position, with measures to be added up. The position of
 * {@link #MONTH_MEASURES} is a month index; that of {@link #PERIOD_MEASURES} a 30-day period since
 * the customer's first day. A customer may have several rows at a position. Beside them stand the
 * customer's {@link #FIRST_ON} and {@link #COHORT}.
 */
final class States {
  /** First occasion or paid day; null: none. */
  static final String FIRST_ON = "first_on";

  /** Month index of the first occasion or paid day; without one, of the first row of the ledger. */
  static final String COHORT = "cohort";

  /** Month index, or number of the 30-day period. */
  static final String POSITION = "position";

  /** 1 once per customer with an occasion or paid day. */
  static final String JOINED = "joined";

  /** 1 in every month or period in which the customer is active. */
  static final String ACTIVE = "active";

  /** 1 at the last position with ACTIVE: its sums from the end are the active or later. */
  static final String ACTIVE_UNTIL = "active_until";

  /** 1 at the last period that has fully passed for the customer. */
  static final String ELIGIBLE_UNTIL = "eligible_until";

  static final String GAINED = "gained";
  static final String RETURNED = "returned";
  static final String CHURNED = "churned";

  /** 1 where the customer churned for the first time. */
  static final String FIRST_CHURNED = "first_churned";

  /** 1 with CHURNED where the customer came back at most {@link #YEAR_DAYS} days later. */
  static final String RETURNED_WITHIN_YEAR = "returned_within_year";

  /** Who comes back later than that has been away for good reason to be called churned. */
  static final int YEAR_DAYS = 365;

  static final String SHORT_LIVED = "short_lived_customers";

  /** Of the month, net of refunds; cents. */
  static final String REVENUE = "revenue";

  /** Of the churned; cents. */
  static final String REVENUE_AT_RISK = "revenue_at_risk";

  static final List<String> MONTH_MEASURES =
      List.of(
          JOINED,
          ACTIVE,
          ACTIVE_UNTIL,
          GAINED,
          RETURNED,
          CHURNED,
          FIRST_CHURNED,
          RETURNED_WITHIN_YEAR,
          SHORT_LIVED,
          REVENUE,
          REVENUE_AT_RISK);

  static final List<String> PERIOD_MEASURES = List.of(JOINED, ACTIVE, ACTIVE_UNTIL, ELIGIBLE_UNTIL);

  /** Cohort of the customers whose true first month lies before the history. */
  static final int UNKNOWN_COHORT = Months.index(LocalDate.of(1900, 1, 1));

  private States() {}

  /** 1 where the condition holds, else 0. */
  static Column one(Column condition) {
    return when(condition, 1L).otherwise(0L);
  }

  /** Money in cents: exact, and much faster to add up than decimals of 28 digits. */
  static Column cents(Column money) {
    return money.multiply(100).cast(DataTypes.LongType);
  }

  /** Cents as money. */
  static Column money(Column cents) {
    return cents.cast(Vocabulary.MONEY_TYPE).divide(100).cast(Vocabulary.MONEY_TYPE);
  }

  /** One state as a struct; measures that are not given are 0. */
  static Column state(Column position, List<String> measures, Map<String, Column> given) {
    Stream<Column> values =
        measures.stream().map(name -> given.getOrDefault(name, lit(0L)).as(name));
    return struct(
        Stream.concat(Stream.of(position.cast("int").as(POSITION)), values).toArray(Column[]::new));
  }

  /** One row per state that is not null. */
  static Dataset<Row> flat(Dataset<Row> customers, Column... states) {
    return exploded(customers, array(states));
  }

  /** One row per state in the array that is not null. */
  static Dataset<Row> exploded(Dataset<Row> customers, Column states) {
    return customers
        .select(CUSTOMER_ID.col(), col(FIRST_ON), col(COHORT), explode(states).as("state"))
        .where(col("state").isNotNull())
        .select(CUSTOMER_ID.col(), col(FIRST_ON), col(COHORT), col("state.*"));
  }

  /**
   * The states with the cohort {@link #UNKNOWN_COHORT} for customers who may have come before the
   * history starts: first seen in its first {@code nearDays} days, or registered before it.
   *
   * @param customers as of {@link clientele.fold.Dimensions#inForce}
   */
  static Dataset<Row> withUnknownCohorts(
      Dataset<Row> states,
      Dataset<Row> customers,
      Optional<LocalDate> historyStartsOn,
      int nearDays) {
    return historyStartsOn
        .map(start -> withUnknownCohort(states, customers, start, nearDays))
        .orElse(states);
  }

  private static Dataset<Row> withUnknownCohort(
      Dataset<Row> states, Dataset<Row> customers, LocalDate start, int nearDays) {
    Column seenEarly = col(FIRST_ON).lt(date_add(lit(start), nearDays));
    Column registeredEarlier = SIGNED_UP_ON.col().lt(lit(start));
    Column unknown = coalesce(seenEarly, lit(false)).or(coalesce(registeredEarlier, lit(false)));
    return states
        .join(customers.select(CUSTOMER_ID.col(), SIGNED_UP_ON.col()), CUSTOMER_ID.name(), "left")
        .withColumn(COHORT, when(unknown, UNKNOWN_COHORT).otherwise(col(COHORT)))
        .drop(SIGNED_UP_ON.name());
  }
}
