package clientele.cohort;

import static clientele.catalogue.Vocabulary.CLOSING_MRR;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.ENDED_ON;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.MOVEMENT;
import static clientele.catalogue.Vocabulary.OPENING_MRR;
import static clientele.catalogue.Vocabulary.PLANS;
import static clientele.catalogue.Vocabulary.SHORT_LIVED;
import static clientele.cohort.States.one;
import static java.util.Map.entry;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import clientele.fold.Spells;
import clientele.fold.SubscriptionMonths;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The states of customers who pay for subscriptions: of months, from the movements of their monthly
 * recurring revenue, so that churn and MRR tell of the same customers; of 30-day periods, from
 * their spells.
 */
final class SubscriptionStates {
  private static final String FIRST_CHURN = "first_churn";
  private static final String LAST_ACTIVE = "last_active";
  private static final String AWAY_FOR_A_YEAR_AT_MOST = "away_for_a_year_at_most";
  private static final String FROM = "from";
  private static final String TO = "to";

  private SubscriptionStates() {}

  /**
   * The states of calendar months.
   *
   * @param subscriptionMonth silver.subscription_month up to asOf: a row for every month in which a
   *     customer pays on any day or paid at the end of the month before
   * @param spells as of {@link Spells}
   */
  static Dataset<Row> months(Dataset<Row> subscriptionMonth, Dataset<Row> spells) {
    Column churned = MOVEMENT.col().equalTo(SubscriptionMonths.CHURNED_AWAY);
    Column active = PLANS.col().gt(0);
    Column comesBack = array_contains(col(AWAY_FOR_A_YEAR_AT_MOST), col(States.POSITION));
    WindowSpec customer = Window.partitionBy(CUSTOMER_ID.col());
    Column position = col(States.POSITION);
    Dataset<Row> history =
        subscriptionMonth
            .withColumn(States.POSITION, Months.index(MONTH.col()))
            .join(stays(spells), CUSTOMER_ID.name(), "inner") // who has a month has a first day
            .withColumn(States.COHORT, Months.index(col(States.FIRST_ON)))
            .withColumn(FIRST_CHURN, min(when(churned, position)).over(customer))
            .withColumn(LAST_ACTIVE, max(when(active, position)).over(customer));
    Column month =
        States.state(
            position,
            States.MONTH_MEASURES,
            Map.ofEntries(
                entry(States.JOINED, one(position.equalTo(col(States.COHORT)))),
                entry(States.ACTIVE, one(active)),
                entry(States.ACTIVE_UNTIL, one(position.equalTo(col(LAST_ACTIVE)))),
                entry(States.GAINED, one(MOVEMENT.col().equalTo(SubscriptionMonths.NEW))),
                entry(
                    States.RETURNED, one(MOVEMENT.col().equalTo(SubscriptionMonths.REACTIVATION))),
                entry(States.CHURNED, one(churned)),
                entry(States.FIRST_CHURNED, one(position.equalTo(col(FIRST_CHURN)))),
                entry(States.RETURNED_WITHIN_YEAR, one(churned.and(comesBack))),
                entry(States.SHORT_LIVED, one(SHORT_LIVED.col())),
                entry(States.REVENUE, States.cents(CLOSING_MRR.col())),
                entry(
                    States.REVENUE_AT_RISK,
                    when(churned, States.cents(OPENING_MRR.col())).otherwise(0L))));
    return States.flat(history, month);
  }

  /**
   * One row per customer: the first paid day, and the months in which a spell ended whose next one
   * began in a later month, but at most {@link States#YEAR_DAYS} days after. Who is churned in a
   * month left it with the last spell that ended there, and only its next one can begin later.
   */
  private static Dataset<Row> stays(Dataset<Row> spells) {
    WindowSpec inOrder = Window.partitionBy(CUSTOMER_ID.col()).orderBy(col(Spells.NUMBER));
    Column next = lead(col(Spells.PAID_FROM), 1).over(inOrder);
    Column inLaterMonth = col("next").gt(last_day(ENDED_ON.col()));
    Column inTime = col("next").leq(date_add(ENDED_ON.col(), States.YEAR_DAYS));
    return spells
        .select(CUSTOMER_ID.col(), col(Spells.PAID_FROM), ENDED_ON.col(), next.as("next"))
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min(col(Spells.PAID_FROM)).as(States.FIRST_ON),
            collect_set(when(inLaterMonth.and(inTime), Months.index(ENDED_ON.col())))
                .as(AWAY_FOR_A_YEAR_AT_MOST));
  }

  /**
   * The states of 30-day periods since the first paid day: who pays on the last day of a period is
   * active in it.
   *
   * @param spells as of {@link Spells}, known at asOf
   */
  static Dataset<Row> periods(Dataset<Row> spells, LocalDate asOf) {
    WindowSpec customer = Window.partitionBy(CUSTOMER_ID.col());
    Column lastPassed = periodOf(date_add(lit(asOf), 1)).minus(1);
    // The last day of period n is day 30n + 29. The least of null and a number is the number.
    Dataset<Row> covered =
        spells
            .withColumn(States.FIRST_ON, min(col(Spells.PAID_FROM)).over(customer))
            .withColumn(States.COHORT, Months.index(col(States.FIRST_ON)))
            .withColumn(FROM, periodOf(col(Spells.PAID_FROM)))
            .withColumn(TO, least(periodOf(ENDED_ON.col()).minus(1), lastPassed));
    Column covers = col(TO).geq(col(FROM));
    Dataset<Row> history =
        covered.withColumn(LAST_ACTIVE, max(when(covers, col(TO))).over(customer));
    Column isFirst = col(Spells.NUMBER).equalTo(1);
    Column periods =
        when(covers, sequence(col(FROM), col(TO))).otherwise(array().cast("array<int>"));
    return States.exploded(
        history,
        concat(
            array(
                when(isFirst, at(lit(0), States.JOINED)),
                when(isFirst.and(lastPassed.geq(0)), at(lastPassed, States.ELIGIBLE_UNTIL)),
                when(
                    covers.and(col(TO).equalTo(col(LAST_ACTIVE))),
                    at(col(TO), States.ACTIVE_UNTIL))),
            transform(periods, period -> at(period, States.ACTIVE))));
  }

  private static Column at(Column period, String measure) {
    List<String> measures = States.PERIOD_MEASURES;
    return States.state(period, measures, Map.of(measure, lit(1L)));
  }

  private static Column periodOf(Column date) {
    return floor(datediff(date, col(States.FIRST_ON)).divide(30)).cast("int");
  }
}
