package clientele.model;

import clientele.testing.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * The days on which each customer of a real data set bought, from the folder that the environment
 * variable CLIENTELE_DATA names; without it the asking test is skipped.
 */
final class PurchaseLog {
  static final LocalDate CDNOW_END = LocalDate.of(1997, 9, 30);
  static final LocalDate GROCERY_END = LocalDate.of(2006, 12, 31);

  private final Collection<NavigableSet<LocalDate>> customers;

  private PurchaseLog(Collection<NavigableSet<LocalDate>> customers) {
    this.customers = customers;
  }

  /** The sample of 2,357 customers that the papers use. */
  static PurchaseLog cdnowSample() {
    return of("cdnow/sample.csv.gz", 1, 2);
  }

  /** All 23,570 customers. */
  static PurchaseLog cdnowMaster() {
    return of("cdnow/master.csv.gz", 0, 1);
  }

  static PurchaseLog grocery() {
    return of("grocery_elog/transactions.csv", 0, 1);
  }

  private static PurchaseLog of(String file, int customerColumn, int dateColumn) {
    Map<String, NavigableSet<LocalDate>> days = new TreeMap<>();
    try (InputStream raw = Files.newInputStream(DataFolder.path().resolve(file));
        InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(
              cells ->
                  days.computeIfAbsent(cells[customerColumn], customer -> new TreeSet<>())
                      .add(LocalDate.parse(cells[dateColumn])));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new PurchaseLog(days.values());
  }

  /** One history for each customer, of the purchases up to a day. */
  List<PurchaseHistory> each(LocalDate end, double daysPerUnit) {
    return customers.stream().map(days -> history(days, end, daysPerUnit)).toList();
  }

  /** All customers, in weeks. */
  PurchaseHistories inWeeks(LocalDate end) {
    return PurchaseHistories.of(each(end, 7));
  }

  private static PurchaseHistory history(NavigableSet<LocalDate> days, LocalDate end, double unit) {
    LocalDate first = days.first();
    LocalDate last = days.floor(end);
    return new PurchaseHistory(
        days.headSet(end, true).size() - 1,
        ChronoUnit.DAYS.between(first, last) / unit,
        ChronoUnit.DAYS.between(first, end) / unit);
  }
}
