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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All that models are fitted to, in bounded memory: the distinct histories of customers with how
 * many share each.
 *
 * @param whole histories up to the date
 * @param early by {@link Origin}, the nearest first: histories up to it, with what came in the held
 *     out days after it
 * @param spend repeat purchases and their mean, of who spent anything on them
 * @param revenue of all repeat purchases
 * @param margin of all repeat purchases
 */
record Statistics(
    Sample whole, List<Sample> early, Sample spend, BigDecimal revenue, BigDecimal margin) {
  /** An origin keeps this part of what whole histories may keep: it is only there to compare. */
  private static final int SHARE_OF_EARLY = 4;

  private static final String WHOLE = "whole";
  private static final String EARLY = "early";
  private static final String SPEND = "spend";

  private static final String KIND = "kind";
  private static final String ORIGIN_OF = "origin";
  private static final String FREQUENCY_OF = "x";
  private static final String RECENCY_OF = "t_x";
  private static final String AGE_OF = "t";
  private static final String LATER = "later";
  private static final String MEAN = "mean";
  private static final String CUSTOMERS = "n";
  private static final String REVENUE_SUM = "revenue_sum";
  private static final String MARGIN_SUM = "margin_sum";

  /**
   * One row per statistic: a customer gives one of the whole history, and others for each origin
   * there was one before, and if there was repeat spend.
   *
   * @param histories rows of {@link CustomerHistories}, told
   * @param heldOutDays how many days after each origin are held out
   */
  static Dataset<Row> rows(Dataset<Row> histories, int heldOutDays) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column none = lit(0);
    Column whole =
        statistic(WHOLE, 0, FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col(), none, none);
    Stream<Column> early =
        IntStream.rangeClosed(1, Origin.COUNT).mapToObj(origin -> early(origin, heldOutDays));
    Column mean = try_divide(repeatRevenue.cast("double"), FREQUENCY.col().cast("double"));
    Column spend = statistic(SPEND, 0, FREQUENCY.col(), none, none, none, mean);
    Column isWhole = col(CustomerHistories.IS_WHOLE).and(FREQUENCY.col().isNotNull());
    Column ofSpender = when(FREQUENCY.col().gt(0).and(repeatRevenue.gt(0)), spend);
    Column ofCustomer =
        array(Stream.concat(Stream.of(whole, ofSpender), early).toArray(Column[]::new));
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

  /** Of a customer who was one at the origin; null: nobody was. */
  private static Column early(int origin, int heldOutDays) {
    Column occasions = col(CustomerHistories.EARLY_OCCASIONS).getItem(origin - 1);
    Column occasionsAfterwards =
        origin == 1
            ? FREQUENCY.col().plus(1)
            : col(CustomerHistories.EARLY_OCCASIONS).getItem(origin - 2);
    return when(
        occasions.gt(0),
        statistic(
            EARLY,
            origin,
            occasions.minus(1),
            col(CustomerHistories.EARLY_RECENCY).getItem(origin - 1),
            AGE_DAYS.col().minus(origin * heldOutDays),
            occasionsAfterwards.minus(occasions),
            lit(0)));
  }

  /** Those of the rows that are of customers at an origin. */
  static Column isEarly() {
    return col(KIND).equalTo(EARLY);
  }

  /** The number of the {@link Origin} that a row is of. */
  static int origin(Row row) {
    return row.getAs(ORIGIN_OF);
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
      String kind,
      int origin,
      Column frequency,
      Column recency,
      Column age,
      Column later,
      Column mean) {
    return struct(
        lit(kind).as(KIND),
        lit(origin).as(ORIGIN_OF),
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
    List<Sample> early =
        Stream.generate(() -> new Sample(most / SHARE_OF_EARLY)).limit(Origin.COUNT).toList();
    Sample spend = new Sample(most);
    BigDecimal revenue = BigDecimal.ZERO;
    BigDecimal margin = BigDecimal.ZERO;
    while (rows.hasNext()) {
      Row row = rows.next();
      String kind = row.getAs(KIND);
      boolean isEarly = kind.equals(EARLY);
      Sample sample = isEarly ? early.get(origin(row) - 1) : kind.equals(WHOLE) ? whole : spend;
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
