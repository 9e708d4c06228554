package clientele.io;

import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.error.Errors;
import clientele.settings.Settings;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The open run of one business date: it holds the lease, notes what each job did, and takes back
 * what an earlier attempt left. Nothing that it writes is seen by readers before {@link #publish}.
 */
public final class RunSession implements AutoCloseable {
  /** The pointer that readers without Spark follow. */
  public static final String CURRENT = "current.json";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final Storage storage;
  private final TableStore store;
  private final Settings settings;
  private final Clock clock;
  private final Lease lease;
  private final List<RunLogEntry> log = new ArrayList<>();
  private Journal journal;
  private Publication published;

  private RunSession(
      Storage storage, TableStore store, Settings settings, Clock clock, Lease lease) {
    this.storage = storage;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.lease = lease;
  }

  /** Whether a run begins anew or goes on with what earlier processes of it have done. */
  public enum Start {
    ANEW,
    GO_ON
  }

  /**
   * Takes the lease and opens the run.
   *
   * @throws clientele.error.ClienteleException.LockedException if another run holds the warehouse
   */
  public static RunSession open(
      SparkSession spark,
      Settings settings,
      RunName run,
      Start start,
      Clock clock,
      Consumer<String> progress) {
    Storage storage = Storage.of(settings.warehouse());
    TableStore store = new TableStore(spark, storage, settings.publicationRetention());
    Lease lease = Lease.acquire(storage, clock, run, settings.lockWait(), progress);
    RunSession session = new RunSession(storage, store, settings, clock, lease);
    try {
      session.begin(run, start);
      return session;
    } catch (Exception e) { // SparkException is no RuntimeException, though Scala throws it so.
      lease.close();
      throw e;
    }
  }

  private void begin(RunName run, Start start) {
    published = newestPublication();
    Optional<Journal> open = storage.read(Journal.FILE).map(this::parseJournal);
    if (start == Start.GO_ON && open.isPresent() && open.get().isFor(run)) {
      journal = open.get();
      return;
    }
    for (Table table : Tables.ALL) {
      if (table.slice() != Slice.LOG) {
        store.restore(table, published.version(table.fullName()), lease::check);
      }
    }
    String id =
        run.asOf()
            + "-"
            + STAMP.format(clock.instant())
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    journal = new Journal(id, run.key(), run.asOf(), clock.instant(), Map.of());
    saveJournal();
  }

  public String runId() {
    return journal.runId();
  }

  public TableStore store() {
    return store;
  }

  public Publication published() {
    return published;
  }

  /** All publications so far, oldest first. */
  public List<PastPublication> pastPublications() {
    return published.publication() == 0
        ? List.of()
        : PublicationRows.past(store.read(Tables.PUBLICATION_TABLE));
  }

  public synchronized boolean hasEnded(String job) {
    return journal.hasEnded(job);
  }

  /** Names of the jobs that this run has started so far. */
  public synchronized Set<String> startedJobs() {
    return journal.jobs().keySet();
  }

  /**
   * Notes the versions of a job's tables; if it ran before in this run, takes them back.
   *
   * @param dependents jobs that read what it writes: if they ended before, they have to run again
   */
  public void beginJob(String job, List<Table> writes, Collection<String> dependents) {
    Journal.JobEntry earlier;
    synchronized (this) {
      earlier = journal.jobs().get(job);
      if (earlier == null) {
        journal = journal.with(job, new Journal.JobEntry(versions(writes), Map.of(), false));
      } else {
        journal = journal.with(job, new Journal.JobEntry(earlier.before(), Map.of(), false));
      }
      for (String dependent : dependents) {
        Journal.JobEntry entry = journal.jobs().get(dependent);
        if (entry != null) {
          journal = journal.with(dependent, new Journal.JobEntry(entry.before(), Map.of(), false));
        }
      }
      saveJournal();
    }
    if (earlier != null) {
      for (Table table : writes) {
        if (table.slice() != Slice.LOG) {
          store.restore(
              table, earlier.before().getOrDefault(table.fullName(), CommitLog.NONE), lease::check);
        }
      }
    }
  }

  public synchronized void endJob(String job, List<Table> writes) {
    Map<String, Long> before = journal.jobs().get(job).before();
    journal = journal.with(job, new Journal.JobEntry(before, versions(writes), true));
    saveJournal();
  }

  /** Replaces the rows of the business date. */
  public long replaceAsOf(String job, Table table, Dataset<Row> rows) {
    return write(job, table, rows, TableStore.Part.asOf(journal.asOf()));
  }

  /** Replaces all rows. */
  public long replaceAll(String job, Table table, Dataset<Row> rows) {
    return write(job, table, rows, TableStore.Part.whole());
  }

  /** Replaces the rows of some months. */
  public long replaceMonths(String job, Table table, Dataset<Row> rows, List<LocalDate> months) {
    return write(job, table, rows, TableStore.Part.months(months));
  }

  /** Adds rows. */
  public long append(String job, Table table, Dataset<Row> rows) {
    return write(job, table, rows, TableStore.Part.added(note(job)));
  }

  private long write(String job, Table table, Dataset<Row> rows, TableStore.Part part) {
    return store.write(table, rows, part, note(job), lease::check).rows();
  }

  /** Keeps an entry for {@code ops.run_log} until the log is written. */
  public synchronized void log(RunLogEntry entry) {
    log.add(entry);
  }

  /**
   * Publishes what the run has written.
   *
   * @param written tables of the jobs that ended in this run; every other table keeps its published
   *     version
   */
  public Publication publish(Collection<Table> written) {
    writeLog();
    Set<Table> fresh = new HashSet<>(written);
    Map<String, Publication.Entry> entries = new TreeMap<>(published.tables());
    for (Table table : Tables.ALL) {
      long head = store.version(table);
      if (head > CommitLog.NONE && (fresh.contains(table) || table.slice() == Slice.LOG)) {
        List<String> key = table.key().stream().map(TableColumn::name).toList();
        entries.put(table.fullName(), new Publication.Entry(table.folder(), head, key));
      }
    }
    Set<LocalDate> dates = new TreeSet<>(published.dates());
    dates.add(journal.asOf());
    Publication next =
        new Publication(
            published.publication() + 1,
            runId(),
            journal.runKey(),
            journal.asOf(),
            clock.instant(),
            List.copyOf(dates),
            entries);
    Faults.at("publish", Tables.PUBLICATION_TABLE, "before-publish");
    append(
        "publish",
        Tables.PUBLICATION_TABLE,
        PublicationRows.of(store.spark(), next, lease.fence(), settings.hash(), codeVersion()));
    Faults.at("publish", Tables.PUBLICATION_TABLE, "after-publish");
    storage.put(CURRENT, Json.write(next));
    published = next;
    storage.delete(Journal.FILE);
    lease.endRun();
    return next;
  }

  /** Appends what was logged so far to {@code ops.run_log}. */
  public synchronized void writeLog() {
    if (log.isEmpty()) {
      return;
    }
    Dataset<Row> rows =
        store
            .spark()
            .createDataFrame(
                log.stream().map(entry -> entry.toRow(runId(), journal)).toList(),
                Tables.RUN_LOG.schema());
    append("run_log", Tables.RUN_LOG, rows);
    log.clear();
  }

  /** The newest publication; the pointer is mended if the process died before it was put. */
  private Publication newestPublication() {
    Publication pointer = current(storage);
    long version = store.version(Tables.PUBLICATION_TABLE);
    if (version <= 0) {
      return pointer;
    }
    Publication newest =
        PublicationRows.newest(store.read(Tables.PUBLICATION_TABLE)).orElse(Publication.NONE);
    if (newest.publication() > pointer.publication()) {
      storage.put(CURRENT, Json.write(newest));
      return newest;
    }
    return pointer;
  }

  /** What {@code current.json} says is published. */
  public static Publication current(Storage storage) {
    return storage
        .read(CURRENT)
        .map(
            text -> {
              try {
                return Json.read(text, Publication.class);
              } catch (JsonProcessingException e) {
                throw Errors.unreadableControlFile(storage.path(CURRENT), e);
              }
            })
        .orElse(Publication.NONE);
  }

  private Map<String, Long> versions(List<Table> tables) {
    Map<String, Long> versions = new TreeMap<>();
    tables.forEach(table -> versions.put(table.fullName(), store.version(table)));
    return versions;
  }

  private CommitNote note(String job) {
    return new CommitNote(
        runId(),
        journal.runKey(),
        journal.asOf(),
        job,
        lease.fence(),
        settings.hash(),
        codeVersion(),
        UUID.randomUUID().toString());
  }

  private void saveJournal() {
    lease.check();
    storage.put(Journal.FILE, Json.write(journal));
  }

  private Journal parseJournal(String text) {
    try {
      return Json.read(text, Journal.class);
    } catch (JsonProcessingException e) {
      throw Errors.unreadableControlFile(storage.path(Journal.FILE), e);
    }
  }

  /** Version of this program, as publications record it. */
  public static String codeVersion() {
    String version = RunSession.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {
    try {
      writeLog();
    } finally {
      if (journal != null && journal.jobs().isEmpty()) {
        lease.endRun(); // A run that has written nothing keeps nobody waiting.
      }
      lease.close();
    }
  }
}
