package clientele.job;

import static clientele.catalogue.Tables.INGEST_ACCOUNT;
import static clientele.catalogue.Tables.NPS_RESPONSES_TABLE;
import static clientele.catalogue.Tables.ORDERS_TABLE;
import static clientele.catalogue.Tables.REFUNDS_TABLE;
import static clientele.catalogue.Tables.SUBSCRIPTIONS_TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.io.RunName;
import clientele.io.RunSession;
import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import clientele.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job sees no row of a source that was configured once and is not now. */
@ExtendWith(SparkExtension.class)
final class SourceTablesTest {
  private static final LocalDate DATE = LocalDate.parse("2024-01-31");
  private static final Clock CLOCK = Clock.systemUTC();

  private final SparkSession spark;
  private final Path folder;

  SourceTablesTest(SparkSession spark, @Warehouse Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  private Settings configured(String sources) throws IOException {
    Path file = folder.resolve("clientele.conf");
    Files.writeString(file, "warehouse = warehouse\n" + sources);
    return SettingsLoader.load(file, Map.of(), Map.of());
  }

  @Test
  void ordersAreOfTheSourceTheBooksAreMadeOf() throws IOException {
    for (String books : List.of("orders", "order_lines")) {
      Settings settings = configured("sources." + books + ".path = o\n");
      assertThat(SourceTables.count(ORDERS_TABLE, settings)).isTrue();
      assertThat(SourceTables.count(REFUNDS_TABLE, settings)).isTrue();
      assertThat(SourceTables.count(Tables.ORDER_LINES_TABLE, settings))
          .isEqualTo(books.equals("order_lines"));
    }
    Settings without = configured("sources.subscriptions.path = s\n");
    assertThat(SourceTables.count(ORDERS_TABLE, without)).isFalse();
    assertThat(SourceTables.count(REFUNDS_TABLE, without)).isFalse();
    assertThat(SourceTables.count(SUBSCRIPTIONS_TABLE, without)).isTrue();
    assertThat(SourceTables.count(Tables.FX_RATES_TABLE, without)).isFalse();
  }

  @Test
  void accountsAreThoseOfTheSourcesThatCount() throws IOException {
    Settings settings = configured("sources.order_lines.path = o\n");

    List<Row> seen =
        SourceTables.counted(
                INGEST_ACCOUNT,
                TextTable.of(
                    spark,
                    INGEST_ACCOUNT.schema(),
                    """
                    source
                    orders
                    order_lines
                    nps_responses
                    fx_rates
                    """),
                settings)
            .select("source")
            .collectAsList();

    assertThat(seen).extracting(row -> row.getString(0)).containsOnly("order_lines");
  }

  @Test
  void aJobSeesTheRowsOnlyWhileTheirSourceIsConfigured() throws IOException {
    Settings both = configured("sources { orders.path = o, nps_responses.path = n }\n");
    Settings orders = configured("sources.orders.path = o\n");
    try (RunSession session =
        RunSession.open(spark, both, RunName.of(DATE), RunSession.Start.ANEW, CLOCK, line -> {})) {
      session.replaceAll(
          "ingest",
          NPS_RESPONSES_TABLE,
          TextTable.of(
                  spark,
                  NPS_RESPONSES_TABLE.schema(),
                  """
                  response_id | customer_id | responded_at | responded_on | score | ingest_no
                  r1          | a           | 2024-01-05   | 2024-01-05   | 9     | 1
                  """)
              .drop("run_id"));

      assertThat(seen(session, both, "nps")).isOne();
      assertThat(seen(session, orders, "nps")).isZero();
      // Ingest keeps the rows for when their source is back.
      assertThat(seen(session, orders, "ingest")).isOne();
      assertThat(workspace(session, both, "nps").files(NPS_RESPONSES_TABLE)).hasSize(1);
      assertThat(workspace(session, orders, "nps").files(NPS_RESPONSES_TABLE)).isEmpty();
    }
  }

  private static long seen(RunSession session, Settings settings, String job) {
    Table table = NPS_RESPONSES_TABLE;
    JobWorkspace workspace = workspace(session, settings, job);
    long rows = workspace.whole(table).count();
    assertThat(workspace.table(table).count()).isEqualTo(rows);
    assertThat(workspace.accepted(table).count()).isEqualTo(rows);
    return rows;
  }

  private static JobWorkspace workspace(RunSession session, Settings settings, String job) {
    RunContext context = new RunContext(DATE, session.runId(), settings, CLOCK, line -> {});
    return new JobWorkspace(session, Jobs.named(List.of(job)).get(0), context, () -> {});
  }
}
