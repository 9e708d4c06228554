package clientele.month;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.trunc;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import clientele.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A digest of all that a month is folded from: the data files of its orders, of the refunds that
 * can concern them, which of both are replaced by then, the rates, the settings, and the date up to
 * which refunds count.
 *
 * <p>Data files never change once written, so equal names mean equal rows.
 */
final class MonthDigests {
  private static final int MOST_MONTHS = 10_000;
  private static final Pattern PARTITION = Pattern.compile("month=(\\d{4}-\\d{2}-\\d{2})/");

  private MonthDigests() {}

  static List<Row> stored(Workspace workspace) {
    return BoundedCollect.rows(
        workspace.whole(Tables.MONTH_BUILD).select(MONTH.col(), FINGERPRINT.col(), HORIZON.col()),
        MOST_MONTHS);
  }

  /** By month, up to that of the horizon. */
  static Map<LocalDate, String> present(Workspace workspace, Settings settings, LocalDate horizon) {
    Map<LocalDate, Set<String>> orders = byMonth(workspace, Tables.ORDERS_TABLE);
    Map<LocalDate, Set<String>> refunds = byMonth(workspace, Tables.REFUNDS_TABLE);
    Map<LocalDate, LocalDate> lostOrders =
        newest(workspace, Tables.ORDERS_TABLE, REPLACED_ON.col(), horizon);
    Map<LocalDate, LocalDate> changedOrders =
        newest(workspace, Tables.ORDERS_TABLE, KNOWN_ON.col(), horizon);
    Map<LocalDate, LocalDate> lostRefunds =
        newest(workspace, Tables.REFUNDS_TABLE, REPLACED_ON.col(), horizon);
    NavigableMap<LocalDate, String> rates = rates(workspace, settings.currency());
    int window = settings.cancellationWindowDays();
    TreeSet<LocalDate> months = new TreeSet<>(orders.keySet());
    months.addAll(refunds.keySet());
    Map<LocalDate, String> digests = new TreeMap<>();
    for (LocalDate month : months.headSet(horizon, true)) {
      LocalDate last = month.plusMonths(1).minusDays(1).plusDays(window);
      LocalDate known = last.isBefore(horizon) ? last : horizon;
      StringBuilder all = new StringBuilder();
      all.append(settings.currency()).append('|').append(window).append('|').append(known);
      all.append('|').append(settings.timeZone()).append('|').append(workspace.categories());
      all.append('|').append(orders.getOrDefault(month, Set.of()));
      all.append('|').append(lostOrders.get(month));
      all.append('|').append(changedOrders.get(month));
      for (LocalDate at = month; !at.isAfter(last); at = at.plusMonths(1)) {
        all.append('|').append(refunds.getOrDefault(at, Set.of()));
        all.append('|').append(lostRefunds.get(at));
        // A rate of an earlier month holds until the next.
        all.append('|').append(rates.headMap(at, true));
      }
      digests.put(month, digest(all.toString()));
    }
    return digests;
  }

  private static Map<LocalDate, Set<String>> byMonth(Workspace workspace, Table table) {
    Map<LocalDate, Set<String>> files = new TreeMap<>();
    for (String file : workspace.files(table)) {
      Matcher matcher = PARTITION.matcher(file);
      if (matcher.find()) {
        files.computeIfAbsent(LocalDate.parse(matcher.group(1)), any -> new TreeSet<>()).add(file);
      }
    }
    return files;
  }

  /** By month, the newest date on or before the horizon that one of its rows has in a column. */
  private static Map<LocalDate, LocalDate> newest(
      Workspace workspace, Table table, Column date, LocalDate horizon) {
    Dataset<Row> perMonth =
        workspace.whole(table).where(date.leq(lit(horizon))).groupBy(MONTH.col()).agg(max(date));
    Map<LocalDate, LocalDate> dates = new TreeMap<>();
    for (Row row : BoundedCollect.rows(perMonth, MOST_MONTHS)) {
      dates.put(row.<Date>getAs(0).toLocalDate(), row.<Date>getAs(1).toLocalDate());
    }
    return dates;
  }

  /** Digest of the rates of each month. */
  private static NavigableMap<LocalDate, String> rates(Workspace workspace, String reporting) {
    Dataset<Row> perMonth =
        workspace
            .whole(Tables.FX_RATES_TABLE)
            .where(CURRENCY.col().notEqual(reporting))
            .select(
                trunc(ON_DATE.col(), "month").as("month"),
                concat_ws(" ", CURRENCY.col(), ON_DATE.col(), RATE.col(), REPLACED_ON.col())
                    .as("line"))
            .groupBy(col("month"))
            .agg(md5(array_join(array_sort(collect_list(col("line"))), ",")).as("digest"));
    NavigableMap<LocalDate, String> digests = new TreeMap<>();
    for (Row row : BoundedCollect.rows(perMonth, MOST_MONTHS)) {
      digests.put(row.<Date>getAs(0).toLocalDate(), row.getString(1));
    }
    return digests;
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
