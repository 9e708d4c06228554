package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import clientele.settings.SourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From when on a currency can be converted.
 *
 * @param since first date with a rate, by currency
 */
record Rates(String reporting, Map<String, java.time.LocalDate> since) {
  private static final int MOST_CURRENCIES = 1000;

  static Rates of(Workspace workspace, String reporting) {
    Map<String, java.time.LocalDate> since = new TreeMap<>();
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
    for (Map.Entry<String, java.time.LocalDate> rate : since.entrySet()) {
      Column rated = CURRENCY.col().equalTo(rate.getKey()).and(eventOn.geq(lit(rate.getValue())));
      known = known.or(coalesce(rated, lit(false)));
    }
    return Staging.withReasons(rows, List.of(when(not(known), lit("no_fx_rate"))));
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
