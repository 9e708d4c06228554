package clientele.cli;

import clientele.error.Errors;
import clientele.io.RunName;
import clientele.io.RunSession;
import clientele.job.Job;
import clientele.job.JobRunner;
import clientele.job.Jobs;
import clientele.job.RunContext;
import clientele.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the pipeline, or some jobs of it, for one business date. */
@Command(
    name = "run",
    description = {
      "Run the pipeline for a business date; with job names only these jobs.",
      "Can be run again at any time: the same date gives the same tables."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "JOB", description = "Jobs to run; see clientele jobs.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--date",
      paramLabel = "D",
      description = "Business date, such as 2026-01-31; events up to its end count.")
  private String date;

  @Option(
      names = "--from",
      paramLabel = "JOB",
      description = "Go on with a run that broke off: this job and those after it.")
  private String from;

  @Option(
      names = "--run-key",
      paramLabel = "K",
      description = "Name of a run of several processes, such as Airflow's run id.")
  private String runKey;

  @Override
  public Integer call() throws IOException {
    LocalDate businessDate = BusinessDate.parse(date);
    List<Job> jobs = jobs();
    Settings settings = common.settings();
    RunName run =
        runKey == null ? RunName.of(businessDate) : RunName.of(businessDate, nonBlank(runKey));
    boolean isWhole = jobs.size() == Jobs.ALL.size();
    RunSession.Start start = isWhole ? RunSession.Start.ANEW : RunSession.Start.GO_ON;
    try (SparkSession spark = common.spark(settings)) {
      run(spark, settings, run, start, jobs);
    }
    return ExitCode.DONE.code();
  }

  /** Opens the run, runs the jobs, and says what was published. */
  static void run(
      SparkSession spark, Settings settings, RunName run, RunSession.Start start, List<Job> jobs) {
    Clock clock = Clock.systemUTC();
    Progress progress = new Progress();
    Instant begin = clock.instant();
    try (RunSession session = RunSession.open(spark, settings, run, start, clock, progress)) {
      progress.accept("run " + session.runId() + " of " + run.asOf());
      RunContext context = new RunContext(run.asOf(), session.runId(), settings, clock, progress);
      long before = session.published().publication();
      JobRunner.run(session, context, jobs);
      double seconds = Duration.between(begin, clock.instant()).toMillis() / 1000.0;
      String outcome =
          session.published().publication() > before
              ? "published as number " + session.published().publication()
              : "done, not published yet";
      progress.accept("%s: %s, %.1f s".formatted(run.asOf(), outcome, seconds));
    }
  }

  private List<Job> jobs() {
    if (from != null && !names.isEmpty()) {
      throw Errors.usage("Give either job names or --from, not both.");
    }
    if (from != null) {
      return Jobs.from(from);
    }
    return names.isEmpty() ? Jobs.ALL : Jobs.named(names);
  }

  private static String nonBlank(String key) {
    return Optional.of(key)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Errors.usage("--run-key is empty. Leave it out, or give a name."));
  }
}
