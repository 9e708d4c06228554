package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static clientele.clv.Statistic.DAYS_PER_UNIT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.getbit;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import clientele.model.Pace;
import clientele.model.PurchaseModel;
import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Purchases after the first, added up week by week from the beginning of the data to its end, of
 * the customers known at the nearest {@link Origin}; and as many as models that know nothing later
 * expect of anybody who first bought on the days on which these did.
 *
 * @param date end of the data
 * @param origin the nearest one, at which a week ends
 * @param pace where no season is known
 */
record Tracking(LocalDate date, Origin origin, Pace pace) implements Serializable {
  private static final int WEEK = 7;

  private static final String IS_FIRST_MONTH = "is_first_month";
  private static final String MEMBERS = "members";
  private static final String BIT = "bit";
  private static final String DAY = "day";
  private static final String FIRST = "first";
  private static final String FIRSTS = "firsts";
  private static final String OCCASIONS_OF_DAY = "occasions_of_day";

  static Tracking of(LocalDate date, int heldOutDays, Pace pace) {
    return new Tracking(date, Origin.before(date, heldOutDays).get(0), pace);
  }

  /**
   * One row of {@link Validation#BUCKETS} per model and week that is over at the date.
   *
   * @param customerMonth silver.customer_month up to the date
   * @param histories rows of {@link CustomerHistories}, told
   * @param contenders at most one row
   */
  Dataset<Row> rows(Dataset<Row> customerMonth, Dataset<Row> histories, Dataset<Row> contenders) {
    return days(customerMonth, histories)
        .crossJoin(broadcast(contenders)) // at most one row
        .repartition(1)
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) this::weeks, Encoders.row(Validation.BUCKETS));
  }

  /** One row per day with a purchase: how many there were, and of how many it was the first. */
  private Dataset<Row> days(Dataset<Row> customerMonth, Dataset<Row> histories) {
    Column first = date_sub(lit(date), AGE_DAYS.col());
    Column isKnown = col(CustomerHistories.IS_WHOLE).and(first.leq(lit(origin.day())));
    Dataset<Row> known = histories.where(isKnown).select(CUSTOMER_ID.col(), first.as(FIRST));
    Column isFirstMonth = trunc(col(FIRST), "month").equalTo(MONTH.col());
    Column firstDay = Months.firstDayOf(MONTH.col(), ORDER_DAYS.col());
    Column isFirst = col(IS_FIRST_MONTH).and(col(DAY).equalTo(firstDay));
    return customerMonth
        .where(ORDER_DAYS.col().notEqual(0))
        .select(CUSTOMER_ID.col(), MONTH.col(), ORDER_DAYS.col())
        .join(known, new String[] {CUSTOMER_ID.name()}, "inner") // one history per customer
        .groupBy(MONTH.col(), ORDER_DAYS.col(), isFirstMonth.as(IS_FIRST_MONTH))
        .agg(count(lit(1)).as(MEMBERS))
        .withColumn(BIT, explode(sequence(lit(0), lit(30))))
        .where(getbit(ORDER_DAYS.col(), col(BIT)).equalTo(1))
        .withColumn(DAY, date_add(MONTH.col(), col(BIT)))
        .groupBy(col(DAY))
        .agg(
            sum(col(MEMBERS)).as(OCCASIONS_OF_DAY),
            sum(when(isFirst, col(MEMBERS)).otherwise(0L)).as(FIRSTS));
  }

  private Iterator<Row> weeks(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    Row row = rows.next();
    Contenders contenders = Contenders.of(row, pace);
    TreeMap<Integer, Long> firsts = new TreeMap<>();
    TreeMap<Integer, Long> repeats = new TreeMap<>();
    for (Row next = row; next != null; next = rows.hasNext() ? rows.next() : null) {
      int day = (int) next.<Date>getAs(DAY).toLocalDate().toEpochDay();
      long first = next.<Long>getAs(FIRSTS);
      firsts.put(day, first);
      repeats.put(day, next.<Long>getAs(OCCASIONS_OF_DAY) - first);
    }
    Clock clock = contenders.clock(origin);
    List<Row> weeks = new ArrayList<>();
    contenders
        .at(origin.number())
        .forEach((name, model) -> weeks.addAll(weeks(name, model, clock, firsts, repeats)));
    return weeks.iterator();
  }

  private List<Row> weeks(
      String name,
      PurchaseModel model,
      Clock clock,
      TreeMap<Integer, Long> firsts,
      TreeMap<Integer, Long> repeats) {
    int end = (int) date.toEpochDay();
    int known = (int) origin.day().toEpochDay();
    // Days by the clock since long ago, at the end of each day.
    double[] times =
        IntStream.rangeClosed(firsts.firstKey(), end)
            .mapToDouble(day -> -clock.since(known - day, 0))
            .toArray();
    // Everybody expects the same so long after the first purchase: once for all.
    int longest = (int) Math.ceil(times[times.length - 1] - times[0]);
    double[] expected =
        IntStream.rangeClosed(0, longest + 1)
            .mapToDouble(days -> model.expectedOrders(days / DAYS_PER_UNIT))
            .toArray();
    List<Row> weeks = new ArrayList<>();
    for (int day = known - (known - firsts.firstKey()) / WEEK * WEEK; day <= end; day += WEEK) {
      int last = day;
      long customers = total(firsts.headMap(day, true));
      double actual = (double) total(repeats.headMap(day, true));
      double sum =
          firsts.headMap(day, true).entrySet().stream()
              .mapToDouble(
                  first ->
                      first.getValue()
                          * between(
                              expected,
                              times[last - firsts.firstKey()]
                                  - times[first.getKey() - firsts.firstKey()]))
              .sum();
      Tally tally = Tally.ofSums(customers, actual, sum);
      String week = LocalDate.ofEpochDay(day).toString();
      weeks.add(Validation.bucket(name, origin.number(), "week", week, tally));
    }
    return weeks;
  }

  /** What is expected after so many days, between two whole ones on the line between them. */
  private static double between(double[] expected, double days) {
    int whole = (int) days;
    double part = days - whole;
    return part == 0
        ? expected[whole]
        : expected[whole] + part * (expected[whole + 1] - expected[whole]);
  }

  private static long total(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
