package clientele.generate;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.settings.Settings;
import clientele.settings.SettingsLoader;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFileTest {
  private static final GeneratorOptions OPTIONS = GeneratorOptions.of(10, 1, "unset");

  @TempDir Path folder;

  @Test
  void cleanDataIsMappedAsItIs() throws IOException {
    Settings settings = load(OPTIONS);

    assertThat(settings.sources().keySet()).containsExactlyInAnyOrder(SourceName.values());
    for (SourceSettings source : settings.sources().values()) {
      assertThat(source.columns()).allSatisfy((column, expr) -> assertThat(expr).isEqualTo(column));
    }
    assertThat(settings.source(SourceName.CUSTOMERS).orElseThrow().mode())
        .isEqualTo(SourceSettings.Mode.SNAPSHOT);
    assertThat(settings.source(SourceName.ORDERS).orElseThrow().path())
        .endsWith(folder.resolve("orders").toString());
  }

  @Test
  void dirtyDataIsReadWithForgivingCasts() throws IOException {
    SourceSettings orders =
        load(OPTIONS.withDirtyShare(0.2)).source(SourceName.ORDERS).orElseThrow();

    assertThat(orders.maxBadShare()).isEqualTo(0.4);
    assertThat(orders.columns()).containsEntry("ordered_at", "try_cast(ordered_at AS TIMESTAMP)");
  }

  private Settings load(GeneratorOptions options) throws IOException {
    Path file = folder.resolve("clientele.conf");
    Files.writeString(file, ConfigurationFile.text(options));
    return SettingsLoader.load(file, Map.of(), Map.of());
  }
}
