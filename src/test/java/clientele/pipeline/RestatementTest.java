package clientele.pipeline;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.expr;

import clientele.catalogue.Tables;
import clientele.job.Job;
import clientele.job.Jobs;
import clientele.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Figures that were published, altered by what came later: each is listed with its cause. */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class RestatementTest {
  private final SparkSession spark;
  private final Path folder;
  private final Deliveries deliveries;

  /** A company for each test. */
  RestatementTest(SparkSession spark, @TempDir Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.deliveries = Deliveries.in(folder.resolve("data"));
  }

  /** PostHog#19871: what a figure was is not kept; dbt_shopify#76: old refunds restate nothing. */
  @Test
  void alteredCellsAreListedWithTheirCause() {
    deliveries.orders(
        "01",
        """
        a1,a,2023-12-05 10:00:00,10.00,4.00,tea,,
        b1,b,2024-01-20 12:00:00,5.50,1.00,tea,,
        c1,c,2024-02-20 12:00:00,40.00,10.00,,,
        """);
    List<Job> jobs = Jobs.named(List.of("ingest", "months", "cohorts", "publish"));
    Pipeline pipeline = pipeline("");
    pipeline.run("2024-02-29", jobs);

    // A late row of December, a January row put right, and a refund that cancels a February order.
    deliveries.orders(
        "02",
        """
        a0,a,2023-12-20 10:00:00,7.00,,tea,,
        b1,b,2024-01-20 12:00:00,6.50,1.00,tea,,
        r1,c,2024-03-12 12:00:00,-40.00,,,,c1
        """);
    pipeline.run("2024-03-31", jobs);
    assertThat(cells(pipeline, "2024-03-31", "revenue", "cohort_size", "gained"))
        .hasRows(
            """
            table                 | period_ends_on | column      | first_published | present | cause
            gold.cohort_retention | 2023-12-31     | revenue     | 10              | 17      | late row
            gold.cohort_retention | 2024-01-31     | revenue     | 5.5             | 6.5     | late row, replacement
            gold.cohort_retention | 2024-02-29     | cohort_size | 1               | 0       | late row, refund, replacement
            gold.churn_monthly    | 2024-02-29     | gained      | 1               | 0       | late row, refund, replacement
            """);

    // A date on which nothing has come but time: more months, the old ones as they were.
    pipeline.run("2024-04-30", jobs);
    assertThat(list(pipeline, "2024-04-30")).hasRows("cell\n");

    pipeline("churn.inactive-after-days = 40\n").run("2024-04-30", jobs);
    assertThat(list(pipeline, "2024-04-30").select("cause").distinct())
        .hasRows("cause\ndefinition\n");
    assertThat(cells(pipeline, "2024-04-30", "inactive_after_days"))
        .hasRows(
            """
            period_ends_on | is_settled | first_published | previously_published | present
            2023-12-31     | true       | 90              | 90                   | 40
            2024-01-31     | true       | 90              | 90                   | 40
            2024-02-29     | true       | 90              | 90                   | 40
            2024-03-31     | true       | 90              | 90                   | 40
            2024-04-30     | true       | 90              | 90                   | 40
            """);
  }

  @Test
  void aTermThatHasVanishedIsMissedInTheMonthsItWasIn() {
    List<Job> jobs = Jobs.named(List.of("ingest", "months", "subscriptions", "publish"));
    String stays = "s1,a,2024-01-10,,basic,10.00,month,,,\n";
    deliveries.orders("01", "c1,c,2024-02-20 12:00:00,40.00,10.00,,,\n");
    deliveries.subscriptions("01", stays + "s2,b,2024-02-05,,basic,10.00,month,,,\n");
    String snapshot = "sources.subscriptions.mode = snapshot\n";
    Pipeline pipeline = pipeline(snapshot);
    pipeline.run("2024-02-29", jobs);

    // A late order and a refund reach the same months, but no subscription.
    deliveries.orders(
        "02",
        """
        b1,b,2024-01-20 12:00:00,5.50,1.00,tea,,
        r1,c,2024-03-12 12:00:00,-40.00,,,,c1
        """);
    deliveries.subscriptions("01", stays);
    pipeline.run("2024-03-31", jobs);

    assertThat(cells(pipeline, "2024-03-31", "new_mrr", "closing_mrr", "closing_customers"))
        .hasRows(
            """
            table             | period_ends_on | column            | first_published | present | cause
            gold.mrr_movement | 2024-02-29     | new_mrr           | 10              | 0       | replacement
            gold.mrr_movement | 2024-02-29     | closing_mrr       | 20              | 10      | replacement
            gold.mrr_movement | 2024-02-29     | closing_customers | 2               | 1       | replacement
            """);

    // Tenure has no calendar: its figures are compared when the date is run again.
    assertThat(cells(pipeline, "2024-03-31", "at_risk")).hasRows("cell\n");
    pipeline(snapshot + "sources.subscriptions.history-starts-on = 2024-03-01\n")
        .run("2024-03-31", jobs);
    assertThat(cells(pipeline, "2024-03-31", "at_risk"))
        .hasRows(
            """
            table                      | period_ends_on | is_settled | first_published | present | cause
            gold.subscription_survival | null           | false      | 1               | 0       | definition
            gold.subscription_survival | null           | false      | 1               | 0       | definition
            """);
  }

  private Pipeline pipeline(String more) {
    return Pipeline.of(spark, deliveries.conf() + more, folder.resolve("company"));
  }

  private static Dataset<Row> list(Pipeline pipeline, String date) {
    return pipeline.table(Tables.RESTATEMENT, date);
  }

  /** The restated cells of some columns, over all customers. */
  private static Dataset<Row> cells(Pipeline pipeline, String date, String... columns) {
    Dataset<Row> named =
        list(pipeline, date).withColumn("column", expr("get_json_object(cell, '$.column')"));
    return named.where(
        named
            .col("column")
            .isin((Object[]) columns)
            .and(expr("get_json_object(cell, '$.dimension') = 'all'")));
  }
}
