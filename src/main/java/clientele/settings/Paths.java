package clientele.settings;

import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads locations: a URI or an absolute path stays, any other is relative to the folder of the
 * configuration file, wherever the program is started.
 */
final class Paths {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private final Path folder;
  private final Map<String, String> unsetVariables;
  private final Faults faults;

  /**
   * @param unsetVariables by the key of a value that has it in its text: a variable of the
   *     environment that is not set
   */
  Paths(Path folder, Map<String, String> unsetVariables, Faults faults) {
    this.folder = folder;
    this.unsetVariables = unsetVariables;
    this.faults = faults;
  }

  String read(Section section, String key) {
    String variable = unsetVariables.get(section.path(key));
    if (variable != null) {
      Optional<ConfigValue> value = section.value(key);
      faults.add(
          value.map(ConfigValue::origin).orElse(section.origin()),
          "%s: the environment variable %s is not set, and the path%s needs it; set %s"
              .formatted(
                  section.path(key),
                  variable,
                  value.map(text -> " ..." + text.unwrapped()).orElse(""),
                  variable));
      return "";
    }
    String path = section.required(key, Reading.text());
    return URI.matcher(path).matches() ? path : folder.resolve(path).normalize().toString();
  }
}
