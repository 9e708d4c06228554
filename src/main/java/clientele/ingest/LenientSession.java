package clientele.ingest;

import org.apache.spark.sql.SparkSession;

/**
 * A session in which a value that cannot be converted is null, so that the row can be set aside
 * with its reason, and in which folder names are text: {@code store=007} is no number.
 */
final class LenientSession {
  private LenientSession() {}

  static SparkSession of(SparkSession spark) {
    SparkSession lenient = spark.newSession();
    scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (spark.conf().isModifiable(key)) {
                lenient.conf().set(key, value);
              }
            });
    lenient.conf().set("spark.sql.ansi.enabled", false);
    lenient.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", false);
    return lenient;
  }
}
