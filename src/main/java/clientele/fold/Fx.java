package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Amounts in the reporting currency: each row at the newest rate on or before the date of its
 * event.
 */
public final class Fx {
  static final String RATE_CURRENCY = "rate_currency";

  /** Index of the month. */
  static final String RATE_MONTH = "rate_month";

  static final String RATE_AT_START = "rate_at_start";
  static final String RATE_AT_END = "rate_at_end";

  /** The two parts of a {@link #product}. */
  static final String WHOLE = "whole";

  static final String REST = "rest";

  private Fx() {}

  /**
   * An amount at a rate, without loss: Spark would round the product of the two to the digits that
   * it can hold, and a half cent that is none would be rounded up. Each of the two parts of the
   * result may be summed; {@link #cents} puts them together.
   *
   * @param amount from 0 to 10^17, of ten decimals at most
   * @param isForeign whether the rate counts; otherwise the amount stays what it is
   * @param rate decimal(20,12)
   */
  static Column product(Column amount, Column isForeign, Column rate) {
    Column whole = floor(amount).cast("decimal(17,0)");
    Column rest = amount.minus(whole).cast("decimal(10,10)");
    return struct(
        when(isForeign, whole.multiply(rate)).otherwise(amount.cast("decimal(38,12)")).as(WHOLE),
        when(isForeign, rest.multiply(rate)).as(REST));
  }

  /** Whether a row is in another currency. */
  static Column isForeign(String reporting) {
    return CURRENCY.col().isNotNull().and(CURRENCY.col().notEqual(lit(reporting)));
  }

  /** An amount that needs no rate, as a {@link #product}. */
  static Column own(Column amount) {
    return product(amount, lit(false), lit(BigDecimal.ONE).cast(RATE.type()));
  }

  /** A {@link #product}, rounded half up to cents. */
  static Column cents(Column product) {
    return cents(product.getField(WHOLE), product.getField(REST));
  }

  /** The two parts of a {@link #product}, or their sums, rounded half up to cents. */
  static Column cents(Column whole, Column rest) {
    Column cents = floor(whole, lit(2));
    // A difference would have fewer decimals: Spark keeps room for digits that cannot be.
    Column fraction = whole.mod(lit(new BigDecimal("0.01")));
    Column others = coalesce(rest, lit(0)).cast("decimal(36,22)");
    return cents.plus(round(fraction.plus(others), 2));
  }

  /**
   * The rows with their amounts converted, rounded half up to cents row by row.
   *
   * @param rates silver.fx_rates
   * @param through no event is later than this day
   */
  public static Dataset<Row> convert(
      Dataset<Row> rows,
      Dataset<Row> rates,
      String reporting,
      TableColumn eventDate,
      List<TableColumn> amounts,
      LocalDate through) {
    Dataset<Row> daily = broadcast(daily(rates, reporting, through));
    Dataset<Row> rated =
        rows.join(
            daily,
            rows.col(CURRENCY.name())
                .equalTo(daily.col(RATE_CURRENCY))
                .and(rows.col(eventDate.name()).equalTo(daily.col("rate_day"))),
            "left"); // each row has at most one rate
    Column foreign = isForeign(reporting);
    Map<String, Column> inReporting = new HashMap<>();
    for (TableColumn amount : amounts) {
      Column converted = cents(product(abs(amount.col()), lit(true), col("rate_value")));
      Column signed = converted.multiply(signum(amount.col()).cast("int")).cast(amount.type());
      inReporting.put(amount.name(), when(foreign, signed).otherwise(amount.col()));
    }
    return rated.withColumns(inReporting).drop(RATE_CURRENCY, "rate_day", "rate_value");
  }

  /**
   * The terms with their price in the reporting currency at the rate of one day, not rounded.
   *
   * @param rates silver.fx_rates as known at the day
   */
  public static Dataset<Row> atRatesOf(
      Dataset<Row> terms, Dataset<Row> rates, String reporting, LocalDate day) {
    Dataset<Row> ofDay =
        daily(rates, reporting, day)
            .where(col("rate_day").equalTo(lit(day)))
            .select(col(RATE_CURRENCY).as(CURRENCY.name()), col("rate_value"));
    Column rate = coalesce(col("rate_value"), lit(BigDecimal.ONE));
    return terms
        .join(broadcast(ofDay), new String[] {CURRENCY.name()}, "left") // at most one rate each
        .withColumn(PRICE.name(), PRICE.col().multiply(rate).cast("decimal(28,10)"))
        .drop("rate_value");
  }

  /**
   * One row per foreign currency and month: the rates at its end, or at {@code through} if that is
   * sooner, and at the end of the month before.
   *
   * @param rates silver.fx_rates as known at the day
   * @return columns {@link #RATE_CURRENCY}, {@link #RATE_MONTH}, {@link #RATE_AT_START}, {@link
   *     #RATE_AT_END}
   */
  static Dataset<Row> atMonthEnds(Dataset<Row> rates, String reporting, LocalDate through) {
    Column day = col("rate_day");
    Column before =
        lag(col("rate_value"), 1).over(Window.partitionBy(col(RATE_CURRENCY)).orderBy(day));
    return daily(rates, reporting, through)
        .where(day.equalTo(last_day(day)).or(day.equalTo(lit(through))))
        .select(
            col(RATE_CURRENCY),
            Months.index(day).as(RATE_MONTH),
            before.as(RATE_AT_START),
            col("rate_value").as(RATE_AT_END));
  }

  /**
   * The rows with the rate of a day in a further column; null if the row is in the reporting
   * currency.
   *
   * @param daily rows of {@link #daily}
   * @param day column of the rows
   */
  static Dataset<Row> withRate(Dataset<Row> rows, Dataset<Row> daily, String day, String rate) {
    Dataset<Row> ofDay =
        daily.select(
            col(RATE_CURRENCY).as(CURRENCY.name()),
            col("rate_day").as(day),
            col("rate_value").as(rate));
    // Each row has at most one rate.
    return rows.join(broadcast(ofDay), new String[] {CURRENCY.name(), day}, "left");
  }

  /** One row per foreign currency and day, from its first rate on. */
  static Dataset<Row> daily(Dataset<Row> rates, String reporting, LocalDate through) {
    var byDate = Window.partitionBy(CURRENCY.col()).orderBy(ON_DATE.col());
    Column next = date_sub(lead(ON_DATE.col(), 1).over(byDate), 1);
    Dataset<Row> spans =
        rates
            .where(CURRENCY.col().notEqual(reporting).and(ON_DATE.col().leq(lit(through))))
            .select(
                CURRENCY.col().as(RATE_CURRENCY),
                RATE.col().as("rate_value"),
                ON_DATE.col().as("from"),
                coalesce(next, greatest(lit(through), ON_DATE.col())).as("to"));
    return spans.select(
        col(RATE_CURRENCY),
        col("rate_value"),
        explode(sequence(col("from"), col("to"))).as("rate_day"));
  }
}
