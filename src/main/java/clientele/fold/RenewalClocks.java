package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Subscriptions on the clock of their renewals: how many periods each has been paid for, and
 * whether it goes on.
 *
 * <ol>
 *   <li>Terms with a price, the periods of each that had begun at the date, and whether another
 *       term of the subscription follows within the grace. A term whose payment failed is not over
 *       while the payment is waited for, which then counts neither as made nor as missed.
 *   <li>Runs: terms of a subscription that follow each other and are billed by periods of one
 *       length. Another length starts the clock again.
 * </ol>
 */
public final class RenewalClocks {
  /** Length of a billing period, equal lengths alike: P12M for a year. */
  public static final String LENGTH = "length";

  /** Periods that have begun: 1 until the first renewal; 0: on trial up to the end or the date. */
  public static final String PERIODS = "periods";

  /** Of these, the ones that had begun before the data did. */
  public static final String UNSEEN = "unseen";

  /** Whether there is no later term. */
  public static final String HAS_LEFT = "has_left";

  /** Whether the last term runs on beyond the date. */
  public static final String IS_LIVE = "is_live";

  /** Whether the run begins with a trial, and within the data. */
  public static final String IS_TRIED = "is_tried";

  /** First paid day of the last term, which may be after the date. */
  public static final String PAID_FROM = PaidSpans.PAID_FROM;

  /** Periods of the last term alone: the next one is due so many of them after its first day. */
  public static final String LAST_PERIODS = "last_periods";

  private static final String OPENS = "opens";
  private static final String RUN = "run";
  private static final String IS_FOLLOWED = "is_followed";
  private static final String IS_OVER = "is_over";
  private static final String LAST = "last";

  private RenewalClocks() {}

  /**
   * One row per run: customer_id, {@link #LENGTH}, {@link #PERIODS}, {@link #UNSEEN}, {@link
   * #HAS_LEFT}, {@link #IS_LIVE}, {@link #IS_TRIED}, and of the last term {@link #PAID_FROM},
   * {@link #LAST_PERIODS} and the price.
   *
   * @param terms silver.subscriptions as known at the date, with prices in one currency
   * @param startsOn first day of the data, where earlier ends are missing
   */
  public static Dataset<Row> of(
      Dataset<Row> terms,
      SubscriptionSettings policy,
      Optional<LocalDate> startsOn,
      LocalDate asOf) {
    return runs(counted(terms, startsOn, asOf), policy, asOf);
  }

  /** The terms with a price, with how many periods have begun. */
  private static Dataset<Row> counted(
      Dataset<Row> terms, Optional<LocalDate> startsOn, LocalDate asOf) {
    Column from = greatest(STARTED_ON.col(), coalesce(TRIAL_UNTIL.col(), STARTED_ON.col()));
    Column lastDay = coalesce(date_sub(ENDED_ON.col(), 1), lit(asOf));
    Column unseen =
        startsOn.map(day -> begun(least(lastDay, lit(day.minusDays(1))))).orElse(lit(0));
    Column isSeen = startsOn.map(day -> STARTED_ON.col().geq(lit(day))).orElse(lit(true));
    return terms
        .where(PRICE.col().gt(0))
        .withColumn(PAID_FROM, from)
        .withColumn(LENGTH, BillingPeriods.length())
        .withColumn(PERIODS, begun(lastDay))
        .withColumn(UNSEEN, unseen)
        .withColumn(IS_TRIED, from.gt(STARTED_ON.col()).and(isSeen));
  }

  private static Column begun(Column day) {
    Column from = col(PAID_FROM);
    return when(from.leq(day), BillingPeriods.begun(from, day)).otherwise(0);
  }

  private static Dataset<Row> runs(
      Dataset<Row> terms, SubscriptionSettings policy, LocalDate asOf) {
    WindowSpec inOrder =
        Window.partitionBy(CUSTOMER_ID.col(), SUBSCRIPTION_ID.col()).orderBy(STARTED_ON.col());
    Column isFailed = END_REASON.col().equalTo(PaidSpans.PAYMENT_FAILED);
    int mostDays = Math.max(policy.graceDays(), policy.pastDueDays());
    Column bridged =
        date_add(ENDED_ON.col(), when(isFailed, mostDays).otherwise(policy.graceDays()));
    Column waited = date_add(ENDED_ON.col(), policy.pastDueDays());
    Column isWaitedFor = coalesce(isFailed.and(waited.gt(lit(asOf))), lit(false));
    Column bridgedBefore = lag(bridged, 1).over(inOrder);
    Column lengthBefore = lag(col(LENGTH), 1).over(inOrder);
    Column goesOn = STARTED_ON.col().leq(bridgedBefore).and(col(LENGTH).equalTo(lengthBefore));
    Column isFollowed = lead(STARTED_ON.col(), 1).over(inOrder).leq(bridged);
    Column isOver = ENDED_ON.col().isNotNull().and(not(isWaitedFor));
    Column last =
        struct(isOver.as(IS_OVER), col(IS_FOLLOWED), col(PAID_FROM), col(PERIODS), PRICE.col());
    return terms
        .withColumn(OPENS, when(coalesce(goesOn, lit(false)), 0).otherwise(1))
        .withColumn(IS_FOLLOWED, coalesce(isFollowed, lit(false)))
        .withColumn(RUN, sum(col(OPENS)).over(inOrder))
        .groupBy(CUSTOMER_ID.col(), SUBSCRIPTION_ID.col(), col(RUN), col(LENGTH))
        .agg(
            sum(col(PERIODS)).cast("int").as(PERIODS),
            sum(col(UNSEEN)).cast("int").as(UNSEEN),
            min_by(col(IS_TRIED), STARTED_ON.col()).as(IS_TRIED),
            max_by(last, STARTED_ON.col()).as(LAST))
        .select(
            CUSTOMER_ID.col(),
            col(LENGTH),
            col(PERIODS),
            col(UNSEEN),
            ofLast(IS_OVER).and(not(ofLast(IS_FOLLOWED))).as(HAS_LEFT),
            not(ofLast(IS_OVER).or(ofLast(IS_FOLLOWED))).as(IS_LIVE),
            col(IS_TRIED),
            ofLast(PAID_FROM).as(PAID_FROM),
            ofLast(PERIODS).as(LAST_PERIODS),
            ofLast(PRICE.name()).as(PRICE.name()));
  }

  private static Column ofLast(String name) {
    return col(LAST).getField(name);
  }
}
