package clientele.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class GoldenTest {
  private final Dataset<Row> table;
  private final Path folder;

  GoldenTest(SparkSession spark, @TempDir Path folder) {
    this.folder = folder;
    this.table = TextTable.of(spark, "id STRING, share DOUBLE", "id | share\nb | 0.25\n\"\" | 0.5");
  }

  @Test
  void anUpdateWritesSortedRowsThatThenMatch() throws IOException {
    Golden.of(folder, true).check("nps/table", table);

    assertThat(folder.resolve("nps/table.txt")).hasContent("id | share\n\"\" | 0.5\nb  | 0.25\n");
    Golden.of(folder, false).check("nps/table", table.orderBy("share"));
  }

  @Test
  void changedRowsColumnsAndAMissingFileFail() throws IOException {
    Golden golden = Golden.of(folder, false);
    assertThatThrownBy(() -> golden.check("table", table))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("There is no golden file")
        .hasMessageContaining("-Dgolden.update=true");

    Files.writeString(folder.resolve("table.txt"), "id | share\nb | 0.25\n");
    assertThatThrownBy(() -> golden.check("table", table))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("0 rows are missing, 1 are unexpected");
    assertThatThrownBy(() -> golden.check("table", table.select("id")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected: id | share\nActual:   id");
  }
}
