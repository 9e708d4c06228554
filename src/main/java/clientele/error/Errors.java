package clientele.error;

import clientele.error.ClienteleException.ConfigException;
import clientele.error.ClienteleException.IncompleteException;
import clientele.error.ClienteleException.LockedException;
import clientele.error.ClienteleException.QualityException;
import clientele.error.ClienteleException.SourceDataException;
import clientele.error.ClienteleException.StorageException;
import clientele.error.ClienteleException.UsageException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Every message a user can get, one factory each. A message is: what is wrong, with values and
 * names; where; what to do next.
 */
public final class Errors {
  private Errors() {}

  public static UsageException usage(String message) {
    return new UsageException(message);
  }

  public static ConfigException config(String message) {
    return new ConfigException(message);
  }

  public static SourceDataException sourceData(String message, Throwable cause) {
    return new SourceDataException(message, cause);
  }

  public static QualityException quality(String message) {
    return new QualityException(message);
  }

  public static StorageException storage(String message, Throwable cause) {
    return new StorageException(message, cause);
  }

  public static LockedException locked(String message) {
    return new LockedException(message);
  }

  public static IncompleteException incomplete(String message) {
    return new IncompleteException(message);
  }

  // --- storage and leases

  public static StorageException cannotRead(String path, Throwable cause) {
    return new StorageException(
        "Cannot read " + path + ": " + reason(cause) + ". Check the path and try again.", cause);
  }

  public static StorageException cannotWrite(String path, Throwable cause) {
    return new StorageException(
        "Cannot write " + path + ": " + reason(cause) + ". Check permissions and free space.",
        cause);
  }

  public static StorageException unreadableControlFile(String path, Throwable cause) {
    return new StorageException(
        "Cannot understand " + path + ": " + reason(cause) + ". If no run is going on, delete it.",
        cause);
  }

  public static ConfigException storeWithoutExclusiveCreate(String root, List<String> known) {
    return new ConfigException(
        "Cannot keep a warehouse at "
            + root
            + ": this store is not known to create a file exclusively, so two runs could not be"
            + " kept apart. Use a local folder or one of "
            + String.join(", ", known)
            + ".");
  }

  public static LockedException lockedBy(String holder, LocalDate asOf, Instant until) {
    return new LockedException(
        "Cannot run "
            + asOf
            + ": "
            + holder
            + " has the warehouse. Its lease, renewed while it runs, ends at "
            + until
            + ". Try again when it has ended.");
  }

  public static LockedException lockWaitOver(String holder, Duration waited) {
    return new LockedException(
        "Waited "
            + waited.toSeconds()
            + " s (lock-wait) for "
            + holder
            + ". Try again when it has ended.");
  }

  public static LockedException leaseLost(String holder) {
    return new LockedException(
        "This process lost its lease to "
            + holder
            + ", after standing still for too long. Nothing more was written; try again.");
  }

  // --- sources

  public static SourceDataException noFiles(String source, String path) {
    return new SourceDataException(
        "Source "
            + source
            + ": there is no file at "
            + path
            + ". Check sources."
            + source
            + ".path in the configuration.",
        null);
  }

  public static IncompleteException dateNotDelivered(String source, LocalDate date, String path) {
    return new IncompleteException(
        "Source "
            + source
            + ": the data of "
            + date
            + " is not there yet ("
            + path
            + "). Try again when it has been delivered.");
  }

  public static IncompleteException markerMissing(String source, LocalDate date, String marker) {
    return new IncompleteException(
        "Source "
            + source
            + ": "
            + marker
            + " is not there yet, so the data of "
            + date
            + " is not complete. Try again when it has been delivered.");
  }

  public static IncompleteException tooOld(
      String source, LocalDate date, String newest, int maxAgeDays) {
    return new IncompleteException(
        "Source "
            + source
            + ": its newest event on or before "
            + date
            + " is of "
            + newest
            + ", more than "
            + maxAgeDays
            + " days old (expect.max-age-days). Try again when the"
            + " data of the date has been delivered.");
  }

  public static IncompleteException tooFew(
      String source, LocalDate date, long rows, double median, double share) {
    return new IncompleteException(
        "Source "
            + source
            + ": "
            + rows
            + " rows on "
            + date
            + " against a daily median of "
            + median
            + ", below the share of "
            + share
            + " (expect.min-share-of-median). Try again when the data of the date is complete.");
  }

