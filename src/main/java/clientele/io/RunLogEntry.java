package clientele.io;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A line of {@code ops.run_log}.
 *
 * @param source null unless the line counts the rows of one source
 * @param counts null where nothing was read
 */
public record RunLogEntry(
    String job,
    String source,
    String status,
    Instant startedAt,
    Instant endedAt,
    Counts counts,
    Long rowsWritten,
    Map<String, Long> tableVersions,
    String message) {
  /**
   * What became of the rows of a source; each row read is in exactly one of the first five kinds.
   */
  public record Counts(
      long accepted,
      long replaced,
      long duplicate,
      long quarantined,
      long filtered,
      long superseded,
      long removed) {
    public long read() {
      return accepted + replaced + duplicate + quarantined + filtered;
    }
  }

  Row toRow(String runId, Journal journal) {
    boolean counted = counts != null;
    return RowFactory.create(
        runId,
        journal.runKey(),
        java.sql.Date.valueOf(journal.asOf()),
        job,
        source,
        status,
        Timestamp.from(startedAt),
        Timestamp.from(endedAt),
        counted ? (Long) counts.read() : null,
        counted ? (Long) counts.accepted() : null,
        counted ? (Long) counts.replaced() : null,
        counted ? (Long) counts.duplicate() : null,
        counted ? (Long) counts.quarantined() : null,
        counted ? (Long) counts.filtered() : null,
        counted ? (Long) counts.superseded() : null,
        counted ? (Long) counts.removed() : null,
        rowsWritten,
        CollectionConverters.asScala(tableVersions),
        message);
  }
}
