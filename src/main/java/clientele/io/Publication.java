package clientele.io;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A consistent snapshot of the warehouse: one version of every table.
 *
 * @param publication its number, from 1 upwards
 * @param asOf business date of the run that made it
 * @param tables by full name
 * @param dates business dates whose gold rows it holds, ascending
 */
public record Publication(
    long publication,
    String runId,
    String runKey,
    LocalDate asOf,
    Instant publishedAt,
    List<LocalDate> dates,
    Map<String, Entry> tables) {
  /** Before the first publication: no table at all. */
  public static final Publication NONE =
      new Publication(0, "", "", LocalDate.EPOCH, Instant.EPOCH, List.of(), Map.of());

  /**
   * A table of the snapshot.
   *
   * @param path below the warehouse root
   * @param key columns that together are unique
   */
  public record Entry(String path, long version, List<String> key) {}

  public Publication {
    dates = List.copyOf(dates);
    tables = new java.util.TreeMap<>(tables);
  }

  /** As readers without Spark find it in current.json. */
  public String json() {
    return Json.write(this) + "\n";
  }

  /** Published version of a table; -1 if it is not published. */
  public long version(String table) {
    Entry entry = tables.get(table);
    return entry == null ? CommitLog.NONE : entry.version();
  }
}
