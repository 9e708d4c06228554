package clientele.settings;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference, the code and {@code docs/settings.md} name the same keys. */
class SettingsReferenceTest {
  private static final Path PAGE = Path.of("docs/settings.md");

  private static final String INTRODUCTION =
      """
      # Settings

      Made from the comments of `src/main/resources/reference.conf`; a test keeps it current. To
      make it anew: `mvn test -Dtest=SettingsReferenceTest -Dgolden.update=true`.

      The file (`--conf`, by default `conf/clientele.conf`) is written in
      [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md) and holds the keys that differ
      from their default. `--set key=value` wins over it: a value that begins with a quote, `[`, `{`
      or `$` is HOCON, any other is taken as it is. All that is wrong is told at once, with file and
      line, and ends the program with 78.

      A path without scheme that does not begin with `/` is relative to the folder of the
      configuration file, wherever the program is started. `${?NAME}` stands for a variable of the
      environment; a path that needs one that is not set is refused.

      | key | default | meaning |
      |---|---|---|
      """;

  private static final String CONTRACT =
      """

      ## Columns of the sources

      What the left side of `columns` may be. Where `columns` is given, the required ones must be
      among them. A row without `order_id` or `line_no` has no key; `valid_from` belongs to the key
      where it is mapped.
      """;

  @Test
  void everyKeyIsReadAndEveryKeyThatIsReadIsDocumented() {
    Faults faults = new Faults("reference.conf");
    ConfigObject everything =
        SettingsLoader.defaults()
            .withValue("sources.orders.path", SettingsLoader.defaults().getValue("warehouse"))
            .root();
    Paths paths = new Paths(Path.of("/"), Map.of(), faults);
    new SettingsReader(new Section("", everything, faults), paths, faults).read();

    assertThat(faults.isEmpty()).isTrue();
    Set<String> sources =
        Arrays.stream(SourceName.values())
            .map(name -> "sources." + name.key())
            .collect(Collectors.toSet());
    Set<String> read =
        faults.known().stream()
            .filter(key -> !sources.contains(key) && !key.contains(".columns."))
            .map(key -> key.replace("sources.orders", "source-defaults"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(read).isEqualTo(documented().keySet());
  }

  @Test
  void everyKeyHasAComment() {
    assertThat(documented())
        .allSatisfy((key, value) -> assertThat(meaning(value)).as(key).isNotBlank());
  }

  @Test
  void thePageIsCurrent() throws IOException {
    String page = page();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    documented().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .filter(entry -> !entry.getKey().equals("source-defaults"))
        .forEach(
            entry ->
                page.append("| `")
                    .append(entry.getKey().replace("source-defaults.", "sources.<source>."))
                    .append("` | ")
                    .append(defaultOf(entry.getValue()))
                    .append(" | ")
                    .append(meaning(entry.getValue()).replace("|", "\\|"))
                    .append(" |\n"));
    page.append("\n`source-defaults { ... }` holds such keys for every source that does not say")
        .append(" otherwise.\n")
        .append(CONTRACT);
    Arrays.stream(SourceName.values()).map(SettingsReferenceTest::contract).forEach(page::append);
    return page.toString();
  }

  private static String contract(SourceName source) {
    SourceContract contract = SourceContract.of(source);
    StringBuilder table = new StringBuilder("\n### " + source.key() + "\n\n");
    table.append("Key: `").append(String.join("`, `", contract.key())).append("`.");
    if (contract.isOpen()) {
      table.append(" Further columns may be mapped under names of your own.");
    }
    table.append("\n\n| column | type | required | meaning |\n|---|---|---|---|\n");
    for (SourceContract.Field field : contract.fields()) {
      String required = field.isRequired() ? "yes" : "";
      String meaning = meaning(source, field.name());
      table.append(
          "| `%s` | %s | %s | %s |%n".formatted(field.name(), field.type(), required, meaning));
    }
    return table.toString();
  }

  /** As in silver, where most columns keep their names. */
  private static String meaning(SourceName source, String column) {
    return Tables.named("silver." + source.key())
        .flatMap(
            table -> table.columns().stream().filter(one -> one.name().equals(column)).findFirst())
        .map(TableColumn::comment)
        .orElse("");
  }

  private static Map<String, ConfigValue> documented() {
    Map<String, ConfigValue> documented = new TreeMap<>();
    collect("", SettingsLoader.defaults().root(), documented);
    return documented;
  }

  private static void collect(String prefix, ConfigObject group, Map<String, ConfigValue> found) {
    group.forEach(
        (key, value) -> {
          found.put(prefix + key, value);
          if (value instanceof ConfigObject inner) {
            collect(prefix + key + ".", inner, found);
          }
        });
  }

  private static String defaultOf(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NULL || value instanceof ConfigObject) {
      return "";
    }
    return "`" + value.render(ConfigRenderOptions.concise()) + "`";
  }

  private static String meaning(ConfigValue value) {
    List<String> comments = value.origin().comments();
    return Stream.ofNullable(comments)
        .flatMap(List::stream)
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
