package clientele.insight.orientation;

import static clientele.catalogue.Vocabulary.ACQUISITION_COST;
import static clientele.catalogue.Vocabulary.ACTION;
import static clientele.catalogue.Vocabulary.CLV;
import static clientele.catalogue.Vocabulary.COHORT_KNOWN;
import static clientele.catalogue.Vocabulary.COST;
import static clientele.catalogue.Vocabulary.CURRENT_PLAN;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.DIMENSIONS;
import static clientele.catalogue.Vocabulary.DISCOUNT;
import static clientele.catalogue.Vocabulary.FIRST_CHANNEL;
import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.FIRST_PAID_ON;
import static clientele.catalogue.Vocabulary.IS_ACTIVE_ORDERS;
import static clientele.catalogue.Vocabulary.IS_ACTIVE_SUBSCRIPTIONS;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.PLANS;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SATISFACTION;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.SERVICE_COST;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static clientele.catalogue.Vocabulary.VALID_FROM;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.insight.kpi.ComplaintsInTime;
import clientele.insight.kpi.EventRows;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.settings.Dimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The sums that the indexes are made of, by unit and year: of each ingredient x, y, their squares
 * and product over customers, and the outcomes that are compared with the quadrants.
 */
final class UnitSums {
  /** Position in the list of years. */
  static final String YEAR = "year_no";

  /** Customers who ordered or paid in the year. */
  static final String SERVED = "served";

  static final String CHURNED = "churned";
  static final String ANSWERED = "answered";

  /** Promoters less detractors. */
  static final String NET_PROMOTERS = "net_promoters";

  static final String VALUED = "valued";
  static final String CLV_SUM = "clv_sum";
  static final String PROFIT = "profit";
  static final List<String> OUTCOMES =
      List.of(SERVED, CHURNED, ANSWERED, NET_PROMOTERS, VALUED, CLV_SUM, PROFIT);

  private static final String KIND = "kind";
  private static final String ANSWER = "answer";
  private static final String PAYMENT = "payment";
  private static final Column DAY = col(EventRows.DAY);
  private static final String WON_ON = "won_on";

  /** Channels and plans are units, too, whether or not they are configured as dimensions. */
  private static final List<TableColumn> BUILT_IN = List.of(FIRST_CHANNEL, CURRENT_PLAN);

  /** Discount from which a first order counts as one on promotion: share of the list value. */
  private static final double PROMOTION = 0.05;

  private final Inputs inputs;
  private final RunContext context;
  private final List<Year> years;

  UnitSums(Inputs inputs, RunContext context, List<Year> years) {
    this.inputs = inputs;
    this.context = context;
    this.years = years;
  }

  /** The dimensions whose values are units. */
  static List<String> dimensions(RunContext context) {
    return Stream.concat(
            context.settings().dimensions().stream().map(Dimension::name),
            BUILT_IN.stream().map(TableColumn::name))
        .distinct()
        .toList();
  }

  /** One row per dimension value and year with so many customers served or more. */
  Dataset<Row> withCustomers(int fewest) {
    List<String> measures = new ArrayList<>(OUTCOMES);
    for (Ingredient ingredient : Ingredient.values()) {
      measures.addAll(columns(ingredient));
    }
    Column isKnown = not(VALUE.col().rlike("(^|\\*)" + Dimensions.UNKNOWN + "($|\\*)"));
    Column isUnit = DIMENSION.col().notEqual(Dimensions.ALL).and(isKnown);
    return Dimensions.sums(customerYears(), List.of(YEAR), measures)
        .where(isUnit.and(col(SERVED).geq(fewest)));
  }

  /** Names of the sums of an ingredient, in the order of {@link clientele.model.RatioSums}. */
  static List<String> columns(Ingredient ingredient) {
    return Stream.of("n", "x", "y", "xx", "xy", "yy")
        .map(sum -> ingredient.label() + " " + sum)
        .toList();
  }

  private Dataset<Row> customerYears() {
    Dataset<Row> people = people();
    Dataset<Row> facts = facts(people);
    Column[] numbers =
        IntStream.range(0, years.size()).mapToObj(no -> lit(no)).toArray(Column[]::new);
    Dataset<Row> all =
        people
            .withColumn(YEAR, explode(array(numbers)))
            .join(
                facts,
                new String[] {CUSTOMER_ID.name(), YEAR},
                "left"); // at most one row of facts each
    Map<Ingredient, Column[]> parts = parts();
    List<Column> columns = new ArrayList<>(List.of(col(Dimensions.VALUES), col(YEAR)));
    columns.addAll(outcomes());
    parts.forEach((ingredient, ratio) -> columns.addAll(sums(ingredient, ratio[0], ratio[1])));
    return all.select(columns.toArray(Column[]::new));
  }

