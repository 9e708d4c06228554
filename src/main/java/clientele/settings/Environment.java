package clientele.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that <code>${NAME}</code> stands for where the configuration has no such key. */
final class Environment {
  /** A control character keeps it apart from all that can be typed. */
  private static final Pattern MARK = Pattern.compile("\u0001([^\u0001]*)\u0001");

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * The configuration with its substitutions made.
   *
   * @throws ConfigException.UnresolvedSubstitution if one that must be there is not
   */
  Config resolve(Config config) {
    return config.resolve(options(this::lookup));
  }

  /**
   * Which values hold an unset variable as a part of their text, by key. In HOCON such a part is
   * empty without a word, which turns <code>${?DATA}"/orders"</code> into a folder of the root. A
   * value that is nothing but the variable is no such case: it leaves the key as it was.
   */
  Map<String, String> unsetVariables(Config config) {
    Map<String, String> unset = new TreeMap<>();
    Config resolved = resolve(config);
    Config marked;
    try {
      marked = config.resolve(options(this::lookupOrMark));
    } catch (ConfigException e) {
      // A mark is a text and joins neither a list nor a group; those hold no path.
      return unset;
    }
    for (Map.Entry<String, ConfigValue> entry : marked.entrySet()) {
      if (entry.getValue().valueType() == ConfigValueType.STRING) {
        String text = (String) entry.getValue().unwrapped();
        Matcher mark = MARK.matcher(text);
        if (mark.find() && !(mark.matches() && resolved.hasPath(entry.getKey()))) {
          mark.reset().find();
          unset.put(entry.getKey(), mark.group(1));
        }
      }
    }
    return unset;
  }

  private ConfigValue lookup(String name) {
    String value = variables.get(name);
    // Set to nothing is not set: an empty root is as wrong as none.
    return value == null || value.isEmpty()
        ? null
        : ConfigValueFactory.fromAnyRef(value, "environment variable " + name);
  }

  private ConfigValue lookupOrMark(String name) {
    ConfigValue value = lookup(name);
    return value != null
        ? value
        : ConfigValueFactory.fromAnyRef("\u0001" + name + "\u0001", "unset variable " + name);
  }

  /** Only the given variables count, never those of the process. */
  private static ConfigResolveOptions options(Lookup lookup) {
    return ConfigResolveOptions.noSystem().appendResolver(new Resolver(lookup));
  }

  private interface Lookup {
    ConfigValue of(String name);
  }

  private record Resolver(Lookup variables) implements ConfigResolver {
    @Override
    public ConfigValue lookup(String path) {
      return variables.of(path);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
