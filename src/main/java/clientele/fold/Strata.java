package clientele.fold;

import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.expressions.Window;

/**
 * What customers must have in common to be compared: classes of orders so far, and thirds of
 * recency and of tenure.
 */
public final class Strata {
  private static final int SINGLE_DAYS = 8;
  private static final int THIRDS = 3;

  private Strata() {}

  /** The class of a number of orders: 0, 1, 2, 3, 4-5, 6-9, 10+. */
  public static Column ordersClass(Column orders) {
    return when(orders.geq(10), "10+")
        .when(orders.geq(6), "6-9")
        .when(orders.geq(4), "4-5")
        .otherwise(orders.cast("string"));
  }

  /**
   * The step of a number of days, 0 or more: single days up to a week, then two steps for each
   * doubling. Customers can then be counted by steps, however many they are; null stays null.
   */
  public static Column step(Column days) {
    Column octave = length(bin(floor(days.divide(SINGLE_DAYS)))).minus(1);
    Column start = pow(lit(2), octave).multiply(SINGLE_DAYS);
    Column isLaterHalf = days.minus(start).geq(start.divide(2));
    return when(days.lt(SINGLE_DAYS), days)
        .otherwise(octave.multiply(2).plus(SINGLE_DAYS).plus(when(isLaterHalf, 1).otherwise(0)))
        .cast("int");
  }

  /**
   * 0, 1 or 2: the third of those in the same group in which the middle of a step lies; a step is
   * not divided. Null: there is no step.
   *
   * @param count of those whom the row stands for
   * @param group the rows that agree in these columns are put into thirds together
   */
  public static Column third(Column step, Column count, Column... group) {
    Column[] withStep = Stream.concat(Arrays.stream(group), Stream.of(step)).toArray(Column[]::new);
    Column isThere = step.isNotNull();
    Column known = when(isThere, count).otherwise(0);
    Column through = sum(known).over(Window.partitionBy(group).orderBy(step.asc_nulls_first()));
    Column own = sum(known).over(Window.partitionBy(withStep));
    Column all = sum(known).over(Window.partitionBy(group));
    Column middle = through.minus(own.divide(2));
    return when(
        isThere, least(lit(THIRDS - 1), floor(middle.multiply(THIRDS).divide(all))).cast("int"));
  }
}
