package clientele.fold;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.year;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Arithmetic of calendar months as Columns.
 *
 * <p>A month is counted by its index, 12 × year + (month of the year - 1), so that the months
 * between two dates are a difference of integers.
 */
public final class Months {
  private Months() {}

  /** The index of the month of a date. */
  public static Column index(Column date) {
    return year(date).multiply(12).plus(month(date)).minus(1);
  }

  /** The index of the month of a date. */
  public static int index(LocalDate date) {
    return 12 * date.getYear() + date.getMonthValue() - 1;
  }

  /** The index of the last month that is over at the end of a day. */
  public static int lastMature(LocalDate asOf) {
    boolean monthIsOver = asOf.equals(asOf.with(TemporalAdjusters.lastDayOfMonth()));
    return monthIsOver ? index(asOf) : index(asOf) - 1;
  }

  /** The first day of the month of an index. */
  public static Column firstDay(Column index) {
    return add_months(lit(LocalDate.EPOCH), index.minus(index(LocalDate.EPOCH)));
  }

  /**
   * The date of the lowest bit of a mask of days; null without any.
   *
   * @param month first day of the month
   * @param days bit i = day i + 1
   */
  public static Column firstDayOf(Column month, Column days) {
    return lastDayOf(month, days.bitwiseAND(negate(days)));
  }

  /**
   * The date of the highest bit of a mask of days; null without any.
   *
   * @param month first day of the month
   * @param days bit i = day i + 1
   */
  public static Column lastDayOf(Column month, Column days) {
    // The number of binary digits: exact, where a logarithm may fall short of a power of two.
    return date_add(month, length(bin(nullif(days, lit(0)))).minus(1));
  }

  /**
   * One row per group and position; measures are 0 where the cells have no row for it.
   *
   * @param cells at most one row per group and position
   * @param positions array of the positions wanted, made of group columns; null: none
   */
  public static Dataset<Row> withoutHoles(
      Dataset<Row> cells,
      List<String> group,
      String position,
      Column positions,
      List<String> measures) {
    Column[] groupColumns = columns(group);
    Dataset<Row> found =
        cells
            .groupBy(groupColumns)
            .agg(
                map_from_entries(
                        collect_list(struct(col(position), struct(columns(measures)).as("m"))))
                    .as("found"));
    Column[] grid =
        Stream.concat(
                Stream.of(groupColumns), Stream.of(explode(positions).as(position), col("found")))
            .toArray(Column[]::new);
    Column[] filled =
        Stream.concat(
                Stream.concat(Stream.of(groupColumns), Stream.of(col(position))),
                measures.stream()
                    .map(
                        measure ->
                            coalesce(
                                    col("found").getItem(col(position)).getField(measure),
                                    lit(0).cast(cells.schema().apply(measure).dataType()))
                                .as(measure)))
            .toArray(Column[]::new);
    return found.select(grid).select(filled);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