  private static List<Column> sums(Ingredient ingredient, Column denominator, Column numerator) {
    Column counts = denominator.gt(0);
    Column x = when(counts, denominator).otherwise(0).cast("double");
    Column y = when(counts, numerator).otherwise(0).cast("double");
    List<Column> sums =
        List.of(
            when(counts, 1.0).otherwise(0.0), x, y, x.multiply(x), x.multiply(y), y.multiply(y));
    List<String> names = columns(ingredient);
    return IntStream.range(0, sums.size())
        .mapToObj(i -> coalesce(sums.get(i), lit(0.0)).as(names.get(i)))
        .toList();
  }

  /** Denominator and numerator of each ingredient, of one customer in one year. */
  private Map<Ingredient, Column[]> parts() {
    Column isServed = col(SERVED);
    Column isNew = COHORT_KNOWN.col().and(isInYear(col(WON_ON)));
    Column cost = ACQUISITION_COST.col();
    Column isFirst = COHORT_KNOWN.col().and(isInYear(FIRST_DAY.col()));
    Column firstDiscount = try_divide(col("first_discount"), col("first_list_value"));
    Column isOnPromotion = firstDiscount.geq(PROMOTION);
    Map<Ingredient, Column[]> parts = new EnumMap<>(Ingredient.class);
    parts.put(
        Ingredient.NEW_CUSTOMER_REVENUE,
        ratio(
            when(COHORT_KNOWN.col(), col("revenue")), when(isNew, col("revenue")).otherwise(0.0)));
    parts.put(Ingredient.DISCOUNT_SHARE, ratio(col("list_value"), col("discount")));
    parts.put(
        Ingredient.OUTBOUND_CONTACTS, ratio(when(isKnown(), 1), coalesce(col("treated"), lit(0))));
    parts.put(Ingredient.ACQUISITION_COST, ratio(when(isNew.and(cost.isNotNull()), 1), cost));
    parts.put(
        Ingredient.FIRST_ORDERS_ON_PROMOTION,
        ratio(
            when(isFirst.and(firstDiscount.isNotNull()), 1), when(isOnPromotion, 1).otherwise(0)));
    parts.put(
        Ingredient.CUSTOMERS_ASKED,
        ratio(when(isServed, 1), when(col("answers").gt(0), 1).otherwise(0)));
    parts.put(Ingredient.SERVICE_SATISFACTION, ratio(col("rated"), col("ratings")));
    parts.put(Ingredient.COMPLAINTS_IN_TIME, ratio(col("due"), col("in_time")));
    parts.put(Ingredient.SERVICE_COST_PER_ORDER, ratio(col("orders_served"), col("service_cost")));
    parts.put(Ingredient.ACTIONS_CARRIED_OUT, ratio(col("treated"), col("done")));
    return parts;
  }

  private static Column[] ratio(Column denominator, Column numerator) {
    return new Column[] {denominator, numerator};
  }

  private List<Column> outcomes() {
    Column served = coalesce(col(SERVED), lit(false));
    Column isActive = IS_ACTIVE_ORDERS.col().or(IS_ACTIVE_SUBSCRIPTIONS.col());
    Column score = col("latest").getField(SCORE.name());
    Column isPromoter = score.geq(context.settings().nps().promotersFrom());
    Column isDetractor = score.leq(context.settings().nps().detractorsUpTo());
    Column isValued = served.and(CLV.col().isNotNull());
    return List.of(
        when(served, 1.0).otherwise(0.0).as(SERVED),
        when(served.and(not(isActive)), 1.0).otherwise(0.0).as(CHURNED),
        when(score.isNotNull(), 1.0).otherwise(0.0).as(ANSWERED),
        when(isPromoter, 1.0).when(isDetractor, -1.0).otherwise(0.0).as(NET_PROMOTERS),
        when(isValued, 1.0).otherwise(0.0).as(VALUED),
        when(isValued, CLV.col().cast("double")).otherwise(0.0).as(CLV_SUM),
        when(served, col("margin").minus(col("contact_cost"))).otherwise(0.0).as(PROFIT));
  }

  /** One row per customer: who it is, and what does not depend on the year. */
  private Dataset<Row> people() {
    Dataset<Row> costs =
        Dimensions.inForce(
            inputs
                .table(Tables.CUSTOMERS_TABLE)
                .select(CUSTOMER_ID.col(), VALID_FROM.col(), ACQUISITION_COST.col()),
            context.businessDate());
    Dataset<Row> values = inputs.table(Tables.CUSTOMER_CLV).select(CUSTOMER_ID.col(), CLV.col());
    Column[] pairs = dimensions(context).stream().map(this::pair).toArray(Column[]::new);
    Dataset<Row> people =
        inputs
            .table(Tables.CUSTOMER)
            .select(
                CUSTOMER_ID.col(),
                array(pairs).as(Dimensions.VALUES),
                FIRST_DAY.col(),
                least(FIRST_DAY.col(), FIRST_PAID_ON.col()).as(WON_ON),
                least(FIRST_DAY.col(), FIRST_PAID_ON.col(), SIGNED_UP_ON.col()).as("known_on"),
                COHORT_KNOWN.col(),
                IS_ACTIVE_ORDERS.col(),
                IS_ACTIVE_SUBSCRIPTIONS.col());
    return people
        .join(costs, CUSTOMER_ID.name(), "left") // at most one row per customer in each
        .join(values, CUSTOMER_ID.name(), "left");
  }

