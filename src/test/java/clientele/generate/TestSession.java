package clientele.generate;

import org.apache.spark.sql.SparkSession;

/** The small local session of these tests. */
final class TestSession {
  private TestSession() {}

  static SparkSession start() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}
