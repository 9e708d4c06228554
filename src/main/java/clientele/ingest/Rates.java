package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.job.BoundedCollect;
import clientele.job.SourceTables;
import clientele.job.Workspace;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From when on a currency can be converted.
 *
 * @param since first date with a rate, by currency
 */
record Rates(String reporting, Map<String, LocalDate> since) {
  private static final int MOST_CURRENCIES = 1000;

  static Rates of(Workspace workspace, String reporting) {
    Map<String, LocalDate> since = new TreeMap<>();
    Dataset<Row> first =
        workspace
            .whole(Tables.FX_RATES_TABLE)
            .groupBy(CURRENCY.col())
            .agg(min(ON_DATE.col()).as("since"));
    for (Row row : BoundedCollect.rows(first, MOST_CURRENCIES)) {
      since.put(row.getString(0), row.getDate(1).toLocalDate());
    }
    return new Rates(reporting, since);
  }

  boolean isEmpty() {
    return since.isEmpty();
  }

  /** Whether the rows have amounts in a currency. */
  boolean apply(Dataset<Row> rows) {
    List<String> columns = Arrays.asList(rows.columns());
    return columns.contains(CURRENCY.name()) && !columns.contains(RATE.name());
  }

  /** Gives rows that no rate can convert their reason. */
  Dataset<Row> check(Dataset<Row> rows, Column eventOn) {
    if (!apply(rows)) {
      return rows;
    }
    Column known = CURRENCY.col().isNull().or(CURRENCY.col().equalTo(reporting));
    for (Map.Entry<String, LocalDate> rate : since.entrySet()) {
      Column rated = CURRENCY.col().equalTo(rate.getKey()).and(eventOn.geq(lit(rate.getValue())));
      known = known.or(coalesce(rated, lit(false)));
    }
    return Staging.withReasons(rows, List.of(when(not(known), lit("no_fx_rate"))));
  }

  /**
   * Stops if rows that were taken in before have lost the rate that converts them: their amounts
   * would vanish from the books.
   *
   * @param before the rates by which they were taken in
   */
  void refuseLostRates(Workspace workspace, Rates before, Settings settings) {
    boolean allReachAsFarBack =
        before.since.entrySet().stream()
            .allMatch(
                rate ->
                    since.containsKey(rate.getKey())
                        && !since.get(rate.getKey()).isAfter(rate.getValue()));
    if (allReachAsFarBack) {
      return;
    }
    Map<Table, TableColumn> dated = new LinkedHashMap<>();
    dated.put(Tables.ORDERS_TABLE, ORDERED_ON);
    dated.put(Tables.REFUNDS_TABLE, REFUNDED_ON);
    dated.put(Tables.ORDER_LINES_TABLE, ORDERED_ON);
    dated.put(Tables.SUBSCRIPTIONS_TABLE, STARTED_ON);
    dated.forEach(
        (table, event) -> {
          if (SourceTables.count(table, settings)) {
            refuseLostRates(workspace.whole(table), table, event);
          }
        });
  }

  private void refuseLostRates(Dataset<Row> rows, Table table, TableColumn event) {
    Dataset<Row> first =
        rows.where(CURRENCY.col().notEqual(reporting))
            .groupBy(CURRENCY.col())
            .agg(min(event.col()).as("first"), count(lit(1)).as("rows"));
    for (Row row : BoundedCollect.rows(first, MOST_CURRENCIES)) {
      Optional<LocalDate> rated = Optional.ofNullable(since.get(row.getString(0)));
      LocalDate begins = row.getDate(1).toLocalDate();
      if (rated.isEmpty() || rated.get().isAfter(begins)) {
        throw Errors.ratesAreGone(
            table.fullName(), row.getString(0), row.getLong(2), begins, rated);
      }
    }
  }

  /** Stops if there are other currencies than the reporting one. */
  void refuseMixture(Dataset<Row> rows, SourceName source) {
    Dataset<Row> foreign =
        rows.where(CURRENCY.col().isNotNull().and(not(CURRENCY.col().equalTo(reporting))))
            .select(CURRENCY.col())
            .distinct()
            .orderBy(CURRENCY.col())
            .limit(10);
    List<String> found =
        BoundedCollect.rows(foreign, 10).stream().map(row -> row.getString(0)).toList();
    if (!found.isEmpty()) {
      throw Errors.mixedCurrencies(source.key(), String.join(", ", found), reporting);
    }
  }
}
