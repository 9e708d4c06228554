package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.job.Job;
import clientele.job.Jobs;
import clientele.testing.SparkExtension;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is dated after a business date changes no content of that date, in any order of runs. */
@ExtendWith(SparkExtension.class)
final class FutureTest {
  private static final String DATE = "2024-04-15";
  private static final String LATER = "2024-06-10";

  private static final String PAST =
      """
      a1,a,2024-01-05 10:00:00,10.00,4.00,tea,,
      a2,a,2024-02-10 23:30:00,20.00,,cups,EUR,
      a3,a,2024-04-15 22:59:00,6.00,,cups,EUR,
      b1,b,2024-01-31 12:00:00,5.50,1.00,tea,GBP,
      b2,b,2024-02-27 12:00:00,80.00,30.00,tea,,
      r1,b,2024-03-05 12:00:00,-30.00,,,,b2
      c1,c,2024-04-02 12:00:00,40.00,10.00,,,
      d1,d,2024-01-20 12:00:00,9.00,3.00,tea,,
      """;

  private static final String PAST_SUBSCRIPTIONS =
      """
      s1,a,2024-01-10,,basic,10.00,month,,,
      s2,b,2024-02-01,2024-03-01,basic,10.00,month,EUR,cancelled,
      s3,c,2024-02-10,,plus,120.00,year,,,2024-02-20
      """;

  private static final String PAST_LINES =
      """
      a1,1,p,1,a,2024-01-30 10:00:00,10.00,4.00,tea,,
      a1,2,q,2,a,2024-02-02 10:00:00,20.00,,cups,,
      a2,1,p,1,a,2024-03-10 23:30:00,20.00,,cups,EUR,
      b1,1,p,1,b,2024-02-27 12:00:00,80.00,30.00,tea,,
      b1,2,p,-1,b,2024-03-05 12:00:00,-30.00,,tea,,
      c1,1,q,1,c,2024-04-02 12:00:00,40.00,10.00,,,
      """;

  private final SparkSession spark;
  private final Path folder;

  FutureTest(SparkSession spark, @Warehouse Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  @Test
  void laterRowsChangeNothingWhateverIsRunFirst() {
    Deliveries deliveries = Deliveries.in(folder.resolve("data"));
    deliveries.orders("01", PAST);
    deliveries.subscriptions("01", PAST_SUBSCRIPTIONS);
    Pipeline forward = pipeline(deliveries, "forward");
    forward.run(DATE);
    assertThat(forward.table(Tables.CHURN_MONTHLY, DATE).count()).isPositive();
    assertThat(forward.table(Tables.MRR_MOVEMENT, DATE).count()).isPositive();

    // New rows; and rows that take the place of an order, of a refund, and of an order by a refund.
    deliveries.orders(
        "02",
        """
        a4,a,2024-04-16 00:30:00,700.00,1.00,cars,,
        c2,c,2024-05-03 12:00:00,8.00,1.00,tea,EUR,
        r2,c,2024-04-20 12:00:00,-40.00,,,,c1
        a1,z,2024-05-01 12:00:00,55.00,4.00,cars,,
        r1,b,2024-05-05 12:00:00,-80.00,,,,b2
        d1,d,2024-05-20 12:00:00,-9.00,,,,a2
        """);
    // New terms; and one whose end is known by now: a failed payment, and then a dearer plan.
    deliveries.subscriptions(
        "01",
        PAST_SUBSCRIPTIONS.replace(
            "s1,a,2024-01-10,,basic,10.00,month,,,",
            "s1,a,2024-01-10,2024-05-10,basic,10.00,month,,payment_failed,"));
    deliveries.subscriptions(
        "02",
        """
        s1,a,2024-05-10,,plus,30.00,month,,,
        s2,b,2024-06-01,,basic,10.00,month,EUR,,
        s4,d,2024-04-20,,basic,12.00,week,,,
        """);
    deliveries.answers(
        "02",
        """
        n1,a,2024-05-11 10:00:00,1,before
        n3,c,2024-04-16 10:00:00,0,
        """);
    deliveries.rates("02", "EUR,2024-04-16,9.99\n");
    Pipeline backward = pipeline(deliveries, "backward");
    // Only these leave behind what a run of another date starts from.
    backward.run(LATER, Jobs.named(List.of("ingest", "months", "publish")));
    backward.run(DATE);
    backward.assertSameGold(forward, DATE);
  }

  @Test
  void laterLinesChangeNothingOfOrdersMadeOfLines() {
    List<Job> jobs = Jobs.named(List.of("ingest", "months", "customers", "publish"));
    Deliveries past = Deliveries.in(folder.resolve("past-lines"));
    past.lines("01", PAST_LINES);
    Pipeline expected = pipeline(past, "of-past-lines");
    expected.run(DATE, jobs);

    Deliveries deliveries = Deliveries.in(folder.resolve("lines"));
    deliveries.lines("01", PAST_LINES);
    // Lines added to an order, in place of one, in place of a refund, and refunds of old orders.
    deliveries.lines(
        "02",
        """
        c1,2,p,1,c,2024-04-16 09:00:00,500.00,10.00,cars,,
        a1,2,q,1,a,2024-04-30 10:00:00,7.00,,cups,,
        b1,2,p,-1,b,2024-05-05 12:00:00,-80.00,,tea,,
        c1,3,q,-1,c,2024-05-20 12:00:00,-40.00,,,,
        d1,1,q,1,d,2024-05-21 12:00:00,11.00,5.00,tea,EUR,
        """);
    Pipeline all = pipeline(deliveries, "of-lines");
    all.run(DATE, jobs);
    all.assertSameGold(expected, DATE);
    assertThat(
            all.table(Tables.RECONCILIATION, DATE)
                .where("money_moved <> 0 AND difference = 0")
                .count())
        .isPositive();
  }

  private Pipeline pipeline(Deliveries deliveries, String name) {
    return Pipeline.of(spark, deliveries.conf(), folder.resolve(name));
  }
}
