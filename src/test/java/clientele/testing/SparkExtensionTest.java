package clientele.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class SparkExtensionTest {
  private final SparkSession spark;
  private final Path warehouse;

  SparkExtensionTest(SparkSession spark, @Warehouse Path warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  @Test
  void deltaTablesCanBeWrittenToTheWarehouse() {
    String path = warehouse.resolve("silver/orders").toString();
    spark.range(3).write().format("delta").save(path);

    TableAssert.assertThat(spark.sql("SELECT id FROM delta.`" + path + "`")).hasRows("id\n0\n1\n2");
  }

  @Test
  void sessionIsInUtcAndInAnsiMode() {
    assertThat(spark.conf().get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo("true");
  }

  @Nested
  class InANestedClass {
    @Test
    void sessionAndWarehouseAreThoseOfTheOuterClass(SparkSession same, @Warehouse Path folder) {
      assertThat(same).isSameAs(spark);
      assertThat(folder).isEqualTo(warehouse).matches(Files::isDirectory);
    }
  }
}
