package clientele.pipeline;

import clientele.testing.SparkExtension;
import clientele.testing.Warehouse;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Content depends on the sources and the date: not on how often, nor in how many parts. */
@ExtendWith(SparkExtension.class)
final class RerunTest {
  private static final String DATE = "2024-03-14";

  @Test
  void runsAndPartitionsChangeNoContent(SparkSession spark, @Warehouse Path folder) {
    Deliveries deliveries = Deliveries.in(folder.resolve("data"));
    deliveries.orders(
        "01",
        """
        a1,a,2024-01-05 10:00:00,10.00,4.00,tea,,
        a2,a,2024-02-10 23:30:00,20.00,,cups,EUR,
        b2,b,2024-02-27 12:00:00,80.00,30.00,tea,,
        """);
    deliveries.orders(
        "02",
        """
        r1,b,2024-03-12 12:00:00,-80.00,,,,b2
        c1,c,2024-02-20 12:00:00,40.00,10.00,,,
        """);
    Pipeline twice = Pipeline.of(spark, deliveries.conf() + partitions(1), folder.resolve("twice"));
    twice.run(DATE);
    twice.run(DATE);
    Pipeline once = Pipeline.of(spark, deliveries.conf() + partitions(5), folder.resolve("once"));
    once.run(DATE);

    twice.assertSameContent(once, DATE);
  }

  private static String partitions(int number) {
    return "spark { \"spark.sql.shuffle.partitions\" = " + number + " }\n";
  }
}
