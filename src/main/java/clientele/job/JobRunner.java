package clientele.job;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.error.ClienteleException;
import clientele.error.Errors;
import clientele.io.RunLogEntry;
import clientele.io.RunSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs jobs in an open run: each after those whose tables it reads, independent ones side by side.
 */
public final class JobRunner {
  private final RunSession session;
  private final RunContext context;
  private final List<Job> jobs;
  private final AtomicInteger started = new AtomicInteger();

  private JobRunner(RunSession session, RunContext context, List<Job> jobs) {
    this.session = session;
    this.context = context;
    this.jobs = jobs;
  }

  /**
   * Runs some jobs of {@link Jobs#ALL}, in its order.
   *
   * @throws ClienteleException the first failure; jobs that depend on it are not started
   */
  public static void run(RunSession session, RunContext context, List<Job> jobs) {
    new JobRunner(session, context, jobs).runAll();
  }

  private void runAll() {
    int parallel = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      Map<Job, CompletableFuture<Void>> running = new LinkedHashMap<>();
      for (Job job : jobs) {
        CompletableFuture<?>[] upstream =
            jobs.stream()
                .filter(other -> running.containsKey(other) && JobGraph.feeds(other, job))
                .map(running::get)
                .toArray(CompletableFuture<?>[]::new);
        running.put(job, CompletableFuture.allOf(upstream).thenRunAsync(() -> runOne(job), pool));
      }
      waitForAll(running.values().stream().toList());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void waitForAll(List<CompletableFuture<Void>> running) {
    RuntimeException first = null;
    for (CompletableFuture<Void> job : running) {
      try {
        job.join();
      } catch (CompletionException e) {
        if (first == null) {
          first = e.getCause() instanceof RuntimeException cause ? cause : e;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void runOne(Job job) {
    SparkSession spark = session.store().spark();
    SparkSession.setActiveSession(spark);
    spark.sparkContext().setJobDescription(job.name() + " " + context.businessDate());
    JobWorkspace workspace = new JobWorkspace(session, job, context, this::publish);
    String position = "[" + started.incrementAndGet() + "/" + jobs.size() + "] ";
    context.progress().accept(position + job.name() + " …");
    try {
      if (job instanceof PublishJob publishJob) {
        publishJob.run(workspace, context); // Begins and ends within publish(): it closes the run.
      } else {
        session.beginJob(
            job.name(), job.writes(), JobGraph.downstream(job).stream().map(Job::name).toList());
        execute(job, workspace);
        session.endJob(job.name(), job.writes());
      }
    } catch (Exception e) { // SparkException is no RuntimeException, though Scala throws it so.
      log(job, workspace, "failed", message(e));
      throw e;
    }
    log(job, workspace, "ended", null);
    Duration elapsed = Duration.between(workspace.startedAt(), context.clock().instant());
    context
        .progress()
        .accept(
            "%s%s %.1f s, %,d rows"
                .formatted(
                    position, job.name(), elapsed.toMillis() / 1000.0, workspace.rowsWritten()));
  }

  private void execute(Job job, JobWorkspace workspace) {
    if (job instanceof StoreJob storeJob) {
      storeJob.run(workspace, context);
      return;
    }
    Outputs outputs = ((TableJob) job).run(workspace, context);
    if (!outputs.tables().equals(Set.copyOf(job.writes()))) {
      throw new IllegalStateException(
          job.name() + " declares " + job.writes() + " but gave " + outputs.tables());
    }
    Set<Table> written = new HashSet<>();
    for (Outputs.Output output : outputs.all()) {
      workspace.replaceAsOf(output.table(), rows(output, written, workspace));
      written.add(output.table());
    }
  }

  private static Dataset<Row> rows(
      Outputs.Output output, Set<Table> written, JobWorkspace workspace) {
    if (output instanceof Outputs.Computed computed) {
      return computed.dataset();
    }
    return ((Outputs.Derived) output)
        .transform()
        .apply(
            table -> {
              if (!written.contains(table)) {
                throw new IllegalArgumentException(
                    table + " is not written before " + output.table());
              }
              return workspace.table(table);
            });
  }

  /** Publishes the tables of the jobs of this run, if all that they need has ended in it too. */
  private void publish() {
    Set<Job> required = new LinkedHashSet<>();
    for (Job job : Jobs.ALL) {
      if (session.startedJobs().contains(job.name()) && !(job instanceof PublishJob)) {
        required.add(job);
        Jobs.ALL.stream().filter(other -> JobGraph.feeds(other, job)).forEach(required::add);
      }
    }
    List<String> missing =
        required.stream().map(Job::name).filter(name -> !session.hasEnded(name)).toList();
    if (required.isEmpty() || !missing.isEmpty()) {
      throw Errors.notReadyToPublish(
          context.businessDate(), missing.isEmpty() ? List.of("none has run") : missing);
    }
    List<Table> written = new ArrayList<>();
    required.forEach(job -> written.addAll(job.writes()));
    restate(written);
    written.add(Tables.RESTATEMENT);
    session.publish(written);
  }

  /** Lists the cells that this run shows otherwise than they were published. */
  private void restate(List<Table> written) {
    List<Table> writes = List.of(Tables.RESTATEMENT);
    session.beginJob(PublishJob.NAME, writes, List.of());
    Restatement.rows(session, context, written)
        .ifPresent(
            rows -> {
              long cells = session.replaceAsOf(PublishJob.NAME, Tables.RESTATEMENT, rows);
              context.progress().accept("    restatement: %,d cells".formatted(cells));
            });
    session.endJob(PublishJob.NAME, writes);
  }

  private void log(Job job, JobWorkspace workspace, String status, String message) {
    Map<String, Long> versions = new TreeMap<>();
    for (Table table : job.writes()) {
      versions.put(table.fullName(), session.store().version(table));
    }
    session.log(
        new RunLogEntry(
            job.name(),
            null,
            status,
            workspace.startedAt(),
            context.clock().instant(),
            null,
            workspace.rowsWritten(),
            versions,
            message));
  }

  private static String message(Exception failure) {
    return failure instanceof ClienteleException
        ? failure.getMessage()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
