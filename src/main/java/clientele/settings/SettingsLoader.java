package clientele.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Loads {@link Settings}: defaults, below the user's file, below what the command line says. */
public final class SettingsLoader {
  /** What begins like this is HOCON; any other text of the command line stands for itself. */
  private static final Pattern HOCON = Pattern.compile("\\s*[\"\\[{$].*", Pattern.DOTALL);

  private static final ConfigOrigin COMMAND_LINE = ConfigOriginFactory.newSimple("--set");

  private final Path file;
  private final Faults faults;
  private final ConfigParseOptions parseOptions;

  private SettingsLoader(Path file) {
    this.file = file;
    this.faults = new Faults(file.toString());
    this.parseOptions =
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .setIncluder(new FileIncluder(faults));
  }

  /**
   * Reads and checks a configuration.
   *
   * @param file the user's file; paths in it are relative to its folder
   * @param overrides values by key. A value that begins with a quote, a bracket, a brace or a
   *     dollar sign is HOCON, any other a text, so that SQL and s3a:// need no quotes
   * @param environment variables that <code>${NAME}</code> can stand for
   * @throws clientele.error.ClienteleException.ConfigException naming all that is wrong at once
   */
  public static Settings load(
      Path file, Map<String, String> overrides, Map<String, String> environment) {
    return new SettingsLoader(file).load(overrides, new Environment(environment));
  }

  /** The default of every key, as documented in {@code reference.conf}. */
  static Config defaults() {
    return ConfigFactory.parseResources(
        SettingsLoader.class.getClassLoader(),
        "reference.conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private Settings load(Map<String, String> overrides, Environment environment) {
    if (Files.isDirectory(file)) {
      faults.add("is a folder; name a file in it with --conf");
      throw faults.exception();
    }
    if (!Files.isRegularFile(file)) {
      faults.add("there is no such file; name another with --conf");
      throw faults.exception();
    }
    try {
      Config own =
          parsed(overrides).withFallback(ConfigFactory.parseFile(file.toFile(), parseOptions));
      Config all = own.withFallback(defaults());
      Section root = new Section("", environment.resolve(all).root(), faults);
      Paths paths = new Paths(folder(), environment.unsetVariables(all), faults);
      Settings settings = new SettingsReader(root, paths, faults).read();
      if (!faults.isEmpty()) {
        throw faults.exception();
      }
      return settings.withHash(Fingerprint.of(settings));
    } catch (ConfigException e) {
      // Syntax: what follows the first such fault cannot be read.
      add(e);
      throw faults.exception();
    }
  }

  private Config parsed(Map<String, String> overrides) {
    Config parsed = ConfigFactory.empty();
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      try {
        parsed = at(override.getKey(), value(override.getValue())).withFallback(parsed);
      } catch (ConfigException e) {
        ConfigOrigin origin = e.origin() == null ? COMMAND_LINE : e.origin();
        // Without the value, which may be a password of a store.
        faults.add(COMMAND_LINE, override.getKey() + ": " + reason(e, origin));
      }
    }
    return parsed;
  }

  /** As {@code value.atPath(key)}, which would give the groups around it another origin. */
  private static Config at(String key, ConfigValue value) {
    ConfigValue nested = value;
    List<String> names = ConfigUtil.splitPath(key);
    for (int i = names.size() - 1; i >= 0; i--) {
      nested = ConfigValueFactory.fromMap(Map.of(names.get(i), nested), COMMAND_LINE.description());
    }
    return ((ConfigObject) nested).toConfig();
  }

  private ConfigValue value(String text) {
    if (!HOCON.matcher(text).matches()) {
      return ConfigValueFactory.fromAnyRef(text, COMMAND_LINE.description());
    }
    ConfigObject parsed =
        ConfigFactory.parseString(
                "value = " + text, parseOptions.setOriginDescription(COMMAND_LINE.description()))
            .root();
    if (!parsed.keySet().equals(Set.of("value"))) {
      throw new ConfigException.Parse(COMMAND_LINE, "must be one value");
    }
    return parsed.get("value");
  }

  private Path folder() {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private void add(ConfigException e) {
    ConfigOrigin origin = e.origin();
    if (origin == null) {
      faults.add(e.getMessage());
    } else {
      faults.add(origin, reason(e, origin) + remedy(e));
    }
  }

  private static String remedy(ConfigException e) {
    return e instanceof ConfigException.UnresolvedSubstitution
        ? "; there is neither such a key nor such a variable of the environment: set it"
        : "";
  }

  /** The library puts the place before its message; ours stands there already. */
  private static String reason(ConfigException e, ConfigOrigin origin) {
    String place = origin.description() + ": ";
    String message = e.getMessage();
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
