package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.fold.Dimensions;
import clientele.fold.HistoryStart;
import clientele.fold.Months;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What purchase and spend models know of each customer, folded from the months of the customer's
 * purchases: days of purchase after the first, their money, and the same as it was at each origin.
 */
final class CustomerHistories {
  /** Value of the occasions after the first. */
  static final String REPEAT_REVENUE = "repeat_revenue";

  /** Their margin, as it stands in the books. */
  static final String REPEAT_MARGIN = "repeat_margin";

  /** Occasions up to each {@link Origin}, the nearest first; 0: no customer then. */
  static final String EARLY_OCCASIONS = "early_occasions";

  /** From the first to the last of them; days; null: no customer then. */
  static final String EARLY_RECENCY = "early_recency";

  /**
   * Share of the earlier of the last two gaps between occasions in both together; null if there
   * were none in recent months. Which customers have it depends on the length of both, so it says
   * nothing of the share.
   */
  static final String GAP_SHARE = "gap_share";

  /** Whether the first occasion is known to be the first one. */
  static final String IS_WHOLE = "is_whole";

  /** What is known of the customer besides, as region=North: an array. */
  static final String KNOWN = "known";

  /** Days that models know: those of purchases, or the ends of their {@link OpportunityMonths}. */
  private static final String FIRST_OCCASION = "first_occasion";

  private static final String LAST_OCCASION = "last_occasion";
  private static final String OCCASIONS_REVENUE = "occasions_revenue";
  private static final String OCCASIONS_MARGIN = "occasions_margin";
  private static final String FIRST_REVENUE = "first_revenue";
  private static final String FIRST_MARGIN = "first_margin";
  private static final String EARLY_LAST = "early_last_";
  private static final String RECENT_DAYS = "recent_days";

  /** Months in which the last gaps are looked for, that of the date included. */
  private static final int RECENT_MONTHS = 12;

  private CustomerHistories() {}

  /**
   * One row per customer with any month; of who has no occasion, frequency, recency and age are
   * null.
   *
   * @param customerMonth silver.customer_month up to the date, or {@link OpportunityMonths} of it
   * @param heldOutDays how many days after each origin are held out
   */
  static Dataset<Row> of(Dataset<Row> customerMonth, int heldOutDays, LocalDate date) {
    Column hasOccasion = ORDER_DAYS.col().notEqual(0);
    List<Origin> origins = Origin.before(date, heldOutDays);
    Column firstMonth = when(hasOccasion, MONTH.col());
    Column books =
        REVENUE.col().minus(REFUNDS.col()).minus(TOTAL_COST.col()).minus(TOTAL_SERVICE_COST.col());
    Column first = Months.firstDayOf(MONTH.col(), ORDER_DAYS.col());
    Column last = Months.lastDayOf(MONTH.col(), ORDER_DAYS.col());
    boolean isByDay = !OpportunityMonths.areIn(customerMonth);
    Stream<Column> upToDate =
        Stream.of(
            max(last).as(LAST_OCCASION),
            min(isByDay ? first : OpportunityMonths.firstOrder()).as(FIRST_DAY.name()),
            max(isByDay ? last : OpportunityMonths.lastOrder()).as(LAST_DAY.name()),
            sum(bit_count(ORDER_DAYS.col()).cast("bigint")).as(OCCASIONS.name()),
            sum(ORDERS.col()).as(ORDERS.name()),
            // Not that of orders in a period that is not over, which are no occasion yet.
            sum(when(hasOccasion, OCCASION_REVENUE.col())).as(OCCASIONS_REVENUE),
            sum(when(hasOccasion, OCCASION_MARGIN.col())).as(OCCASIONS_MARGIN),
            money(sum(OCCASION_REVENUE.col()), CUSTOMER_REVENUE),
            money(sum(OCCASION_MARGIN.col()), CUSTOMER_MARGIN),
            min_by(FIRST_DAY_REVENUE.col(), firstMonth).as(FIRST_REVENUE),
            min_by(FIRST_DAY_MARGIN.col(), firstMonth).as(FIRST_MARGIN),
            money(sum(books), HISTORICAL_MARGIN));
    Stream<Column> upToOrigins = origins.stream().flatMap(CustomerHistories::upTo);
    Stream<Column> ofMonths =
        recentMonths(date)
            .map(
                month ->
                    max(when(MONTH.col().equalTo(month), ORDER_DAYS.col())).as(month.toString()));
    Column[] sums =
        Stream.of(upToDate, upToOrigins, ofMonths, MonthlyOccasions.sums(date))
            .flatMap(part -> part)
            .toArray(Column[]::new);
    Dataset<Row> totals =
        customerMonth
            .groupBy(CUSTOMER_ID.col())
            .agg(min(first).as(FIRST_OCCASION), sums)
            .withColumn(RECENT_DAYS, when(OCCASIONS.col().geq(3), recentDays(date)));
    return totals.select(
        CUSTOMER_ID.col(),
        FIRST_DAY.col(),
        LAST_DAY.col(),
        ORDERS.col(),
        FREQUENCY.as(when(FIRST_DAY.col().isNotNull(), OCCASIONS.col().minus(1))),
        RECENCY_DAYS.as(datediff(col(LAST_OCCASION), col(FIRST_OCCASION))),
        AGE_DAYS.as(datediff(lit(date), col(FIRST_OCCASION))),
        DAYS_SINCE_LAST_ORDER.as(datediff(lit(date), LAST_DAY.col())),
        CUSTOMER_REVENUE.col(),
        CUSTOMER_MARGIN.col(),
        HISTORICAL_MARGIN.col(),
        repeats(OCCASIONS_REVENUE, FIRST_REVENUE).as(REPEAT_REVENUE),
        repeats(OCCASIONS_MARGIN, FIRST_MARGIN)
            .minus(lostOnRepeats())
            .cast(MONEY_TYPE)
            .as(REPEAT_MARGIN),
        array(each(origins, number -> col(EARLY_OCCASIONS + number))).as(EARLY_OCCASIONS),
        array(each(origins, number -> datediff(col(EARLY_LAST + number), col(FIRST_OCCASION))))
            .as(EARLY_RECENCY),
        // Between ends of periods they tell of the periods.
        (isByDay ? gapShare() : lit(null).cast("double")).as(GAP_SHARE),
        MonthlyOccasions.packed());
  }

