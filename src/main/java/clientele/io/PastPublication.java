package clientele.io;

import clientele.catalogue.Table;
import java.time.LocalDate;
import java.util.Map;

/**
 * A row of {@code ops.publication}: what a run made visible, and by which definitions and program.
 *
 * @param publication its number, from 1 upwards
 * @param versions of the tables, by full name
 */
public record PastPublication(
    long publication,
    String runId,
    LocalDate asOf,
    Map<String, Long> versions,
    String settingsHash,
    String codeVersion) {
  public PastPublication {
    versions = Map.copyOf(versions);
  }

  /** Published version of a table; -1 if it was not published. */
  public long version(Table table) {
    return versions.getOrDefault(table.fullName(), CommitLog.NONE);
  }
}
