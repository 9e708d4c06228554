package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.job.Jobs;
import clientele.oracle.Oracle;
import clientele.subscription.Subscribers;
import clientele.testing.SparkExtension;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every law of the tables, on the random histories of 100,000 subscribers. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class RandomHistoriesTest implements MrrLaws {
  private static final int CUSTOMERS = 100_000;
  private static final LocalDate FROM = LocalDate.of(2023, 12, 10);
  private static final int DAYS = 160;
  private static final String DATE = "2024-04-17";

  private static Pipeline pipeline;
  private static Oracle tables;

  @BeforeAll
  static void run(SparkSession spark, @Warehouse Path folder) {
    Subscribers subscribers = Subscribers.of(7, CUSTOMERS, FROM, DAYS);
    Path data = folder.resolve("data");
    subscribers.terms(spark).drop("replaced_on").write().parquet(data + "/subscriptions");
    subscribers.customerRows(spark).write().parquet(data + "/customers");
    subscribers
        .rateRows(spark)
        .select("currency", "on_date", "rate")
        .write()
        .parquet(data + "/fx_rates");
    String conf =
        """
        currency = GBP
        dimensions = [region]
        subscriptions { grace-days = 5, past-due-days = 9 }
        sources {
          subscriptions.path = "%1$s/subscriptions"
          customers { path = "%1$s/customers", mode = snapshot }
          fx_rates.path = "%1$s/fx_rates"
        }
        """
            .formatted(data);
    pipeline = Pipeline.of(spark, conf, folder);
    pipeline.run(
        DATE, Jobs.named(List.of("ingest", "months", "cohorts", "subscriptions", "publish")));
    tables = pipeline.show(DATE);
  }

  @AfterAll
  static void close() {
    if (tables != null) {
      tables.close();
    }
  }

  @Override
  public Oracle tables() {
    return tables;
  }

  @Test
  void noTermIsLost() {
    assertThat(
            pipeline
                .table(Tables.RUN_LOG)
                .where("source = 'subscriptions' AND rows_read = rows_accepted")
                .where("rows_read > " + CUSTOMERS)
                .count())
        .isOne();
    assertThat(
            tables.query(
                """
                SELECT sum(new_customers) > 50000, sum(short_lived_customers) > 1000, sum(fx_mrr) <> 0
                FROM mrr_movement WHERE dimension = 'all'
                """))
        .containsExactly(List.of("true", "true", "true"));
  }
}
