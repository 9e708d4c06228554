package clientele.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.job.Job;
import clientele.job.Jobs;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and output of what ends before Spark starts. */
@Isolated("takes the output of the process")
final class CommandLineTest {
  @TempDir private Path folder;

  private record Result(int exitCode, String output, String errors) {}

  private static Result run(String... arguments) {
    PrintStream output = System.out;
    PrintStream errors = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exitCode = Clientele.execute(arguments);
      return new Result(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(output);
      System.setErr(errors);
    }
  }

  private String configuration() throws IOException {
    Path file = folder.resolve("clientele.conf");
    return Files.writeString(file, "warehouse = warehouse\nsources.orders.path = orders\n")
        .toString();
  }

  private static void failed(Result result, ExitCode code, String said) {
    assertThat(result.exitCode()).as(result.errors()).isEqualTo(code.code());
    assertThat(result.errors()).startsWith("clientele: ").contains(said);
    assertThat(result.output()).isEmpty();
  }

  @Test
  void anUnknownCommandOptionOrJobIsWrongUsage() throws IOException {
    failed(run("fly"), ExitCode.USAGE, "fly");
    failed(run("jobs", "--fast"), ExitCode.USAGE, "--fast");
    failed(
        run("run", "ingset", "--date", "2024-01-31", "--conf", configuration()),
        ExitCode.USAGE,
        "There is no job 'ingset'. The jobs are: ingest, months");
    failed(
        run("run", "ingest", "--from", "months", "--date", "2024-01-31"),
        ExitCode.USAGE,
        "not both");
    failed(
        run("run", "--date", "2024-01-31", "--run-key", " ", "--conf", configuration()),
        ExitCode.USAGE,
        "--run-key is empty");
  }

  @Test
  void withoutADateNothingRuns() throws IOException {
    failed(run("run", "--conf", configuration()), ExitCode.USAGE, "there is no default");
    failed(run("run", "--date", "", "--conf", configuration()), ExitCode.USAGE, "date is missing");
    failed(run("run", "--date", "31/01/2024"), ExitCode.USAGE, "'31/01/2024' is not a date");
    failed(run("run", "--date", "2023-02-29"), ExitCode.USAGE, "'2023-02-29' is not a date");
  }

  @Test
  void aWrongConfigurationIsToldAtOnceWithItsPlace() throws IOException {
    String file = folder.resolve("bad.conf").toString();
    failed(run("run", "--date", "2024-01-31", "--conf", file), ExitCode.CONFIG, "bad.conf");

    Files.writeString(
        Path.of(file), "currencyy = GBP\nsources.orders { path = o, mode = apend }\n");
    Result result = run("status", "--conf", file);
    failed(result, ExitCode.CONFIG, "currencyy");
    assertThat(result.errors()).contains("bad.conf:1", "bad.conf:2", "apend");
  }

  @Test
  void readingBeforeTheFirstPublicationIsWrongUsage() throws IOException {
    String conf = configuration();
    failed(
        run("sql", "SELECT * FROM gold.nps", "--conf", conf),
        ExitCode.USAGE,
        "Nothing is published in " + folder.resolve("warehouse"));
    failed(run("show", "gold.nps", "--conf", conf), ExitCode.USAGE, "Nothing is published");
    failed(run("window", "--conf", conf), ExitCode.USAGE, "Nothing is published");
    failed(run("window", "--conf", conf, "--date", "now"), ExitCode.USAGE, "'now' is not a date");
    failed(run("show", "gold.npc", "--conf", conf), ExitCode.USAGE, "There is no table gold.npc");

    Result status = run("status", "--conf", conf);
    assertThat(status.exitCode()).isZero();
    assertThat(status.output()).contains("nothing yet", "nobody");
  }

  @Test
  void jobsAndGraphAreOnStdout() throws IOException {
    Result jobs = run("jobs");
    assertThat(jobs.exitCode()).isZero();
    assertThat(jobs.output().lines()).hasSize(Jobs.ALL.size());
    assertThat(jobs.output()).startsWith("ingest ").contains("\npublish ");
    assertThat(jobs.errors()).isEmpty();

    assertThat(run("graph").output()).startsWith("flowchart LR");
    Result graph = run("graph", "--json");
    assertThat(new ObjectMapper().readTree(graph.output()).path("jobs").findValuesAsText("name"))
        .containsExactlyElementsOf(Jobs.ALL.stream().map(Job::name).toList());
  }

  @Test
  void tablesAreListedAndDescribed() {
    assertThat(run("tables").output()).contains("gold.nps ", "one row per dimension value");
    assertThat(run("tables", "gold.nps").output())
        .contains("gold.nps", "promoters", "change_is_significant");
    failed(run("tables", "gold.npc"), ExitCode.USAGE, "gold.npc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "generate",
        "sql",
        "show",
        "window",
        "status",
        "jobs",
        "graph",
        "tables"
      })
  void everyCommandExplainsItself(String command) {
    Result result = run(command, "--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).startsWith("Usage: clientele " + command).contains("--help");
  }

  @Test
  void withoutArgumentsTheProgramExplainsItself() {
    Result result = run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("Usage: clientele", "Exit codes", "clientele demo");
    assertThat(run("--version").output()).startsWith("clientele ");
  }
}
