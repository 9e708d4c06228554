package clientele.pipeline;

import clientele.job.Job;
import clientele.job.Jobs;
import clientele.testing.SparkExtension;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Deliveries one after the other, each taken in on its day, against a fresh warehouse that is fed
 * with all of them at once: content depends on the sources and the date, not on how often, in how
 * many parts or in which steps. Files are named so that later deliveries sort later. Subscriptions
 * are not here: what is made of them is made anew from all terms each time.
 */
@Tag("external")
@ExtendWith(SparkExtension.class)
final class IncrementalTest {
  private final SparkSession spark;
  private final Path folder;
  private final Deliveries deliveries;

  IncrementalTest(SparkSession spark, @Warehouse Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.deliveries = Deliveries.in(folder.resolve("data"));
  }

  @Test
  void dailyRunsEqualAFreshWarehouse() {
    deliveries.orders(
        "01",
        """
        a1,a,2024-01-05 10:00:00,10.00,4.00,tea,,
        a2,a,2024-02-10 23:30:00,20.00,,cups,EUR,
        b1,b,2024-01-31 12:00:00,5.50,1.00,tea,GBP,
        b2,b,2024-02-27 12:00:00,80.00,30.00,tea,,
        c1,c,2024-02-20 12:00:00,40.00,10.00,,,
        """);
    // The other jobs make all they write from what these leave.
    List<Job> keeping = Jobs.named(List.of("ingest", "months", "publish"));
    Pipeline daily = pipeline("", "daily");
    daily.run("2024-02-29", keeping);

    // A late row, and a refund that cancels an order of the month before.
    String late =
        """
        c0,c,2024-01-15 12:00:00,7.00,2.00,tea,,
        r1,b,2024-03-12 12:00:00,-80.00,,,,b2
        """;
    deliveries.orders("02", late);
    daily.run("2024-03-14", keeping);

    // A row that moves into another month, a refund after the window, and a file sent twice.
    deliveries.orders(
        "03",
        """
        a2,a,2024-03-20 09:00:00,25.00,,cups,EUR,
        r2,c,2024-03-25 12:00:00,-40.00,,,,c1
        """);
    deliveries.orders("04", late);

    // A changed file: one row another, one gone, one new; and a rate put right.
    deliveries.orders(
        "01",
        """
        a1,a,2024-01-05 10:00:00,12.00,4.00,cups,,
        b2,b,2024-02-27 12:00:00,80.00,30.00,tea,,
        c1,c,2024-02-20 12:00:00,40.00,10.00,,,
        d1,d,2024-02-13 12:00:00,9.00,3.00,tea,EUR,
        """);
    deliveries.rates(
        "02",
        """
        EUR,2024-02-09,0.80
        EUR,2024-03-18,0.90
        """);
    daily.run("2024-04-17");
    // In other partitions, so that content cannot depend on them.
    Pipeline atOnce = pipeline("spark.\"spark.sql.shuffle.partitions\" = 5\n", "at-once");
    atOnce.run("2024-04-17");
    daily.assertSameContent(atOnce, "2024-04-17");

    daily.run("2024-04-17");
    daily.assertSameGold(atOnce, "2024-04-17");
  }

  private Pipeline pipeline(String more, String name) {
    return Pipeline.of(spark, deliveries.conf() + more, folder.resolve(name));
  }
}
