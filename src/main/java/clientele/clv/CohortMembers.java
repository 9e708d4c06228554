package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.fold.Dimensions;
import clientele.fold.Months;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The customers of cohorts, with all that is added up over them.
 *
 * @param customers as of {@link Dimensions#inForce}
 * @param paid first_paid_on by customer_id, at most one row per customer; empty: no subscriptions
 * @param historyStartsOn first day of the data, where earlier orders are missing
 * @param nearDays first orders within so many days of it are near
 */
record CohortMembers(
    Dataset<Row> customers,
    Optional<Dataset<Row>> paid,
    Optional<LocalDate> historyStartsOn,
    int nearDays) {
  /** Month of the cohort. */
  static final String COHORT_INDEX = "cohort_index";

  /** The cohort of customers who may have come before the data begin. */
  static final int UNKNOWN_COHORT = Months.index(LocalDate.of(1900, 1, 1));

  /** Months since the cohort's own. */
  static final String POSITION = "position";

  // Measures, beside those that have the name of their column in the table.

  /** Customers with a value. */
  static final String VALUED = "valued";

  /** Customers whose acquisition cost is known. */
  static final String COSTED = "costed";

  /** What these will be worth. */
  static final String COSTED_CLV = "costed_clv";

  /** What they brought in the month. */
  static final String COSTED_MARGIN = "costed_margin";

  /** Logarithm of the chance that nothing comes of them. */
  static final String NOTHING = "nothing";

  /** Begins the names of what models around the fitted one expect more. */
  static final String DEVIATION = "deviation_";

  private static final String FIRST_MONTH = "first_month";
  private static final String MONTHS = "months";
  private static final String ONE_MONTH = "one_month";
  private static final String PLACE = "place";
  private static final String INDEX = "index";
  private static final String BOOKED = "booked";

  /** Of a customer of whom something comes for sure; small, and still a number. */
  private static final double NEVER_NOTHING = Math.log(Double.MIN_NORMAL);

  /**
   * One row per customer, with cohort, months and cost.
   *
   * @param customerMonth silver.customer_month up to the date
   * @param recurring one row per customer and month with {@code recurring_margin}, not null; empty:
   *     no subscriptions
   * @param values rows of gold.customer_clv, with {@link Cells#CELL} or without
   */
  Dataset<Row> placed(
      Dataset<Row> customerMonth, Optional<Dataset<Row>> recurring, Dataset<Row> values) {
    Column index = Months.index(MONTH.col());
    Column margin =
        REVENUE.col().minus(REFUNDS.col()).minus(TOTAL_COST.col()).minus(TOTAL_SERVICE_COST.col());
    Dataset<Row> ofOrders =
        customerMonth.select(
            CUSTOMER_ID.col(),
            index.as(INDEX),
            index.as(BOOKED),
            margin.cast(MONEY_TYPE).as(COSTED_MARGIN),
            RECURRING_MARGIN.as(lit(0)));
    Dataset<Row> all =
        recurring
            .map(
                rows ->
                    rows.select(
                        CUSTOMER_ID.col(),
                        index.as(INDEX),
                        lit(null).cast("int").as(BOOKED),
                        RECURRING_MARGIN.col().as(COSTED_MARGIN),
                        RECURRING_MARGIN.col()))
            .map(ofOrders::unionByName)
            .orElse(ofOrders);
    Dataset<Row> books =
        all.groupBy(CUSTOMER_ID.col())
            .agg(
                min(col(BOOKED)).as(FIRST_MONTH),
                RECURRING_MARGIN.as(sum(RECURRING_MARGIN.col())),
                collect_list(struct(col(INDEX), col(COSTED_MARGIN))).as(MONTHS));
    Stream<TableColumn> ofCustomer =
        Stream.of(
            CUSTOMER_ID,
            FIRST_DAY,
            HISTORICAL_MARGIN,
            P_NO_PURCHASE,
            ORDER_CLV,
            SUBSCRIPTION_CLV,
            CLV,
            CLV_LOW,
            CLV_HIGH);
    Dataset<Row> worth =
        values.select(
            Stream.concat(ofCustomer.map(TableColumn::name), Stream.of(Cells.key(values)))
                .map(functions::col)
                .toArray(Column[]::new));
    String[] key = {CUSTOMER_ID.name()};
    Dataset<Row> told =
        CustomerHistories.told(worth, customers, historyStartsOn, nearDays)
            .join(books, key, "left") // each of these has at most one row per customer
            .join(customers.select(CUSTOMER_ID.col(), ACQUISITION_COST.col()), key, "left");
    Dataset<Row> known =
        paid.map(payers -> told.join(payers, key, "left")) // at most one row per customer
            .orElseGet(() -> told.withColumn(FIRST_PAID_ON.name(), lit(null).cast("date")));
    // Who has rows but neither bought nor paid came with the first of them.
    Column began = Months.index(coalesce(FIRST_DAY.col(), FIRST_PAID_ON.col()));
    Column cohort = coalesce(began, col(FIRST_MONTH), lit(UNKNOWN_COHORT));
    return known.withColumn(
        COHORT_INDEX, when(col(CustomerHistories.IS_WHOLE), cohort).otherwise(UNKNOWN_COHORT));
  }

  /**
   * A row per month of each customer whose cost is known, and one of each other customer, with
   * {@link #measures}.
   *
   * @param customers as of {@link #placed}, with spreads and values of dimensions
   */
  static Dataset<Row> measured(Dataset<Row> customers) {
    Column months = when(hasCost(), col(MONTHS));
    Column since = col(ONE_MONTH).getField(INDEX).minus(col(COHORT_INDEX));
    Stream<Column> measures =
        expressions().entrySet().stream().map(measure -> measure.getValue().as(measure.getKey()));
    return customers
        .select(col("*"), posexplode_outer(months).as(new String[] {PLACE, ONE_MONTH}))
        .select(
            Stream.concat(
                    Stream.of(
                        col(Dimensions.VALUES),
                        col(COHORT_INDEX),
                        // Money dated before the cohort counts in its first month; null is no less.
                        greatest(since, lit(0)).as(POSITION)),
                    measures)
                .toArray(Column[]::new));
  }

  /** The names of what is added up. */
  static List<String> measures() {
    return List.copyOf(expressions().keySet());
  }

  /** What is added up; each customer counts once, but for the margin of a month. */
  private static Map<String, Column> expressions() {
    Column isFirst = coalesce(col(PLACE), lit(0)).equalTo(0);
    Column value = ORDER_CLV.col().cast("double");
    Map<String, Column> measures = new LinkedHashMap<>();
    measures.put(FITTED_CUSTOMERS.name(), lit(1L));
    measures.put(HISTORICAL_MARGIN.name(), HISTORICAL_MARGIN.col());
    measures.put(RECURRING_MARGIN.name(), coalesce(RECURRING_MARGIN.col(), lit(0)));
    measures.put(VALUED, when(CLV.col().isNotNull(), 1L));
    measures.put(CLV.name(), CLV.col());
    measures.put(COSTED, when(hasCost(), 1L));
    measures.put(COSTED_CLV, when(hasCost(), CLV.col()));
    measures.put(ACQUISITION_COST.name(), when(hasCost(), ACQUISITION_COST.col().cast(MONEY_TYPE)));
    measures.put(PROCESS_VARIANCE.name(), variance(value));
    measures.put(NOTHING, nothing());
    for (int i = 0; i < Spreads.MODELS; i++) {
      measures.put(DEVIATION + i, Spreads.deviation(i).multiply(value));
    }
    measures.replaceAll((name, measure) -> when(isFirst, measure));
    measures.put(COSTED_MARGIN, col(ONE_MONTH).getField(COSTED_MARGIN));
    return measures;
  }

  /** Of one customer: with a payment to come, which is as good as sure, something comes. */
  private static Column nothing() {
    Column ofOrders = greatest(lit(NEVER_NOTHING), log(coalesce(P_NO_PURCHASE.col(), lit(1.0))));
    Column ofCustomer = when(SUBSCRIPTION_CLV.col().gt(0), NEVER_NOTHING).otherwise(ofOrders);
    return when(CLV.col().isNotNull(), ofCustomer);
  }

  /**
   * Of one customer's value. With something to come from a subscription, at least the most that a
   * value between the customer's bounds can vary (R. Bhatia, C. Davis, 2000): one that is renewed
   * or not does so.
   */
  private static Column variance(Column value) {
    Column above = CLV_HIGH.col().minus(CLV.col()).cast("double");
    Column below = CLV.col().minus(CLV_LOW.col()).cast("double");
    Column ofSubscriber = when(SUBSCRIPTION_CLV.col().gt(0), above.multiply(below));
    Column ofOrders = Spreads.relativeVariance().multiply(pow(value, 2));
    return greatest(lit(0.0), ofOrders, ofSubscriber); // of those that are not null
  }

  /** Winning customers who were there before the data begin has cost nothing that counts here. */
  private static Column hasCost() {
    return ACQUISITION_COST.col().isNotNull().and(col(COHORT_INDEX).notEqual(UNKNOWN_COHORT));
  }
}
