package clientele.generate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Pounds for a euro: a slow wave and a fast one, quoted on weekdays only, as banks do. */
final class FxRates {
  private static final int DAYS_BEFORE = 31;
  private static final StructType SCHEMA =
      StructType.fromDDL("currency STRING, on_date DATE, rate DECIMAL(18,6)");

  private FxRates() {}

  /** Bounded by the days of the history: some thousand rows, made on the driver. */
  static Dataset<Row> rows(SparkSession spark, Timeline timeline) {
    List<Row> rows = new ArrayList<>();
    for (int day = -DAYS_BEFORE; day < timeline.days(); day++) {
      LocalDate date = timeline.date(day);
      boolean isQuoted =
          date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
      if (isQuoted) {
        rows.add(RowFactory.create("EUR", Date.valueOf(date), rate(date)));
      }
    }
    return spark.createDataFrame(rows, SCHEMA).coalesce(1);
  }

  /** The quote of a weekday. */
  private static BigDecimal rate(LocalDate date) {
    long day = date.toEpochDay();
    double rate = 0.86 + 0.02 * Math.sin(day / 140.0) + 0.004 * Math.sin(day / 9.0);
    return BigDecimal.valueOf(rate).setScale(6, RoundingMode.HALF_UP);
  }

  /** The rate in force on a day: that of the latest weekday. */
  static double inForce(LocalDate date) {
    LocalDate quoted =
        switch (date.getDayOfWeek()) {
          case SATURDAY -> date.minusDays(1);
          case SUNDAY -> date.minusDays(2);
          case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> date;
        };
    return rate(quoted).doubleValue();
  }
}
