package clientele.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Tables;
import clientele.testing.SparkExtension;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
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

  private final SparkSession spark;
  private final Path folder;
  private Pipeline expected;

  FutureTest(SparkSession spark, @Warehouse Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  @BeforeEach
  void runWithoutFuture() {
    Deliveries deliveries = Deliveries.in(folder.resolve("past-data"));
    deliveries.orders("01", PAST);
    expected = Pipeline.of(spark, deliveries.conf(), folder.resolve("past"));
    expected.run(DATE);
    assertThat(expected.table(Tables.CHURN_MONTHLY, DATE).count()).isPositive();
  }

  @Test
  void laterRowsChangeNothingWhateverIsRunFirst() {
    Deliveries deliveries = Deliveries.in(folder.resolve("future-data"));
    deliveries.orders("01", PAST);
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
    deliveries.answers(
        "02",
        """
        n1,a,2024-05-11 10:00:00,1,before
        n3,c,2024-04-16 10:00:00,0,
        """);
    deliveries.rates("02", "EUR,2024-04-16,9.99\n");
    Pipeline forward = Pipeline.of(spark, deliveries.conf(), folder.resolve("forward"));
    forward.run(DATE);
    forward.assertSameGold(expected, DATE);

    Pipeline backward = Pipeline.of(spark, deliveries.conf(), folder.resolve("backward"));
    backward.run(LATER);
    backward.run(DATE);
    backward.assertSameGold(expected, DATE);

    forward.run(LATER);
    forward.assertSameGold(backward, LATER);
  }
}
