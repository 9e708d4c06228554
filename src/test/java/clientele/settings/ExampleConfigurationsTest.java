package clientele.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleConfigurationsTest {
  @TempDir private Path data;

  @Test
  void theDefaultConfigurationLoads() {
    Settings settings = SettingsLoader.load(Path.of("conf/clientele.conf"), Map.of(), Map.of());

    assertThat(settings.warehouse()).isEqualTo(Path.of("warehouse").toAbsolutePath().toString());
    assertThat(settings.sources().keySet())
        .containsExactly(SourceName.ORDERS, SourceName.NPS_RESPONSES, SourceName.CUSTOMERS);
  }

  @Test
  void cdnowKeepsItsEqualRowsAndWaits180Days() {
    Settings settings = load("cdnow");

    SourceSettings orders = settings.source(SourceName.ORDERS).orElseThrow();
    assertThat(orders.path()).isEqualTo(data + "/cdnow/master.csv.gz");
    assertThat(orders.format()).isEqualTo(SourceSettings.Format.CSV);
    assertThat(orders.identicalRows()).isEqualTo(SourceSettings.IdenticalRows.KEEP);
    assertThat(orders.columns())
        .isEqualTo(Map.of("customer_id", "customer_id", "ordered_at", "date", "amount", "value"));
    assertThat(settings.churn().inactiveAfterDays()).isEqualTo(180);
  }

  @Test
  void onlineRetailDropsItsRepeatedLinesAndPostage() {
    Settings settings = load("online-retail");

    SourceSettings lines = settings.source(SourceName.ORDER_LINES).orElseThrow();
    assertThat(lines.path()).isEqualTo(data + "/online_retail/transactions.csv.gz");
    assertThat(lines.identicalRows()).isEqualTo(SourceSettings.IdenticalRows.DROP);
    assertThat(lines.maxBadShare()).isEqualTo(0.30);
    assertThat(lines.where()).contains("StockCode <> 'POST'");
    assertThat(settings.currency()).isEqualTo("GBP");
    assertThat(settings.timeZone().getId()).isEqualTo("Europe/London");
  }

  private Settings load(String example) {
    return SettingsLoader.load(
        Path.of("conf/examples/" + example + ".conf"),
        Map.of(),
        Map.of("CLIENTELE_DATA", data.toString()));
  }
}
