package clientele.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clientele.cli.ExitCode;
import clientele.error.ClienteleException.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedSettingsTest {
  @TempDir private Path folder;

  /** The line is the second of a file whose first one maps orders. */
  @ParameterizedTest
  @MethodSource("refusedLines")
  void eachFaultIsToldWithItsLine(String line, String expected) {
    String mapped =
        "sources.orders { path = o, columns { customer_id = c, ordered_at = d, amount = a } }\n";

    assertThat(faults(mapped + line + "\n"))
        .isEqualTo("The configuration FILE has a fault:\n  FILE:2: " + expected + "\n");
  }

  private static Stream<Arguments> refusedLines() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/settings/refused.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("# "))
            .toList();
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i -> Arguments.of(lines.get(2 * i), lines.get(2 * i + 1).strip()));
  }

  @Test
  void allFaultsAreToldAtOnceInTheirOrder() {
    assertThat(
            faults(
                """
                timezone = "Europe/London"
                currency = pounds
                sources.order_lines {
                  path = lines
                  columns { order_id = o, product_id = p, quantity = q }
                }
                churn { inactive-after-days = 7 }
                """,
                Map.of("lock-wait", "long", "dimensions", "[")))
        .isEqualTo(
            """
            The configuration FILE has 8 faults:
              --set: dimensions: List should have ] or a first element after the open [, \
            instead had token: end of file (if you want end of file to be part of a string \
            value, then double-quote it)
              --set: lock-wait = "long": must be a duration from 0 hours to 24 hours with its \
            unit, such as "10 minutes" or "30 days"
              FILE:1: timezone: unknown key; did you mean time-zone?
              FILE:2: currency = "pounds": must be a currency code of ISO 4217 in capitals, \
            such as GBP
              FILE:3: sources.order_lines.columns.customer_id: is missing; without the source \
            orders, orders are made of their lines
              FILE:3: sources.order_lines.columns.ordered_at: is missing; without the source \
            orders, orders are made of their lines
              FILE:5: sources.order_lines.columns.amount: is missing; where columns are given, \
            this one must be among them
              FILE:7: churn.inactive-after-days = 7: must be a whole number from 31 to 3650, \
            because who buys in a month must count as active at its end
            """);
  }

  @Test
  void somethingMustBeBoughtOrSubscribedTo() {
    assertThat(faults("sources.customers.path = c\n"))
        .contains(
            "FILE: sources: none of orders, order_lines, subscriptions is configured; give one of"
                + " them a path");
  }

  @Test
  void onlyFilesThatExistCanBeIncluded() {
    assertThat(
            faults(
                """
                include url("http://host/a.conf")
                include "http://host/b.conf"
                include classpath("c.conf")
                include "reference.conf"
                sources.orders.path = o
                """))
        .isEqualTo(
            """
            The configuration FILE has 4 faults:
              FILE: include "http://host/b.conf": only files can be included; copy what it says \
            into a file
              FILE: include "reference.conf": there is no such file beside the one that \
            includes it
              FILE: include classpath("c.conf"): only files can be included; copy what it says \
            into a file
              FILE: include url("http://host/a.conf"): only files can be included; copy what it \
            says into a file
            """);
  }

  @Test
  void anIncludeThatNeverEndsIsAFault() {
    assertThat(faults("include \"clientele.conf\"\n")).contains("include statements nested");
  }

  @Test
  void sourceDefaultsMustBeAGroup() {
    assertThat(faults("sources.orders.path = o\nsource-defaults = csv\n"))
        .contains("FILE:2: source-defaults = \"csv\": must be a group: source-defaults { ... }");
  }

  @Test
  void aSyntaxErrorIsToldWithItsLine() {
    assertThat(faults("currency = GBP\ndimensions = [region*income_band]\n"))
        .contains("FILE:2: List should have ended with ]", "double-quote it");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.conf");

    ConfigException failure = failure(missing, Map.of());

    assertThat(failure)
        .hasMessage(
            "The configuration %s has a fault:\n  %s: there is no such file; name another with"
                + " --conf",
            missing, missing);
    assertThat(ExitCode.of(failure)).isEqualTo(ExitCode.CONFIG);
  }

  @Test
  void aFolderIsNoFile() {
    assertThat(failure(folder, Map.of()))
        .hasMessage(
            "The configuration %s has a fault:\n  %s: is a folder; name a file in it with --conf",
            folder, folder);
  }

  @Test
  void aWarehouseThatIsAFileIsRefused() {
    assertThat(faults("sources.orders.path = o\nwarehouse = clientele.conf\n"))
        .contains("FILE:2: warehouse = \"clientele.conf\": is a file; name a folder");
  }

  @Test
  void aGroupThatOnlyTheCommandLineHasIsOfTheCommandLine() {
    assertThat(
            faults(
                "sources.orders.path = o\n",
                Map.of(
                    "sources.nps_responses.mode", "snapshot",
                    "sources.nps_responses.columns", "{ score = s }")))
        .isEqualTo(
            """
            The configuration FILE has 4 faults:
              --set: sources.nps_responses.columns.customer_id: is missing; where columns are \
            given, this one must be among them
              --set: sources.nps_responses.columns.responded_at: is missing; where columns are \
            given, this one must be among them
              --set: sources.nps_responses.columns.response_id: is missing; where columns are \
            given, this one must be among them
              --set: sources.nps_responses.path: is missing
            """);
  }

  @Test
  void aPasswordOnTheCommandLineIsNotRepeated() {
    String faults =
        faults("sources.orders.path = o\n", Map.of("spark.hadoop.fs.s3a.secret.key", "\"hush"));

    assertThat(faults).contains("--set: spark.hadoop.fs.s3a.secret.key: ").doesNotContain("hush");
  }

  private String faults(String text) {
    return faults(text, Map.of());
  }

  private String faults(String text, Map<String, String> overrides) {
    try {
      Path file = Files.writeString(folder.resolve("clientele.conf"), text);
      return failure(file, overrides).getMessage().replace(file.toString(), "FILE") + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigException failure(Path file, Map<String, String> overrides) {
    return catchThrowableOfType(
        ConfigException.class, () -> SettingsLoader.load(file, overrides, Map.of()));
  }
}
