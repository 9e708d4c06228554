package clientele.subscription;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Intervals;
import clientele.fold.Months;
import clientele.fold.SubscriptionMonths;
import clientele.settings.Dimension;
import clientele.settings.SubscriptionSettings;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Monthly recurring revenue from opening to closing, by dimension value and month.
 *
 * <p>Months in which nothing of a customer changed add nothing to any movement, so only the others
 * are added up; openings and closings are running sums. Money is added up in cents, as longs.
 *
 * @param subscriptionMonth silver.subscription_month as known at asOf
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 * @param policy that the rows name
 */
record MrrMovement(
    Dataset<Row> subscriptionMonth,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    SubscriptionSettings policy,
    LocalDate asOf) {
  private static final String POSITION = "position";
  private static final String FIRST_MONTH = "first_month";

  /** Change of who had an opening, where it fell; cents. */
  private static final String OPENING_FALLS = "opening_falls";

  /** Change of who had an opening; cents. */
  private static final String OPENING_CHANGES = "opening_changes";

  private static final List<TableColumn> MONEY =
      List.of(
          OPENING_MRR,
          NEW_MRR,
          EXPANSION_MRR,
          CONTRACTION_MRR,
          CHURNED_MRR,
          REACTIVATION_MRR,
          FX_MRR,
          CLOSING_MRR,
          SHORT_LIVED_MRR);

  /** The rows of gold.mrr_movement. */
  Dataset<Row> rows() {
    Map<String, Column> measures = measures();
    List<String> names = List.copyOf(measures.keySet());
    Column[] selected =
        Stream.concat(
                Stream.of(CUSTOMER_ID.col(), Months.index(MONTH.col()).as(POSITION)),
                measures.entrySet().stream().map(entry -> entry.getValue().as(entry.getKey())))
            .toArray(Column[]::new);
    Column moves =
        MOVEMENT
            .col()
            .notEqual(SubscriptionMonths.NONE)
            .or(FX_MRR.col().notEqual(0))
            .or(SHORT_LIVED.col());
    Dataset<Row> changes = subscriptionMonth.where(moves).select(selected);
    Dataset<Row> firstMonth = subscriptionMonth.agg(Months.index(min(MONTH.col())).as(FIRST_MONTH));
    Dataset<Row> sums =
        Dimensions.sums(
                Dimensions.of(changes, customers, dimensions, builtIns), List.of(POSITION), names)
            .crossJoin(broadcast(firstMonth));
    Dataset<Row> dense =
        Months.withoutHoles(
            sums,
            List.of(DIMENSION.name(), VALUE.name(), FIRST_MONTH),
            POSITION,
            sequence(col(FIRST_MONTH), lit(Months.index(asOf))),
            names);
    return rated(running(dense));
  }

  private static Map<String, Column> measures() {
    Column change = CLOSING_MRR.col().minus(OPENING_MRR.col()).minus(FX_MRR.col());
    // Not by the opening: that of who pays less than half a cent is 0.00.
    Column hasOpening =
        not(MOVEMENT.col().isin(SubscriptionMonths.NEW, SubscriptionMonths.REACTIVATION));
    Map<String, Column> measures = new LinkedHashMap<>();
    addMovement(measures, SubscriptionMonths.NEW, NEW_MRR, NEW_CUSTOMERS);
    addMovement(measures, SubscriptionMonths.EXPANSION, EXPANSION_MRR, EXPANSION_CUSTOMERS);
    addMovement(measures, SubscriptionMonths.CONTRACTION, CONTRACTION_MRR, CONTRACTION_CUSTOMERS);
    addMovement(measures, SubscriptionMonths.CHURNED_AWAY, CHURNED_MRR, CHURNED_CUSTOMERS);
    addMovement(
        measures, SubscriptionMonths.REACTIVATION, REACTIVATION_MRR, REACTIVATION_CUSTOMERS);
    measures.put(FX_MRR.name(), cents(FX_MRR.col()));
    measures.put(SHORT_LIVED_MRR.name(), cents(SHORT_LIVED_MRR.col()));
    measures.put(SHORT_LIVED_CUSTOMERS.name(), when(SHORT_LIVED.col(), 1L).otherwise(0L));
    measures.put(OPENING_FALLS, when(hasOpening, cents(least(change, lit(0)))).otherwise(0L));
    measures.put(OPENING_CHANGES, when(hasOpening, cents(change)).otherwise(0L));
    return measures;
  }

  private static void addMovement(
      Map<String, Column> measures, String movement, TableColumn money, TableColumn customers) {
    Column isIt = MOVEMENT.col().equalTo(movement);
    measures.put(money.name(), when(isIt, cents(MOVEMENT_MRR.col())).otherwise(0L));
    measures.put(customers.name(), when(isIt, 1L).otherwise(0L));
  }

  private static Dataset<Row> running(Dataset<Row> dense) {
    WindowSpec soFar =
        Window.partitionBy(DIMENSION.col(), VALUE.col())
            .orderBy(col(POSITION))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column gains = NEW_MRR.col().plus(EXPANSION_MRR.col()).plus(REACTIVATION_MRR.col());
    Column losses = CONTRACTION_MRR.col().plus(CHURNED_MRR.col());
    Column money = gains.minus(losses).plus(FX_MRR.col());
    Column heads =
        NEW_CUSTOMERS.col().plus(REACTIVATION_CUSTOMERS.col()).minus(CHURNED_CUSTOMERS.col());
    return dense
        .withColumn(CLOSING_MRR.name(), sum(money).over(soFar))
        .withColumn(CLOSING_CUSTOMERS.name(), sum(heads).over(soFar))
        .withColumn(OPENING_MRR.name(), CLOSING_MRR.col().minus(money))
        .withColumn(OPENING_CUSTOMERS.name(), CLOSING_CUSTOMERS.col().minus(heads));
  }

  private Dataset<Row> rated(Dataset<Row> running) {
    Column opening = OPENING_MRR.col();
    Column losses = CONTRACTION_MRR.col().plus(CHURNED_MRR.col());
    Column regained = EXPANSION_MRR.col().plus(REACTIVATION_MRR.col());
    Dataset<Row> rated =
        running
            .withColumn(MONTH.name(), Months.firstDay(col(POSITION)))
            .withColumn(IS_MATURE.name(), col(POSITION).leq(Months.lastMature(asOf)))
            .withColumn(GRACE_DAYS.name(), lit(policy.graceDays()))
            .withColumn(PAST_DUE_DAYS.name(), lit(policy.pastDueDays()))
            .withColumn(CHURN_DATED_BY.name(), lit(policy.churnDatedBy().text()))
            .withColumn(PRICE_BASIS.name(), lit(policy.priceBasis().text()))
            .withColumn(GROSS_CHURN_RATE.name(), rate(losses, opening))
            .withColumn(NET_CHURN_RATE.name(), rate(losses.minus(regained), opening))
            .withColumn(GROSS_RETENTION.name(), rate(opening.plus(col(OPENING_FALLS)), opening))
            .withColumn(NET_RETENTION.name(), rate(opening.plus(col(OPENING_CHANGES)), opening))
            .withColumn(QUICK_RATIO.name(), rate(NEW_MRR.col().plus(regained), losses));
    for (TableColumn column : MONEY) {
      rated = rated.withColumn(column.name(), money(column.col()));
    }
    return rated.select(Tables.MRR_MOVEMENT.selectOwn());
  }

  /** Null unless the month is over. */
  private static Column rate(Column part, Column whole) {
    return when(IS_MATURE.col(), Intervals.share(part, whole));
  }

  private static Column cents(Column money) {
    return money.multiply(100).cast(DataTypes.LongType);
  }

  private static Column money(Column cents) {
    return cents.cast(MONEY_TYPE).divide(100).cast(MONEY_TYPE);
  }
}
