package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.CATEGORY_ORDERS;
import static clientele.catalogue.Vocabulary.CLOSING_MRR;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.MOVEMENT;
import static clientele.catalogue.Vocabulary.OCCASION_REVENUE;
import static clientele.catalogue.Vocabulary.ORDERS;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static clientele.catalogue.Vocabulary.PLANS;
import static clientele.catalogue.Vocabulary.RESPONDED_AT;
import static clientele.catalogue.Vocabulary.RESPONDED_ON;
import static clientele.catalogue.Vocabulary.RESPONSE_ID;
import static clientele.catalogue.Vocabulary.SCORE;
import static clientele.catalogue.Vocabulary.SHORT_LIVED;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Months;
import clientele.fold.SubscriptionMonths;
import clientele.job.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** One row per customer and month with an order, a subscription or an answer. */
final class CustomerMonthRows {
  private static final String FIRST_OCCASION = "first_occasion";
  private static final String LAST_OCCASION = "last_occasion";
  private static final String PREVIOUS_OCCASION = "previous_occasion";
  private static final String ANSWER = "answer";

  /** Different categories bought from in the month; null: not known of any order. */
  static final Column CATEGORIES = col("categories");

  /** Null: not paying at the start of the month. */
  static final Column HAS_CHURNED = col("has_churned");

  /** Monthly recurring revenue at the end of the month; null: not paying then. */
  static final Column MRR_AT_END = col("mrr_at_end");

  static final Column IS_PAYING_AT_START = HAS_CHURNED.isNotNull();
  static final Column IS_PAYING_AT_END = MRR_AT_END.isNotNull();

  /** Answer to the question of the net promoter score: of several, the latest of the month. */
  static final Column LATEST_ANSWER = col(ANSWER).getField(SCORE.name());

  static final Column HAS_ANSWERED = col(ANSWER).isNotNull();

  /** Whether the customer has answered in the month or before. */
  static final Column WAS_ASKED = col("answers").gt(0);

  static final Column HAD_BOUGHT_BEFORE = col(PREVIOUS_OCCASION).isNotNull();

  /** From the last occasion before the month to the first one in it. */
  static final Column GAP_DAYS = datediff(col(FIRST_OCCASION), col(PREVIOUS_OCCASION));

  private CustomerMonthRows() {}

  static Dataset<Row> of(Inputs inputs) {
    Dataset<Row> rows =
        buyers(inputs.table(Tables.CUSTOMER_MONTH))
            .unionByName(payers(inputs.table(Tables.SUBSCRIPTION_MONTH)), true)
            .unionByName(answers(inputs.table(Tables.NPS_RESPONSES_TABLE)), true);
    List<String> key = List.of(CUSTOMER_ID.name(), MONTH.name());
    // At most one value of each, but for answers, where the greatest is the latest.
    Column[] facts =
        Stream.of(rows.columns())
            .filter(name -> !key.contains(name))
            .map(name -> max(col(name)).as(name))
            .toArray(Column[]::new);
    WindowSpec months = Window.partitionBy(CUSTOMER_ID.col()).orderBy(MONTH.col());
    WindowSpec before = months.rowsBetween(Window.unboundedPreceding(), -1);
    WindowSpec soFar = months.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return rows.groupBy(CUSTOMER_ID.col(), MONTH.col())
        .agg(facts[0], Arrays.copyOfRange(facts, 1, facts.length))
        .withColumn(PREVIOUS_OCCASION, max(col(LAST_OCCASION)).over(before))
        .withColumn("answers", count(col(ANSWER)).over(soFar));
  }

  private static Dataset<Row> buyers(Dataset<Row> months) {
    return months
        .where(ORDERS.col().gt(0))
        .select(
            CUSTOMER_ID.col(),
            MONTH.col(),
            ORDERS.col(),
            OCCASION_REVENUE.col(),
            size(CATEGORY_ORDERS.col()).as("categories"),
            Months.firstDayOf(MONTH.col(), ORDER_DAYS.col()).as(FIRST_OCCASION),
            Months.lastDayOf(MONTH.col(), ORDER_DAYS.col()).as(LAST_OCCASION));
  }

  private static Dataset<Row> payers(Dataset<Row> months) {
    Column began = MOVEMENT.col().isin(SubscriptionMonths.NEW, SubscriptionMonths.REACTIVATION);
    Column isPayingAtStart = not(SHORT_LIVED.col()).and(not(began));
    Column hasChurned = MOVEMENT.col().equalTo(SubscriptionMonths.CHURNED_AWAY);
    return months.select(
        CUSTOMER_ID.col(),
        MONTH.col(),
        when(isPayingAtStart, hasChurned).as("has_churned"),
        when(PLANS.col().gt(0), CLOSING_MRR.col()).as("mrr_at_end"));
  }

  private static Dataset<Row> answers(Dataset<Row> responses) {
    return responses.select(
        CUSTOMER_ID.col(),
        trunc(RESPONDED_ON.col(), "month").as(MONTH.name()),
        struct(RESPONDED_AT.col(), RESPONSE_ID.col(), SCORE.col()).as(ANSWER));
  }
}
