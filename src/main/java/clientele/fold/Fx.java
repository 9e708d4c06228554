package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Amounts in the reporting currency: each row at the newest rate on or before the date of its
 * event.
 */
public final class Fx {
  private Fx() {}

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
                .equalTo(daily.col("rate_currency"))
                .and(rows.col(eventDate.name()).equalTo(daily.col("rate_day"))),
            "left"); // each row has at most one rate
    Column foreign = col(CURRENCY.name()).isNotNull().and(CURRENCY.col().notEqual(lit(reporting)));
    for (TableColumn amount : amounts) {
      Column converted = round(amount.col().multiply(col("rate_value")), 2).cast(amount.type());
      rated = rated.withColumn(amount.name(), when(foreign, converted).otherwise(amount.col()));
    }
    return rated.drop("rate_currency", "rate_day", "rate_value");
  }

  /** One row per foreign currency and day, from its first rate on. */
  private static Dataset<Row> daily(Dataset<Row> rates, String reporting, LocalDate through) {
    var byDate = Window.partitionBy(CURRENCY.col()).orderBy(ON_DATE.col());
    Column next = date_sub(lead(ON_DATE.col(), 1).over(byDate), 1);
    Dataset<Row> spans =
        rates
            .where(CURRENCY.col().notEqual(reporting).and(ON_DATE.col().leq(lit(through))))
            .select(
                CURRENCY.col().as("rate_currency"),
                RATE.col().as("rate_value"),
                ON_DATE.col().as("from"),
                coalesce(next, greatest(lit(through), ON_DATE.col())).as("to"));
    return spans.select(
        col("rate_currency"),
        col("rate_value"),
        explode(sequence(col("from"), col("to"))).as("rate_day"));
  }
}
