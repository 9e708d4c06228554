package clientele.io;

import static clientele.catalogue.Tables.CHURN_MONTHLY;
import static clientele.catalogue.Tables.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.catalogue.Table;
import clientele.error.ClienteleException.QualityException;
import clientele.error.ClienteleException.UsageException;
import clientele.job.JobRunner;
import clientele.job.Jobs;
import clientele.job.RunContext;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets the fault of the JVM")
@ExtendWith(SparkExtension.class)
final class PublicationTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;
  private final SparkSession spark;
  private Settings settings;

  PublicationTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void configure() throws IOException {
    Path file = folder.resolve("clientele.conf");
    Files.writeString(file, "warehouse = warehouse\nsources.orders.path = orders\n");
    settings = SettingsLoader.load(file, Map.of(), Map.of());
  }

  private RunSession open(String date, RunSession.Start start) {
    RunName run = RunName.of(LocalDate.parse(date));
    return RunSession.open(spark, settings, run, start, CLOCK, line -> {});
  }

  /** A row of churn_monthly; its movements foot if one customer is there at the end. */
  private Dataset<Row> churn(long atEnd) {
    return TextTable.of(
            spark,
            CHURN_MONTHLY.schema(),
            """
            basis  | dimension | value | month      | customers_at_start | gained | churned | returned | customers_at_end | is_mature
            orders | all       | all   | 2024-01-01 | 0                  | 1      | 0       | 0        | %d               | true
            """
                .formatted(atEnd))
        .drop("run_id");
  }

  private void runAndPublish(String date) {
    try (RunSession session = open(date, RunSession.Start.ANEW)) {
      session.beginJob("cohorts", List.of(CHURN_MONTHLY), List.of());
      session.replaceAsOf("cohorts", CHURN_MONTHLY, churn(1));
      session.endJob("cohorts", List.of(CHURN_MONTHLY));
      session.publish(List.of(CHURN_MONTHLY));
    }
  }

  private Publication current() {
    return RunSession.current(Storage.of(settings.warehouse()));
  }

  private List<String> publishedDates() {
    return PublishedSnapshot.open(spark, settings)
        .query("SELECT CAST(as_of AS STRING) FROM gold.churn_monthly ORDER BY 1")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void publishRefusesUntilEveryJobItNeedsHasEndedInThisRun() {
    try (RunSession session = open("2024-01-31", RunSession.Start.ANEW)) {
      RunContext context =
          new RunContext(
              LocalDate.parse("2024-01-31"), session.runId(), settings, CLOCK, line -> {});
      assertThatThrownBy(() -> JobRunner.run(session, context, Jobs.named(List.of("publish"))))
          .isInstanceOf(QualityException.class);

      for (String job : List.of("ingest", "months", "customers")) {
        session.beginJob(job, List.of(), List.of());
        session.endJob(job, List.of());
      }
      session.beginJob("cohorts", List.of(CHURN_MONTHLY), List.of());
      assertThatThrownBy(() -> JobRunner.run(session, context, Jobs.named(List.of("publish"))))
          .isInstanceOf(QualityException.class)
          .hasMessageContainingAll("2024-01-31", "have not ended: cohorts.");
      session.endJob("cohorts", List.of(CHURN_MONTHLY));

      // Who retries an early job has to run again what follows from it.
      session.beginJob("months", List.of(), List.of("customers", "cohorts", "nps"));
      session.endJob("months", List.of());
      assertThatThrownBy(() -> JobRunner.run(session, context, Jobs.named(List.of("publish"))))
          .isInstanceOf(QualityException.class)
          .hasMessageContaining("have not ended: customers, cohorts.");
    }
    assertThat(current()).isEqualTo(Publication.NONE);
  }

  @Test
  void aFailedCheckLeavesReadersWhereTheyAreForGood() {
    runAndPublish("2024-01-31");
    try (RunSession session = open("2024-02-29", RunSession.Start.ANEW)) {
      session.beginJob("cohorts", List.of(CHURN_MONTHLY), List.of());
      assertThatThrownBy(() -> session.replaceAsOf("cohorts", CHURN_MONTHLY, churn(5)))
          .isInstanceOf(QualityException.class)
          .hasMessageContainingAll("gold.churn_monthly", "2024-02-29", "1 rows", "movements-foot");
    }
    assertThat(publishedDates()).containsExactly("2024-01-31");

    runAndPublish("2024-03-31");
    assertThat(publishedDates()).containsExactly("2024-01-31", "2024-03-31");
    assertThat(current().dates())
        .containsExactly(LocalDate.parse("2024-01-31"), LocalDate.parse("2024-03-31"));
  }

  @Test
  void queriesReadAndSayWhatIsWrongWithThem() {
    runAndPublish("2024-01-31");
    PublishedSnapshot snapshot = PublishedSnapshot.open(spark, settings);
    String calendar = "delta.`" + settings.warehouse() + "/gold/churn_monthly`";
    for (String write :
        List.of(
            "DELETE FROM " + calendar,
            "INSERT INTO " + calendar + " SELECT * FROM " + calendar,
            "WITH x AS (SELECT 1) INSERT OVERWRITE " + calendar + " SELECT * FROM " + calendar,
            "UPDATE " + calendar + " SET month = null",
            "OPTIMIZE " + calendar,
            "CREATE TABLE t AS SELECT 1",
            "DROP TABLE gold.nps",
            "SET spark.sql.ansi.enabled = false")) {
      assertThatThrownBy(() -> snapshot.query(write))
          .as(write)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("Only queries are run");
    }
    assertThat(snapshot.query("SELECT 'see gold.nope' AS note FROM gold.churn_monthly").count())
        .isOne();
    assertThat(snapshot.query("WITH x AS (TABLE gold.churn_monthly) SELECT * FROM x").count())
        .isOne();
    assertThat(snapshot.query("DESCRIBE gold.churn_monthly").count()).isPositive();
    assertThatThrownBy(() -> snapshot.query("SELECT * FROM gold.nope"))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("gold.nope", "gold.nps");
    assertThatThrownBy(() -> snapshot.query("SELECT wrong FROM gold.churn_monthly"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("wrong");
    assertThatThrownBy(
            () -> {
              try {
                snapshot.query("SELECT 1 / 0").collectAsList();
              } catch (Exception e) {
                throw PublishedSnapshot.failed("SELECT 1 / 0", e);
              }
            })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("zero");
  }

  @Test
  void aRetryTakesBackWhatTheFirstAttemptWrote() {
    Dataset<Row> row =
        TextTable.of(spark, QUARANTINE.schema(), "source | file | row\norders | f | {}\n")
            .drop("run_id");
    runAndPublish("2024-01-31");
    long before;
    try (RunSession session = open("2024-02-29", RunSession.Start.GO_ON)) {
      before = rows(session, QUARANTINE);
      session.beginJob("ingest", List.of(QUARANTINE), List.of());
      session.append("ingest", QUARANTINE, row);
      assertThat(rows(session, QUARANTINE)).isEqualTo(before + 1);
    }
    try (RunSession session = open("2024-02-29", RunSession.Start.GO_ON)) {
      session.beginJob("ingest", List.of(QUARANTINE), List.of());
      assertThat(rows(session, QUARANTINE)).isEqualTo(before);
      session.append("ingest", QUARANTINE, row);
      session.endJob("ingest", List.of(QUARANTINE));
      assertThat(rows(session, QUARANTINE)).isEqualTo(before + 1);
    }
    // Never published: another run begins without it.
    try (RunSession session = open("2024-03-31", RunSession.Start.ANEW)) {
      assertThat(rows(session, QUARANTINE)).isEqualTo(before);
    }
  }

  private static long rows(RunSession session, Table table) {
    return session.store().read(table).count();
  }

  @Test
  void thePointerIsMendedWhenTheProcessDiedBeforeItWasPut() {
    runAndPublish("2024-01-31");
    System.setProperty("clientele.fault", "publish:ops.publication:after-publish:throw");
    try {
      assertThatThrownBy(() -> runAndPublish("2024-02-29"))
          .isInstanceOf(IllegalStateException.class);
    } finally {
      System.clearProperty("clientele.fault");
    }
    assertThat(current().publication()).isEqualTo(1);
    assertThat(publishedDates()).containsExactly("2024-01-31");

    open("2024-02-29", RunSession.Start.GO_ON).close();
    assertThat(current().publication()).isEqualTo(2);
    assertThat(current().asOf()).isEqualTo("2024-02-29");
    assertThat(publishedDates()).containsExactly("2024-01-31", "2024-02-29");
  }
}
