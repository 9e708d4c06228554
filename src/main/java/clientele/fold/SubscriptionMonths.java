package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The fold of paid terms into the recurring revenue of each customer at the ends of months, with
 * the one movement that led from each end to the next.
 *
 * <p>A term gives one row for each month that it touches, never one for each day: what lies between
 * two month ends is told by whether the term was paid for at the one, at the other, or at neither.
 */
public final class SubscriptionMonths {
  /** What a movement is called in the tables. */
  public static final String NEW = "new";

  public static final String EXPANSION = "expansion";
  public static final String CONTRACTION = "contraction";
  public static final String CHURNED_AWAY = "churned";
  public static final String REACTIVATION = "reactivation";
  public static final String NONE = "none";

  private static final String POSITION = "position";
  private static final String FIRST_POSITION = "first_position";
  private static final String OPENS = "opens";
  private static final String CLOSES = "closes";
  private static final String TERMS_AT_START = "terms_at_start";
  private static final String AT_OLD_RATES = "at_old_rates";
  private static final String AT_NEW_RATES = "at_new_rates";
  private static final String AT_END = "at_end";
  private static final String WITHIN = "within";

  private SubscriptionMonths() {}

  /**
   * One row per customer and month, from the month of the first paid day to that of the last one,
   * or to the month after if the customer paid on the last day of a month.
   *
   * @param terms silver.subscriptions as known at the date
   * @param rates silver.fx_rates as known at the date; empty: all terms are in the reporting
   *     currency
   * @return the columns of silver.subscription_month that a customer's terms tell
   */
  public static Dataset<Row> of(
      Dataset<Row> terms,
      Optional<Dataset<Row>> rates,
      String reporting,
      SubscriptionSettings policy,
      LocalDate asOf) {
    Dataset<Row> touched = touchedMonths(PaidSpans.of(terms, asOf, policy), asOf);
    return moved(added(converted(touched, rates, reporting, asOf)));
  }

  /** One row per term and month from that of its first paid day to that of its end. */
  private static Dataset<Row> touchedMonths(Dataset<Row> spans, LocalDate asOf) {
    // Ends after the date are not known, so an end is never beyond its last month.
    Column start = Months.index(col(PaidSpans.PAID_FROM));
    Column end = Months.index(col(PaidSpans.PAID_UNTIL));
    Column firstEver = min(start).over(Window.partitionBy(CUSTOMER_ID.col()));
    Column months = sequence(start, coalesce(end, lit(Months.index(asOf))));
    return spans
        .select(
            CUSTOMER_ID.col(),
            CURRENCY.col(),
            col(PaidSpans.MRR),
            firstEver.as(FIRST_POSITION),
            start.as("start"),
            end.as("end"),
            explode(months).as(POSITION))
        .withColumn(OPENS, col(POSITION).gt(col("start")))
        .withColumn(CLOSES, col("end").isNull().or(col(POSITION).lt(col("end"))));
  }

  /** With the term's revenue at the rates of both ends of the month. */
  private static Dataset<Row> converted(
      Dataset<Row> touched, Optional<Dataset<Row>> rates, String reporting, LocalDate asOf) {
    Column mrr = col(PaidSpans.MRR);
    if (rates.isEmpty()) {
      return touched.withColumn(AT_OLD_RATES, Fx.own(mrr)).withColumn(AT_NEW_RATES, Fx.own(mrr));
    }
    Dataset<Row> ends = broadcast(Fx.atMonthEnds(rates.get(), reporting, asOf));
    Column sameCurrency = CURRENCY.col().equalTo(col(Fx.RATE_CURRENCY));
    Column foreign = Fx.isForeign(reporting);
    Column atOld = Fx.product(mrr, foreign, col(Fx.RATE_AT_START));
    Column atNew = Fx.product(mrr, foreign, col(Fx.RATE_AT_END));
    return touched
        .join(ends, sameCurrency.and(col(POSITION).equalTo(col(Fx.RATE_MONTH))), "left")
        .withColumn(AT_OLD_RATES, atOld)
        .withColumn(AT_NEW_RATES, atNew);
  }

  /** One row per customer and month; money is rounded here, once per customer. */
  private static Dataset<Row> added(Dataset<Row> months) {
    Column opens = col(OPENS);
    Column closes = col(CLOSES);
    Column within = not(opens).and(not(closes));
    return months
        .groupBy(CUSTOMER_ID.col(), col(POSITION))
        .agg(
            min(col(FIRST_POSITION)).as(FIRST_POSITION),
            count_if(opens).as(TERMS_AT_START),
            count_if(closes).as(PLANS.name()),
            money(when(opens, col(AT_OLD_RATES))).as(AT_OLD_RATES),
            money(when(opens, col(AT_NEW_RATES))).as(AT_NEW_RATES),
            money(when(closes, col(AT_NEW_RATES))).as(AT_END),
            money(when(within, col(AT_NEW_RATES))).as(WITHIN));
  }

  private static Column money(Column products) {
    Column cents = Fx.cents(sum(products.getField(Fx.WHOLE)), sum(products.getField(Fx.REST)));
    return coalesce(cents.cast(MONEY_TYPE), lit(0).cast(MONEY_TYPE));
  }

  private static Dataset<Row> moved(Dataset<Row> months) {
    Column paidAtStart = col(TERMS_AT_START).gt(0);
    Column paidAtEnd = PLANS.col().gt(0);
    Column isShortLived = not(paidAtStart).and(not(paidAtEnd));
    Column fx =
        when(paidAtStart.and(paidAtEnd), col(AT_NEW_RATES).minus(col(AT_OLD_RATES))).otherwise(0);
    Column change = col(AT_END).minus(col(AT_OLD_RATES)).minus(FX_MRR.col());
    Column movement =
        when(isShortLived, NONE)
            .when(not(paidAtStart).and(col(POSITION).equalTo(col(FIRST_POSITION))), NEW)
            .when(not(paidAtStart), REACTIVATION)
            .when(not(paidAtEnd), CHURNED_AWAY)
            .when(change.gt(0), EXPANSION)
            .when(change.lt(0), CONTRACTION)
            .otherwise(NONE);
    return months
        .withColumn(FX_MRR.name(), fx)
        .select(
            CUSTOMER_ID.col(),
            MONTH.as(Months.firstDay(col(POSITION))),
            OPENING_MRR.as(col(AT_OLD_RATES)),
            CLOSING_MRR.as(col(AT_END)),
            FX_MRR.as(FX_MRR.col()),
            MOVEMENT.as(movement),
            MOVEMENT_MRR.as(abs(change)),
            PLANS.col(),
            SHORT_LIVED.as(isShortLived),
            SHORT_LIVED_MRR.as(when(isShortLived, col(WITHIN)).otherwise(0)));
  }
}
