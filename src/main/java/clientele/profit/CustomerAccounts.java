package clientele.profit;

import static clientele.catalogue.Vocabulary.*;
import static clientele.profit.MoneyRows.BOOKED;
import static clientele.profit.MoneyRows.CAMPAIGNS_WITHOUT_COST;
import static clientele.profit.MoneyRows.CONTACTS_WITHOUT_COST;
import static clientele.profit.MoneyRows.INDEX;
import static clientele.profit.MoneyRows.PURCHASE;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.fold.Months;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All money of each customer, added up.
 *
 * <ol>
 *   <li>Money of each kind by customer and month: {@link MoneyRows}.
 *   <li>Sums by customer, since the first row and of the last 12 months.
 *   <li>With the cost of winning the customer: profit, what is not known of it, and the month in
 *       which that cost was paid back.
 * </ol>
 *
 * @param attributes at most one row per customer, those in force
 * @param isWhole of rows with first_order_on and signed_up_on: no earlier orders are missing
 */
record CustomerAccounts(MoneyRows money, Dataset<Row> attributes, Column isWhole, LocalDate asOf) {
  private static final int MONTHS_OF_A_YEAR = 12;

  /** Array of the months of the books, each with its {@link #MARGIN}. */
  private static final String MARGINS = "margins";

  private static final String MARGIN = "margin";

  // Whether any order has a service cost, and any customer an acquisition cost.
  private static final String HAS_SERVICE_COST = "has_service_cost";
  private static final String HAS_ACQUISITION_COST = "has_acquisition_cost";

  /** One row per customer: the columns of gold.customer_profit that are the customer's own. */
  Dataset<Row> rows() {
    Dataset<Row> ofCustomer =
        attributes.select(CUSTOMER_ID.col(), SIGNED_UP_ON.col(), ACQUISITION_COST.col());
    Dataset<Row> accounts =
        sums(money.rows())
            .join(ofCustomer, new String[] {CUSTOMER_ID.name()}, "left") // at most one row each
            .join(broadcast(kindsOfCost()), lit(true), "left"); // one row
    Dataset<Row> told =
        accounts
            .withColumn(UNKNOWN_COSTS.name(), unknownCosts())
            .withColumn(PAYBACK_MONTHS.name(), paybackMonths())
            .withColumn(ACQUISITION_COST.name(), orNothing(ACQUISITION_COST.col()));
    Column costs =
        Stream.of(
                TOTAL_COST,
                TOTAL_SERVICE_COST,
                TOTAL_CONTACT_COST,
                TOTAL_CAMPAIGN_COST,
                ACQUISITION_COST)
            .map(TableColumn::col)
            .reduce(Column::plus)
            .orElseThrow();
    Column lately = orNothing(when(isRecent(cameIn()), ACQUISITION_COST.col()));
    return told.withColumn(PROFIT.name(), PROFIT.as(NET_REVENUE.col().minus(costs)))
        .withColumn(PROFIT_12M.name(), PROFIT_12M.as(PROFIT_12M.col().minus(lately)))
        .withColumn(COST_KNOWN.name(), size(UNKNOWN_COSTS.col()).equalTo(0))
        .withColumn(IS_UNPROFITABLE.name(), PROFIT.col().lt(0));
  }

  private Dataset<Row> sums(Dataset<Row> rows) {
    Stream<Column> sums =
        Stream.of(
                NET_REVENUE,
                SUBSCRIPTION_REVENUE,
                TOTAL_COST,
                TOTAL_SERVICE_COST,
                TOTAL_CONTACT_COST,
                TOTAL_CAMPAIGN_COST)
            .map(column -> orNothing(sum(column.col())).as(column.name()));
    Stream<Column> counts =
        Stream.of(
                ORDERS_WITHOUT_COST.name(),
                ORDERS_WITHOUT_SERVICE_COST.name(),
                CONTACTS_WITHOUT_COST,
                CAMPAIGNS_WITHOUT_COST)
            .map(name -> sum(col(name)).as(name));
    Stream<Column> firsts =
        Stream.of(FIRST_DAY.name(), PURCHASE, BOOKED).map(name -> min(col(name)).as(name));
    return rows.groupBy(CUSTOMER_ID.col())
        .agg(
            min(col(INDEX)).as(INDEX),
            Stream.of(sums, counts, firsts, inTime()).flatMap(part -> part).toArray(Column[]::new));
  }