  public static SourceDataException emptyFile(String source, String path) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + path
            + " has no bytes. Nothing was published. Deliver the file"
            + " again, or remove it.",
        null);
  }

  public static SourceDataException nameLikeAPattern(String source, String path) {
    return new SourceDataException(
        "Source "
            + source
            + ": cannot read "
            + path
            + ": a path with any of [ ] { } * ? \\ would be taken for a pattern. Rename it.",
        null);
  }

  public static SourceDataException notOfADate(String source, String path) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + path
            + " looks like the folder of a date, but there is no such date. Rename or remove it.",
        null);
  }

  public static SourceDataException unreadableFile(String source, String path, Throwable cause) {
    return new SourceDataException(
        "Source "
            + source
            + ": cannot read "
            + path
            + ": "
            + rootReason(cause)
            + ". Nothing was published. Deliver the file again, or remove it.",
        cause);
  }

  public static SourceDataException unusableColumns(String source, String path, Throwable cause) {
    return new SourceDataException(
        "Source "
            + source
            + ": the columns of "
            + path
            + " cannot be read: "
            + rootReason(cause)
            + ". Nothing was published. Deliver it with names that differ in more than case, and"
            + " types that Spark has: times in microseconds, identifiers as text.",
        cause);
  }

  /**
   * What a file has nothing for.
   *
   * @param key of the source that says what is wanted, such as columns
   * @param what a column, or a name with its expression: {@code amount = "..."}
   */
  public static SourceDataException missingColumn(
      String source, String path, String key, String what, String reason) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + path
            + ": cannot evaluate "
            + what
            + ": "
            + reason
            + ". Correct sources."
            + source
            + "."
            + key
            + ", or deliver the file again.",
        null);
  }

  public static SourceDataException wrongKind(
      String source, String path, String column, String wanted, String found) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + path
            + ": column "
            + column
            + " should be "
            + wanted
            + " but is "
            + found
            + ". Map it with an expression in sources."
            + source
            + ".columns, or deliver the file again.",
        null);
  }

  public static SourceDataException changedFile(String source, String path, String how) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + path
            + " was taken in before and has changed since ("
            + how
            + "). Deliver changes as new files, or set sources."
            + source
            + ".on-changed-file = replace to take its rows back and read it again.",
        null);
  }

  public static SourceDataException looksLikeLines(
      String source, String path, long repeated, long keys) {
    return new SourceDataException(
        "Source "
            + source
            + ": in "
            + path
            + " "
            + repeated
            + " of "
            + keys
            + " order numbers stand in several rows: these look like order lines. Map the file as"
            + " sources.order_lines.",
        null);
  }

  public static SourceDataException tooManyBadRows(
      String source, long bad, long read, double allowed, String reasons) {
    return new SourceDataException(
        "Source "
            + source
            + ": "
            + bad
            + " of "
            + read
            + " rows are bad, more than max-bad-share = "
            + allowed
            + " ("
            + reasons
            + "). Nothing was published. Correct the data or the mapping, or allow more.",
        null);
  }

  public static SourceDataException ratesAreGone(
      String table, String currency, long rows, LocalDate first, Optional<LocalDate> since) {
    return new SourceDataException(
        "Source fx_rates: "
            + since
                .map(day -> "the first rate of " + currency + " is of " + day)
                .orElse("there is no rate of " + currency)
            + ", but %,d rows of %s in it begin on %s and were taken in with a rate that is gone. "
                .formatted(rows, table, first)
            + "Deliver the rates from that day on again.",
        null);
  }

  public static SourceDataException mixedCurrencies(
      String source, String currencies, String reporting) {
    return new SourceDataException(
        "Source "
            + source
            + ": amounts in "
            + currencies
            + ", but reports are in "
            + reporting
            + " and there are no rates. Configure sources.fx_rates, or filter with sources."
            + source
            + ".where.",
        null);
  }

  // --- writing and publishing

  public static StorageException writeFailed(String table, LocalDate asOf, Throwable cause) {
    return new StorageException(
        "Cannot write "
            + table
            + " for "
            + asOf
            + ": "
            + rootReason(cause)
            + ". Nothing of it is published; run the date again.",
        cause);
  }

  public static QualityException qualityCheckFailed(
      String table, LocalDate asOf, List<String> broken) {
    return new QualityException(
        table
            + " for "
            + asOf
            + " failed its checks, nothing was published: "
            + String.join("; ", broken)
            + ". Readers stay on the publication before. This is a fault of the data or of"
            + " Clientele: look at the rows, then run the date again.");
  }

  public static QualityException notReadyToPublish(LocalDate asOf, List<String> missing) {
    return new QualityException(
        "Cannot publish "
            + asOf
            + ": in this run these jobs have not ended: "
            + String.join(", ", missing)
            + ". Run them under the same run key first, or the whole pipeline: clientele run"
            + " --date "
            + asOf
            + ".");
  }

  public static UsageException unknownJob(String name, List<String> known) {
    return new UsageException(
        "There is no job '" + name + "'. The jobs are: " + String.join(", ", known) + ".");
  }

  // --- Spark

  public static ConfigException settingsRefusedBySpark(List<String> names, Throwable cause) {
    return new ConfigException(
        "Spark refuses "
            + String.join(", ", names)
            + ": "
            + rootReason(cause)
            + " Correct it below spark in the configuration, or with --set.");
  }

  public static UsageException masterRefusedBySpark(String master, Throwable cause) {
    return new UsageException(
        "Spark does not start with --master "
            + master
            + ": "
            + rootReason(cause)
            + ". Give local[2], local[*] or the URL of a cluster, such as spark://host:7077.");
  }

  // --- reading

  public static ConfigException wrongVersions(String spark, String delta) {
    return new ConfigException(
        "Clientele needs Spark 4.1.x with Delta 4.4.0 or later, but found Spark "
            + spark
            + " with Delta "
            + delta
            + ". Use spark-submit of Spark 4.1 with --packages io.delta:delta-spark_4.1_2.13:4.4.0.");
  }

  public static UsageException nothingPublished(String warehouse) {
    return new UsageException(
        "Nothing is published in "
            + warehouse
            + " yet. Run clientele run --date D first, or clientele demo.");
  }

  public static UsageException afterNewestDate(LocalDate date, LocalDate newest) {
    return new UsageException(
        "Nothing is published for "
            + date
            + ". The newest business date is "
            + newest
            + ": give that one, or one before it.");
  }

  public static UsageException unknownTable(String name, List<String> known) {
    return new UsageException(
        "There is no table " + name + ". The tables are: " + String.join(", ", known) + ".");
  }

  public static UsageException notAQuery(String sql) {
    return new UsageException(
        "Only queries are run: tables are written by jobs alone. Begin with SELECT, WITH, SHOW,"
            + " DESCRIBE or EXPLAIN. In: "
            + sql);
  }

  public static UsageException badQuery(String sql, Throwable cause) {
    return new UsageException("Cannot run the query: " + reason(cause) + " In: " + sql);
  }

  public static UsageException badDate(String text) {
    String what = text.isEmpty() ? "The date is missing" : "'" + text + "' is not a date";
    return new UsageException(
        what + ". Give the business date as 2026-01-31; there is no default.");
  }

  public static UsageException noSuchColumn(String column, List<String> known) {
    return new UsageException(
        "The frame has no column '"
            + column
            + "'. It has: "
            + String.join(", ", known)
            + ". Name one of them.");
  }

  public static SourceDataException noLabel(String column, List<String> values) {
    return new SourceDataException(
        "Column '"
            + column
            + "' cannot be a label: it holds "
            + String.join(", ", values)
            + ". A label has two values, of which one is 1, yes, true or churned; give such a"
            + " column.",
        null);
  }

  public static UsageException demoTooSmall(long customers, int fewest) {
    return new UsageException(
        "--customers "
            + customers
            + " is too few for the demo: models and intervals need "
            + fewest
            + " or more.");
  }

  private static String rootReason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return reason(root);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() == null) {
      // Its message is the path alone.
      return kind(failure) + ": " + failure.getFile();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  private static String kind(FileSystemException failure) {
    if (failure instanceof NotDirectoryException) {
      return "not a folder";
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : failure.getClass().getSimpleName();
  }
}
