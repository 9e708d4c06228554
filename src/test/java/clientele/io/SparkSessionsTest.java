package clientele.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import clientele.error.ClienteleException.ConfigException;
import clientele.error.ClienteleException.UsageException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSessionsTest {
  @ParameterizedTest
  @CsvSource({"4.1.0, 4.4.0", "4.1.3, 4.4.1-SNAPSHOT", "4.1.0, 5.0.0"})
  void versionsThatAreKnownToWorkAreTaken(String spark, String delta) {
    assertThatCode(() -> SparkSessions.checkVersions(spark, () -> delta))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"4.0.1, 4.4.0", "4.10.0, 4.4.0", "4.1.0, 4.3.9", "3.5.6, 3.3.0"})
  void othersAreRefusedByName(String spark, String delta) {
    assertThatThrownBy(() -> SparkSessions.checkVersions(spark, () -> delta))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("Spark " + spark, "Delta " + delta, "--packages");
  }

  @Test
  void theAbsenceOfDeltaIsTold() {
    assertThatThrownBy(
            () ->
                SparkSessions.checkVersions(
                    "4.1.0",
                    () -> {
                      throw new NoClassDefFoundError("io/delta/package$");
                    }))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Delta none");
  }

  @Test
  void aMasterThatSparkDoesNotKnowIsWrongUsage() {
    Exception failure = new SparkException("Could not parse Master URL: 'local[x]'");

    assertThat(SparkSessions.refused(failure, Optional.of("local[x]"), Map.of()))
        .get()
        .isInstanceOf(UsageException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Spark does not start with --master local[x]: Could not parse Master URL");
    assertThat(
            SparkSessions.refused(
                failure, Optional.empty(), Map.of("spark.master", "local[x]", "spark.a", "b")))
        .get()
        .isInstanceOf(ConfigException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Spark refuses spark.master: ");
  }

  @Test
  void aSettingThatSparkRefusesIsNamedAndAnyOtherFailureIsABug() {
    Map<String, String> own = Map.of("spark.sql.shuffle.partitions", "abc", "spark.a", "b");
    String key = "spark.sql.shuffle.partitions";
    // As Spark itself refuses it, on settings that are of no session.
    Throwable failure = catchThrowable(() -> new SQLConf().setConfString(key, "abc"));

    assertThat(SparkSessions.refused((Exception) failure, Optional.of("local[2]"), own))
        .get()
        .isInstanceOf(ConfigException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("Spark refuses spark.sql.shuffle.partitions: ")
        .doesNotContain("spark.a");
    assertThat(SparkSessions.refused(new IllegalStateException(), Optional.of("local[2]"), own))
        .isEmpty();
  }
}