  /** What is told by when the money came and went. */
  private Stream<Column> inTime() {
    Column margin =
        orNothing(NET_REVENUE.col())
            .minus(orNothing(TOTAL_COST.col()))
            .minus(orNothing(TOTAL_SERVICE_COST.col()));
    Column contact = orNothing(TOTAL_CONTACT_COST.col());
    Column flow = margin.minus(contact).minus(orNothing(TOTAL_CAMPAIGN_COST.col()));
    Column service = orNothing(TOTAL_SERVICE_COST.col()).plus(contact);
    Column isRecent = isRecent(col(INDEX));
    Column month = struct(col(BOOKED).as(INDEX), margin.cast(MONEY_TYPE).as(MARGIN));
    return Stream.of(
        orNothing(sum(when(isRecent, flow))).as(PROFIT_12M.name()),
        orNothing(sum(when(isRecent, service))).as(SERVICE_COST_12M.name()),
        collect_list(when(col(BOOKED).isNotNull(), month)).as(MARGINS));
  }

  /** What the company has of costs that not every company has. */
  private Dataset<Row> kindsOfCost() {
    Column service = bool_or(TOTAL_SERVICE_COST.col().notEqual(0));
    return money
        .months()
        .agg(service.as(HAS_SERVICE_COST))
        .crossJoin(
            attributes.agg(bool_or(ACQUISITION_COST.col().isNotNull()).as(HAS_ACQUISITION_COST)));
  }

  private static Column unknownCosts() {
    Column service = ORDERS_WITHOUT_SERVICE_COST.col().gt(0).and(col(HAS_SERVICE_COST));
    Column acquisition = ACQUISITION_COST.col().isNull().and(col(HAS_ACQUISITION_COST));
    return array_compact(
        array(
            when(ORDERS_WITHOUT_COST.col().gt(0), TOTAL_COST.name()),
            when(service, TOTAL_SERVICE_COST.name()),
            when(col(CONTACTS_WITHOUT_COST).gt(0), TOTAL_CONTACT_COST.name()),
            when(col(CAMPAIGNS_WITHOUT_COST).gt(0), TOTAL_CAMPAIGN_COST.name()),
            when(acquisition, ACQUISITION_COST.name())));
  }

  /** Month of the first purchase, or else of the first row in the books; null: neither. */
  private static Column began() {
    return coalesce(col(PURCHASE), col(BOOKED));
  }

  /** Month to which the cost of winning the customer belongs; null: nobody knows. */
  private Column cameIn() {
    Column signedUp = when(SIGNED_UP_ON.col().leq(lit(asOf)), Months.index(SIGNED_UP_ON.col()));
    return coalesce(signedUp, began(), col(INDEX));
  }

  private Column isRecent(Column month) {
    return month.gt(Months.index(asOf) - MONTHS_OF_A_YEAR);
  }

  /** Null where the cost is not covered yet, or there is nothing to tell it by. */
  private Column paybackMonths() {
    String total = "total";
    String last = "last";
    String found = "found";
    Column cost = ACQUISITION_COST.col();
    // The months in turn; a total is looked at when all of its month is in it.
    Column start =
        struct(
            nothing().as(total), lit(0).as(last), lit(null).cast(PAYBACK_MONTHS.type()).as(found));
    Column walked =
        aggregate(
            array_sort(col(MARGINS)),
            start,
            (sofar, month) -> {
              Column isOver = month.getField(INDEX).gt(sofar.getField(last));
              Column before = covered(sofar.getField(total), sofar.getField(last), cost);
              Column sum = sofar.getField(total).plus(month.getField(MARGIN)).cast(MONEY_TYPE);
              return struct(
                  sum.as(total),
                  month.getField(INDEX).as(last),
                  coalesce(sofar.getField(found), when(isOver, before)).as(found));
            },
            end ->
                coalesce(
                    end.getField(found), covered(end.getField(total), end.getField(last), cost)));
    return when(isWhole, walked);
  }

  /** The months from the first purchase to one, if the total up to it covers the cost. */
  private static Column covered(Column total, Column month, Column cost) {
    return when(month.geq(began()).and(total.geq(cost)), month.minus(began()));
  }

  private static Column orNothing(Column amount) {
    return coalesce(amount.cast(MONEY_TYPE), nothing());
  }

  private static Column nothing() {
    return lit(0).cast(MONEY_TYPE);
  }
}
