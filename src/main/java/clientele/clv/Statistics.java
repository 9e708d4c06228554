package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.model.SpendDependence.Frequency;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All that models are fitted to, in bounded memory: the distinct histories of customers with how
 * many share each.
 *
 * @param whole histories up to the date
 * @param early histories up to the day before the held out days, with what came in these
 * @param spend repeat purchases and their mean, of who spent anything on them
 * @param revenue of all repeat purchases
 * @param margin of all repeat purchases
 */
record Statistics(Sample whole, Sample early, Sample spend, BigDecimal revenue, BigDecimal margin) {
  private static final String WHOLE = "whole";
  private static final String EARLY = "early";
  private static final String SPEND = "spend";

  private static final String KIND = "kind";
  private static final String FREQUENCY_OF = "x";
  private static final String RECENCY_OF = "t_x";
  private static final String AGE_OF = "t";
  private static final String LATER = "later";
  private static final String MEAN = "mean";
  private static final String CUSTOMERS = "n";
  private static final String REVENUE_SUM = "revenue_sum";
  private static final String MARGIN_SUM = "margin_sum";

  /**
   * One row per statistic: a customer gives one of the whole history, and others if there was one
   * before the held out days and if there was repeat spend.
   *
   * @param histories rows of {@link CustomerHistories}, told
   */
  static Dataset<Row> rows(Dataset<Row> histories, int heldOutDays) {
    Column earlyOccasions = col(CustomerHistories.EARLY_OCCASIONS);
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column none = lit(0);
    Column whole =
        statistic(WHOLE, FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col(), none, none);
    Column early =
        statistic(
            EARLY,
            earlyOccasions.minus(1),
            col(CustomerHistories.EARLY_RECENCY),
            AGE_DAYS.col().minus(heldOutDays),
            FREQUENCY.col().plus(1).minus(earlyOccasions),
            none);
    Column mean = try_divide(repeatRevenue.cast("double"), FREQUENCY.col().cast("double"));
    Column spend = statistic(SPEND, FREQUENCY.col(), none, none, none, mean);
    Column isWhole = col(CustomerHistories.IS_WHOLE).and(FREQUENCY.col().isNotNull());
    Column ofCustomer =
        array(
            whole,
            when(earlyOccasions.gt(0), early),
            when(FREQUENCY.col().gt(0).and(repeatRevenue.gt(0)), spend));
    Column isOfWhole = col("statistic").getField(KIND).equalTo(WHOLE);
    return histories
        .where(isWhole)
        .select(
            explode(ofCustomer).as("statistic"),
            repeatRevenue,
            col(CustomerHistories.REPEAT_MARGIN))
        .where(col("statistic").isNotNull())
        .groupBy(col("statistic"))
        .agg(
            count(lit(1)).as(CUSTOMERS),
            sum(when(isOfWhole, repeatRevenue)).as(REVENUE_SUM),
            sum(when(isOfWhole, col(CustomerHistories.REPEAT_MARGIN))).as(MARGIN_SUM))
        .select(col("statistic.*"), col(CUSTOMERS), col(REVENUE_SUM), col(MARGIN_SUM));
  }

  /** Those of the rows that are of customers before the held out days. */
  static Column isEarly() {
    return col(KIND).equalTo(EARLY);
  }

  /** What a row says. */
  static Statistic statistic(Row row) {
    return new Statistic(
        row.<Long>getAs(FREQUENCY_OF),
        row.<Integer>getAs(RECENCY_OF),
        row.<Integer>getAs(AGE_OF),
        row.<Long>getAs(LATER),
        row.<Double>getAs(MEAN),
        row.<Long>getAs(CUSTOMERS));
  }

  private static Column statistic(
      String kind, Column frequency, Column recency, Column age, Column later, Column mean) {
    return struct(
        lit(kind).as(KIND),
        frequency.cast("bigint").as(FREQUENCY_OF),
        recency.cast("int").as(RECENCY_OF),
        age.cast("int").as(AGE_OF),
        later.cast("bigint").as(LATER),
        mean.cast("double").as(MEAN));
  }

  /**
   * Reads the rows, in any order.
   *
   * @param most how many statistics of each kind may be kept
   */
  static Statistics read(Iterator<Row> rows, int most) {
    Sample whole = new Sample(most);
    Sample early = new Sample(most);
    Sample spend = new Sample(most);
    BigDecimal revenue = BigDecimal.ZERO;
    BigDecimal margin = BigDecimal.ZERO;
    while (rows.hasNext()) {
      Row row = rows.next();
      String kind = row.getAs(KIND);
      Sample sample = kind.equals(WHOLE) ? whole : kind.equals(EARLY) ? early : spend;
      sample.add(statistic(row));
      if (kind.equals(WHOLE)) {
        revenue = revenue.add(row.getAs(REVENUE_SUM));
        margin = margin.add(row.getAs(MARGIN_SUM));
      }
    }
    return new Statistics(whole, early, spend, revenue, margin);
  }

  /** Share of revenue that is left as margin; 1 without revenue. */
  double marginRatio() {
    return revenue.signum() == 0 ? 1 : margin.doubleValue() / revenue.doubleValue();
  }

  /** Value of a repeat purchase, over all of who spent anything; NaN without any. */
  double meanOrder() {
    return Statistic.spend(spend.all()).meanOfOrders();
  }

  /** By frequency, the sums from which the dependence of spend on it is told. */
  List<Frequency> spendByFrequency() {
    SortedMap<Long, Frequency> frequencies = new TreeMap<>();
    for (Statistic one : spend.all()) {
      double money = one.customers() * one.mean();
      frequencies.merge(
          one.frequency(),
          new Frequency(one.frequency(), one.customers(), money, money * one.mean()),
          (all, more) ->
              new Frequency(
                  all.orders(),
                  all.customers() + more.customers(),
                  all.sum() + more.sum(),
                  all.squares() + more.squares()));
    }
    return List.copyOf(frequencies.values());
  }
}
