package clientele.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

/** What is to be done must fit what went wrong. */
class ErrorsTest {
  @Test
  void theSettingOfAnExpressionIsNamed() {
    assertThat(Errors.missingColumn("orders", "f", "where", "where = \"x > 0\"", "no x"))
        .hasMessage(
            "Source orders: f: cannot evaluate where = \"x > 0\": no x. Correct"
                + " sources.orders.where, or deliver the file again.");
    assertThat(Errors.missingColumn("orders", "f", "latest-by", "latest-by = \"x\"", "no x"))
        .hasMessageContaining("Correct sources.orders.latest-by,");
    assertThat(Errors.missingColumn("orders", "f", "columns", "amount = \"x\"", "no x"))
        .hasMessageContaining("Correct sources.orders.columns,");
  }

  @Test
  void aFailureOfTheFileSystemThatNamesOnlyThePathGetsAReason() {
    assertThat(Errors.cannotRead("/w/_run", new NotDirectoryException("/w/_run")))
        .hasMessage("Cannot read /w/_run: not a folder: /w/_run. Check the path and try again.");
    assertThat(Errors.cannotWrite("/w/a", new AccessDeniedException("/w/a")))
        .hasMessageStartingWith("Cannot write /w/a: permission denied: /w/a.");
    assertThat(Errors.cannotRead("/w/a", new FileSystemException("/w/a", null, "Is a directory")))
        .hasMessageStartingWith("Cannot read /w/a: /w/a: Is a directory.");
  }
}
