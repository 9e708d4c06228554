package clientele.io;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clientele.error.ClienteleException.ConfigException;
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
}