  private Column pair(String dimension) {
    boolean isConfigured =
        context.settings().dimensions().stream().anyMatch(one -> one.name().equals(dimension));
    Column value =
        isConfigured ? DIMENSIONS.col().getItem(dimension) : coalesce(col(dimension), unknown());
    return Dimensions.pair(lit(dimension), value);
  }

  private static Column unknown() {
    return lit(Dimensions.UNKNOWN);
  }

  /** What customers did and met with in each year; no row without any event. */
  private Dataset<Row> facts(Dataset<Row> people) {
    Column[] numbers =
        IntStream.range(0, years.size())
            .mapToObj(no -> when(years.get(no).holds(DAY), no))
            .toArray(Column[]::new);
    Column isFirstDay = EventRows.IS_KEPT.and(DAY.equalTo(FIRST_DAY.col()));
    Column listValue = when(EventRows.IS_KEPT, EventRows.LIST_VALUE);
    Column discount = when(EventRows.IS_KEPT, DISCOUNT.col());
    Column margin =
        EventRows.NET
            .minus(coalesce(COST.col(), lit(0)))
            .minus(coalesce(SERVICE_COST.col(), lit(0)));
    Column inTime = when(EventRows.IS_CONTACT, ComplaintsInTime.isInTime(context));
    return events()
        .join(people.select(CUSTOMER_ID.col(), FIRST_DAY.col()), CUSTOMER_ID.name(), "inner")
        .withColumn(YEAR, explode(array_compact(array(numbers))))
        .groupBy(CUSTOMER_ID.col(), col(YEAR))
        .agg(
            max(EventRows.IS_KEPT.or(col(KIND).equalTo(PAYMENT))).as(SERVED),
            total(when(EventRows.IS_KEPT, EventRows.NET)).as("revenue"),
            total(when(EventRows.IS_KEPT, margin)).as("margin"),
            total(listValue).as("list_value"),
            total(discount).as("discount"),
            total(when(isFirstDay, EventRows.LIST_VALUE)).as("first_list_value"),
            total(when(isFirstDay, DISCOUNT.col())).as("first_discount"),
            count(when(EventRows.IS_KEPT, SERVICE_COST.col())).as("orders_served"),
            total(when(EventRows.IS_KEPT, SERVICE_COST.col())).as("service_cost"),
            count(when(EventRows.IS_CONTACT, SATISFACTION.col())).as("rated"),
            total(when(EventRows.IS_CONTACT, SATISFACTION.col())).as("ratings"),
            count(inTime).as("due"),
            total(inTime).as("in_time"),
            count(when(EventRows.IS_TREATED, 1)).as("treated"),
            count(when(EventRows.IS_TREATED, ACTION.col())).as("done"),
            total(EventRows.COST_OF_CONTACT).as("contact_cost"),
            count(col("latest_answer")).as("answers"),
            max(col("latest_answer")).as("latest"));
  }

  /** Sums of many customers are rounded as doubles anyway; 0 where nothing is known. */
  private static Column total(Column amount) {
    return coalesce(sum(amount.cast("double")), lit(0.0));
  }

  private Dataset<Row> events() {
    Dataset<Row> payments =
        inputs
            .table(Tables.SUBSCRIPTION_MONTH)
            .where(PLANS.col().gt(0))
            .select(CUSTOMER_ID.col(), lit(PAYMENT).as(KIND), MONTH.col().as(EventRows.DAY));
    Dataset<Row> answers =
        inputs
            .table(Tables.NPS_RESPONSES_TABLE)
            .select(
                CUSTOMER_ID.col(),
                lit(ANSWER).as(KIND),
                RESPONDED_ON.col().as(EventRows.DAY),
                struct(RESPONDED_AT.col(), RESPONSE_ID.col(), SCORE.col()).as("latest_answer"));
    return EventRows.of(inputs, context).unionByName(payments, true).unionByName(answers, true);
  }

  /** Known by the end of the year: signed up, won, or met with in it. */
  private Column isKnown() {
    return perYear(year -> col("known_on").leq(lit(year.until()))).or(col(SERVED).isNotNull());
  }

  private Column isInYear(Column day) {
    return perYear(year -> year.holds(day));
  }

  private Column perYear(Function<Year, Column> condition) {
    Column result = when(lit(false), false);
    for (int no = 0; no < years.size(); no++) {
      result = result.when(col(YEAR).equalTo(no), condition.apply(years.get(no)));
    }
    return coalesce(result, lit(false));
  }
}
