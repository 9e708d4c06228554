package clientele.job;

import static clientele.catalogue.Tables.*;
import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rule of what was known at a business date, for every table that holds events. */
public final class AsOf {
  private static final Map<Table, TableColumn> EVENT_DATE =
      Map.of(
          ORDERS_TABLE, ORDERED_ON,
          REFUNDS_TABLE, REFUNDED_ON,
          ORDER_LINES_TABLE, ORDERED_ON,
          SUBSCRIPTIONS_TABLE, STARTED_ON,
          NPS_RESPONSES_TABLE, RESPONDED_ON,
          CUSTOMERS_TABLE, VALID_FROM,
          SERVICE_CONTACTS_TABLE, OPENED_ON,
          CAMPAIGN_CONTACTS_TABLE, CONTACTED_ON,
          FX_RATES_TABLE, ON_DATE,
          FEATURES_TABLE, FEATURE_AS_OF);

  private AsOf() {}

  /** Whether the table holds rows with an event date of their own. */
  static boolean isEventTable(Table table) {
    return EVENT_DATE.containsKey(table);
  }

  /** The column that holds the date of the event. */
  static TableColumn eventDate(Table table) {
    return EVENT_DATE.get(table);
  }

  /**
   * The rows known at the end of a date: events dated on or before it, ends after it not yet known,
   * and rows whose later version is dated after it.
   */
  public static Dataset<Row> cut(Table table, Dataset<Row> rows, LocalDate date) {
    if (table.slice() == Slice.AS_OF) {
      return rows.where(AS_OF.col().equalTo(lit(date)));
    }
    if (!isEventTable(table)) {
      return rows;
    }
    Column inForce = REPLACED_ON.col().isNull().or(REPLACED_ON.col().gt(lit(date)));
    Dataset<Row> known = happened(table, rows, date).where(inForce);
    if (table.equals(SUBSCRIPTIONS_TABLE)) {
      Column ended = ENDED_ON.col().leq(lit(date));
      return known
          .withColumn(
              CANCELLED_ON.name(), when(CANCELLED_ON.col().leq(lit(date)), CANCELLED_ON.col()))
          .withColumn(END_REASON.name(), when(ended, END_REASON.col()))
          .withColumn(ENDED_ON.name(), when(ended, ENDED_ON.col()));
    }
    if (table.equals(SERVICE_CONTACTS_TABLE)) {
      Column resolved = RESOLVED_AT.col().cast("date").leq(lit(date));
      return known.withColumn(RESOLVED_AT.name(), when(resolved, RESOLVED_AT.col()));
    }
    return known;
  }

  /** The rows with an event on or before a date, replaced or not. */
  static Dataset<Row> happened(Table table, Dataset<Row> rows, LocalDate date) {
    TableColumn event = EVENT_DATE.get(table);
    Dataset<Row> past = rows.where(event.col().isNull().or(event.col().leq(lit(date))));
    if (table.columns().contains(KNOWN_ON)) {
      past = past.where(KNOWN_ON.col().isNull().or(KNOWN_ON.col().leq(lit(date))));
    }
    // Lets Delta leave later months unread.
    return table.columns().contains(MONTH)
        ? past.where(MONTH.col().isNull().or(MONTH.col().leq(lit(date))))
        : past;
  }
}
