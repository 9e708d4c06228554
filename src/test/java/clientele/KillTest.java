package clientele;

import static clientele.testing.TableAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Layer;
import clientele.catalogue.Slice;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.io.Publication;
import clientele.io.PublishedSnapshot;
import clientele.io.RunName;
import clientele.io.RunSession;
import clientele.io.Storage;
import clientele.job.JobRunner;
import clientele.job.Jobs;
import clientele.job.RunContext;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.testing.ChildProcess;
import clientele.testing.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at the worst moments, one after the other, on one warehouse. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class KillTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 4, 30);
  private static final LocalDate SECOND = LocalDate.of(2024, 5, 31);
  private static final LocalDate THIRD = LocalDate.of(2024, 6, 1);
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Jobs of every kind; more would make each of many runs longer and show nothing more. */
  private static final List<String> JOBS = List.of("ingest", "months", "nps", "publish");

  @TempDir private Path folder;
  private final SparkSession spark;
  private Path configuration;

  KillTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void fiftyCustomers() throws IOException {
    configuration = folder.resolve("clientele.conf");
    Files.writeString(
        configuration,
        """
        warehouse = undisturbed
        sources.orders { path = orders, format = csv
          columns { order_id = id, customer_id = customer, ordered_at = day, amount = value } }
        sources.nps_responses { path = answers, format = csv }
        # For a handful of rows, to compile code and to plan anew costs more than it saves.
        spark { "spark.sql.codegen.wholeStage" = false, "spark.sql.codegen.factoryMode" = NO_CODEGEN
          "spark.sql.adaptive.enabled" = false, "spark.sql.ui.explainMode" = simple }
        """);
    Files.createDirectories(folder.resolve("orders"));
    Files.createDirectories(folder.resolve("answers"));
    orders("1.csv", FIRST.minusMonths(3), 80);
    answers("1.csv", FIRST.minusMonths(2), 40);
  }

  private void orders(String name, LocalDate from, int days) throws IOException {
    StringBuilder text = new StringBuilder("id,customer,day,value\n");
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < 3; i++) {
        int customer = (day * 7 + i * 17) % 50;
        String id = name + day + "-" + i;
        text.append(
            "%s,c%d,%s,%d.50\n".formatted(id, customer, from.plusDays(day), (day * i) % 40));
      }
    }
    Files.writeString(folder.resolve("orders").resolve(name), text);
  }

  private void answers(String name, LocalDate from, int days) throws IOException {
    StringBuilder text = new StringBuilder("response_id,customer_id,responded_at,score\n");
    for (int day = 0; day < days; day++) {
      text.append(
          "%s%d,c%d,%s,%d\n".formatted(name, day, day * 3 % 50, from.plusDays(day), day % 11));
    }
    Files.writeString(folder.resolve("answers").resolve(name), text);
  }

  private Settings settings(String warehouse) {
    return SettingsLoader.load(configuration, Map.of("warehouse", warehouse), Map.of());
  }

  private void run(String warehouse, LocalDate date) {
    Settings settings = settings(warehouse);
    Clock clock = Clock.systemUTC();
    try (RunSession session =
        RunSession.open(
            spark, settings, RunName.of(date), RunSession.Start.ANEW, clock, line -> {})) {
      RunContext context = new RunContext(date, session.runId(), settings, clock, line -> {});
      JobRunner.run(session, context, Jobs.named(JOBS));
    }
  }

  private ChildProcess child() {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(JOBS);
    arguments.addAll(
        List.of(
            "--date",
            SECOND.toString(),
            "--conf",
            configuration.toString(),
            "--set",
            "warehouse=disturbed",
            "--master",
            "local[2]",
            "--set",
            "spark.sql.shuffle.partitions=2"));
    return ChildProcess.of("clientele.Main", arguments.toArray(String[]::new));
  }

  private Publication published(String warehouse) {
    return RunSession.current(Storage.of(settings(warehouse).warehouse()));
  }

  /** Content of the published tables; who wrote it, and how often, aside. */
  private void assertSame(String warehouse, String other, LocalDate date) {
    PublishedSnapshot actual = PublishedSnapshot.open(spark, settings(warehouse));
    PublishedSnapshot expected = PublishedSnapshot.open(spark, settings(other));
    for (Table table : compared(published(other))) {
      Dataset<Row> rows = actual.table(table, date);
      assertThat(rows).hasSameContentAs(expected.table(table, date), "run_id");
    }
  }

  private static List<Table> compared(Publication publication) {
    return Tables.ALL.stream()
        .filter(table -> table.slice() != Slice.LOG && table.layer() != Layer.OPS)
        .filter(table -> publication.version(table.fullName()) >= 0)
        .toList();
  }

  @Test
  void aRunKilledAtAnyMomentIsRepairedByRunningAgain() throws IOException {
    run("undisturbed", FIRST);
    copy(folder.resolve("undisturbed"), folder.resolve("disturbed"));
    copy(folder.resolve("undisturbed"), folder.resolve("before"));
    // Some of them late, so that published figures are restated.
    orders("2.csv", FIRST.minusDays(5), 37);
    answers("2.csv", FIRST.minusDays(20), 50);
    run("undisturbed", SECOND);
    assertThat(compared(published("undisturbed")))
        .contains(Tables.ORDERS_TABLE, Tables.NPS_TABLE, Tables.RESTATEMENT);

    assertDies("ingest:silver.orders:after-commit:halt");
    try (ChildProcess.Running running = child().start()) {
      running.waitUntil(() -> running.errors().contains("] months"), LONG);
      assertThat(running.kill().exitCode()).isEqualTo(137);
    }
    assertThat(published("disturbed")).isEqualTo(published("before"));
    assertSame("disturbed", "before", FIRST);

    ChildProcess.Result broken =
        child().withProperty("clientele.fault", "nps:gold.nps:rows:double").runFor(LONG);
    assertThat(broken.exitCode()).as(broken.errors()).isEqualTo(65);
    assertThat(broken.errors())
        .contains("gold.nps", SECOND.toString(), "have more than one row")
        .doesNotContain("\tat ");
    assertThat(published("disturbed")).isEqualTo(published("before"));
    assertSame("disturbed", "before", FIRST);

    // The next good run, of another date, takes back what the broken one left.
    run("disturbed", THIRD);
    assertThat(published("disturbed").dates()).containsExactly(FIRST, THIRD);
    PublishedSnapshot after = PublishedSnapshot.open(spark, settings("disturbed"));
    assertThat(after.table(Tables.NPS_TABLE, SECOND).isEmpty()).isTrue();
    assertThat(after.table(Tables.NPS_TABLE, FIRST))
        .hasSameContentAs(
            PublishedSnapshot.open(spark, settings("before")).table(Tables.NPS_TABLE, FIRST),
            "run_id");

    assertDies("publish:ops.publication:after-publish:halt");
    run("disturbed", SECOND);
    assertThat(published("disturbed").dates()).containsExactly(FIRST, SECOND, THIRD);
    assertSame("disturbed", "undisturbed", SECOND);
    assertSame("disturbed", "undisturbed", FIRST);
  }

  /** A run that is halted at a point leaves readers where they were. */
  private void assertDies(String fault) {
    Publication shown = published("disturbed");
    ChildProcess.Result result = child().withProperty("clientele.fault", fault).runFor(LONG);
    assertThat(result.exitCode()).as(fault + "\n" + result.errors()).isEqualTo(137);
    assertThat(published("disturbed")).isEqualTo(shown);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