  /** First days, the last month first. */
  private static Stream<LocalDate> recentMonths(LocalDate date) {
    return IntStream.range(0, RECENT_MONTHS).mapToObj(date.withDayOfMonth(1)::minusMonths);
  }

  /** A character for each day of the recent months, the last day first: 1 is an occasion. */
  private static Column recentDays(LocalDate date) {
    return concat(
        recentMonths(date)
            .map(
                month ->
                    lpad(bin(coalesce(col("`" + month + "`"), lit(0))), month.lengthOfMonth(), "0"))
            .toArray(Column[]::new));
  }

  private static Column gapShare() {
    Column last = daysAfter(1);
    Column lastButTwo = daysAfter(3);
    Column isRecent = lastButTwo.lt(length(col(RECENT_DAYS)));
    Column earlier = lastButTwo.minus(daysAfter(2));
    return when(isRecent, earlier.cast("double").divide(lastButTwo.minus(last)));
  }

  /** Days after so many-th last occasion; all there are if it is not one of them. */
  private static Column daysAfter(int occasion) {
    return length(substring_index(col(RECENT_DAYS), "1", occasion));
  }

  private static Stream<Column> upTo(Origin origin) {
    Column days = daysUpTo(origin.day());
    return Stream.of(
        sum(bit_count(days).cast("bigint")).as(EARLY_OCCASIONS + origin.number()),
        max(Months.lastDayOf(MONTH.col(), days)).as(EARLY_LAST + origin.number()));
  }

  private static Column[] each(List<Origin> origins, IntFunction<Column> column) {
    return origins.stream().map(origin -> column.apply(origin.number())).toArray(Column[]::new);
  }

  /**
   * Says which histories are whole: not those that begin so near to the start of the data, or of a
   * customer registered so early, that earlier orders may be missing.
   *
   * @param histories rows of {@link #of}
   * @param customers at most one row per customer, those in force
   * @param startsOn first day of the data, where earlier orders are missing
   * @param nearDays first orders within so many days of it are near
   */
  static Dataset<Row> told(
      Dataset<Row> histories, Dataset<Row> customers, Optional<LocalDate> startsOn, int nearDays) {
    if (startsOn.isEmpty()) {
      return histories.withColumn(IS_WHOLE, lit(true));
    }
    return histories
        .join(
            customers.select(CUSTOMER_ID.col(), SIGNED_UP_ON.col()),
            new String[] {CUSTOMER_ID.name()},
            "left") // at most one row per customer
        .withColumn(IS_WHOLE, HistoryStart.isWhole(startsOn, nearDays))
        .drop(SIGNED_UP_ON.name());
  }

  /**
   * Adds what is known of customers, as {@link #KNOWN}.
   *
   * @param customers at most one row per customer, those in force
   * @param covariates attributes of customers
   */
  static Dataset<Row> known(
      Dataset<Row> histories, Dataset<Row> customers, List<Dimension> covariates) {
    if (covariates.isEmpty()) {
      return histories;
    }
    Column own =
        filter(
            col(Dimensions.VALUES),
            pair -> pair.getField(DIMENSION.name()).notEqual(Dimensions.ALL));
    Column named =
        transform(
            own,
            pair -> concat_ws("=", pair.getField(DIMENSION.name()), pair.getField(VALUE.name())));
    return Dimensions.of(histories, customers, covariates, List.of())
        .withColumn(KNOWN, named)
        .drop(Dimensions.VALUES);
  }

  /** The occasion days of a month up to a day, as a mask. */
  private static Column daysUpTo(LocalDate end) {
    LocalDate month = end.withDayOfMonth(1);
    int upToEnd = (int) ((1L << end.getDayOfMonth()) - 1);
    return when(MONTH.col().lt(lit(month)), ORDER_DAYS.col())
        .when(MONTH.col().equalTo(lit(month)), ORDER_DAYS.col().bitwiseAND(upToEnd))
        .otherwise(0);
  }

  private static Column repeats(String all, String first) {
    return coalesce(col(all).minus(col(first)), lit(0)).cast(MONEY_TYPE);
  }

  /**
   * What is in the books but in the value of no occasion, by the share of repeats in revenue:
   * refunds that came late or name no order, and what orders have cost that were cancelled.
   */
  private static Column lostOnRepeats() {
    Column lost = CUSTOMER_MARGIN.col().minus(HISTORICAL_MARGIN.col()).cast("double");
    Column revenue = repeats(OCCASIONS_REVENUE, FIRST_REVENUE).cast("double");
    Column share = try_divide(revenue, CUSTOMER_REVENUE.col().cast("double"));
    return coalesce(lost.multiply(share), lit(0.0)).cast(MONEY_TYPE);
  }

  private static Column money(Column sum, TableColumn column) {
    return column.as(coalesce(sum, lit(0)));
  }
}
