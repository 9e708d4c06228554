package clientele.io;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the open run has done so far; kept beside the tables so that the next process can go on or
 * take back.
 *
 * @param jobs by name
 */
record Journal(
    String runId, String runKey, LocalDate asOf, Instant openedAt, Map<String, JobEntry> jobs) {
  static final String FILE = "_run/journal.json";

  /**
   * A job of the run.
   *
   * @param before versions of its tables when it first started in this run: a retry restores them
   * @param after versions when it ended; empty while it has not
   */
  record JobEntry(Map<String, Long> before, Map<String, Long> after, boolean ended) {}

  Journal {
    jobs = new TreeMap<>(jobs);
  }

  Journal with(String job, JobEntry entry) {
    Map<String, JobEntry> more = new TreeMap<>(jobs);
    more.put(job, entry);
    return new Journal(runId, runKey, asOf, openedAt, more);
  }

  boolean isFor(RunName run) {
    return asOf.equals(run.asOf()) && runKey.equals(run.key());
  }

  boolean hasEnded(String job) {
    JobEntry entry = jobs.get(job);
    return entry != null && entry.ended();
  }
}
