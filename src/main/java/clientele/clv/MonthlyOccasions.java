package clientele.clv;

import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import java.time.LocalDate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * Occasions of each of a customer's last months, so packed that they come out of the pass in which
 * the customer's history is folded: a few bits for each month, twelve months to a number.
 */
final class MonthlyOccasions {
  /** An array of the numbers, the one with the month of the date first. */
  static final String PACKED = "monthly";

  /** That of the date included; older seasons say little of those to come. */
  static final int MOST_MONTHS = 60;

  private static final int MONTHS_IN_NUMBER = 12;

  /** No month has more than 31 days. */
  private static final int BITS = 5;

  private MonthlyOccasions() {}

  private static Stream<Integer> numbers() {
    return IntStream.range(0, MOST_MONTHS / MONTHS_IN_NUMBER).boxed();
  }

  /** Over the months of a customer: as each has bits of its own, their sum has them all. */
  static Stream<Column> sums(LocalDate date) {
    Column occasions = bit_count(ORDER_DAYS.col()).cast("bigint");
    Column before = lit(Months.index(date)).minus(Months.index(MONTH.col()));
    return numbers()
        .map(
            number -> {
              Column place = before.minus(number * MONTHS_IN_NUMBER);
              Column bits = call_function("shiftleft", occasions, place.multiply(BITS));
              return sum(when(place.between(0, MONTHS_IN_NUMBER - 1), bits)).as(PACKED + number);
            });
  }

  /** Of the {@link #sums}. */
  static Column packed() {
    Column[] each =
        numbers().map(number -> coalesce(col(PACKED + number), lit(0L))).toArray(Column[]::new);
    return array(each).as(PACKED);
  }

  /**
   * The months that are over at the date in which a customer bought again, but that of the first
   * purchase: an array of how many months they lie before that of the date; null: none.
   */
  static Column monthsAgain(LocalDate date) {
    int over = Months.index(date) - Months.lastMature(date);
    Column age = lit(Months.index(date)).minus(Months.index(FIRST_DAY.col()));
    Column last = least(lit(MOST_MONTHS - 1), age.minus(1));
    Column months = when(FREQUENCY.col().gt(0).and(last.geq(over)), sequence(lit(over), last));
    return filter(months, before -> occasions(before).gt(0));
  }

  /** In the month so many before that of the date. */
  static Column occasions(Column before) {
    Column number = call_function("div", before, lit(MONTHS_IN_NUMBER)).cast("int");
    Column place = before.mod(MONTHS_IN_NUMBER);
    return call_function("shiftright", col(PACKED).getItem(number), place.multiply(BITS))
        .bitwiseAND((1 << BITS) - 1);
  }
}
