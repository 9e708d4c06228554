package clientele.settings;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * One group of the configuration while it is read. It notes every fault instead of stopping at the
 * first, and every key that is asked for: what is left at the end is unknown.
 */
final class Section {
  private final String path;
  private final ConfigObject object;
  private final Faults faults;
  private final Set<String> asked = new HashSet<>();

  Section(String path, ConfigObject object, Faults faults) {
    this.path = path;
    this.object = object;
    this.faults = faults;
  }

  /** The value of a key that has a default or must be given. */
  <T> T required(String key, Reading<T> reading) {
    Optional<ConfigValue> value = value(key);
    if (value.isEmpty()) {
      faults.add(object.origin(), path(key) + ": is missing");
    }
    return value.flatMap(found -> parse(key, found, reading)).orElse(reading.placeholder());
  }

  <T> Optional<T> optional(String key, Reading<T> reading) {
    return value(key).flatMap(found -> parse(key, found, reading));
  }

  /** The value as it stands; empty if the key is absent or null. */
  Optional<ConfigValue> value(String key) {
    asked.add(key);
    faults.know(path(key));
    return Optional.ofNullable(object.get(key))
        .filter(value -> value.valueType() != ConfigValueType.NULL);
  }

  /** The group of this name, empty if it is absent. */
  Section section(String key) {
    ConfigObject none = ConfigFactory.empty().root();
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && !(value.get() instanceof ConfigObject)) {
      refuse(key, value.get(), "must be a group: " + key + " { ... }");
      // Everything is missing in it: told once, not key by key.
      return new Section(path(key), none, new Faults(path(key)));
    }
    return new Section(path(key), (ConfigObject) value.orElse(none), faults);
  }

  /** Another group in which the values of this one hold where it has none. */
  Section under(String otherPath, ConfigObject other) {
    // Its own place, or what is missing in it would be said to be missing in the defaults.
    ConfigObject merged = other.withFallback(object).withOrigin(other.origin());
    return new Section(otherPath, merged, faults);
  }

  /** The values of a list. */
  List<ConfigValue> list(String key) {
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && !(value.get() instanceof ConfigList)) {
      refuse(key, value.get(), "must be a list: [a, b]");
    }
    return value
        .filter(ConfigList.class::isInstance)
        .map(found -> List.copyOf((ConfigList) found))
        .orElse(List.of());
  }

  /** What the values of a list mean. */
  <T> List<T> list(String key, Reading<T> reading) {
    return list(key).stream().flatMap(value -> parse(key, value, reading).stream()).toList();
  }

  /**
   * Every value of this group by its full name below it: a group of names that are not ours.
   *
   * @param refusal the reason why a name may not have a value, if it may not
   */
  Map<String, String> texts(BiFunction<String, ConfigValue, Optional<String>> refusal) {
    Map<String, String> texts = new TreeMap<>();
    leaves()
        .forEach(
            (name, value) -> {
              Optional<String> reason =
                  value instanceof ConfigList
                      ? Optional.of("must be a single value")
                      : refusal.apply(name, value);
              if (reason.isPresent()) {
                refuse(name, value, reason.get());
              } else {
                texts.put(name, String.valueOf(value.unwrapped()));
              }
            });
    return texts;
  }

  private Map<String, ConfigValue> leaves() {
    Map<String, ConfigValue> leaves = new TreeMap<>();
    collect("", object, leaves);
    return leaves;
  }

  Set<String> keys() {
    return object.keySet();
  }

  ConfigOrigin origin() {
    return object.origin();
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void refuse(String key, ConfigValue value, String reason) {
    boolean isGroup = value instanceof ConfigObject || value instanceof ConfigList;
    String shown = isGroup ? "" : " = " + value.render(ConfigRenderOptions.concise());
    faults.add(value.origin(), path(key) + shown + ": " + reason);
  }

  /** Notes every key that nobody asked for. */
  void refuseOthers() {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      // Another program's reference.conf on the class path is none of our business.
      boolean isOwn = entry.getValue().origin().resource() == null;
      if (isOwn && !asked.contains(entry.getKey())) {
        faults.addUnknown(entry.getValue().origin(), path(entry.getKey()));
      }
    }
  }

  private <T> Optional<T> parse(String key, ConfigValue value, Reading<T> reading) {
    if (value instanceof ConfigObject || value instanceof ConfigList) {
      refuse(key, value, "must be a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(reading.parser().apply(String.valueOf(value.unwrapped())));
    } catch (IllegalArgumentException e) {
      refuse(key, value, e.getMessage());
      return Optional.empty();
    }
  }

  private static void collect(String prefix, ConfigObject object, Map<String, ConfigValue> leaves) {
    object.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject group) {
            collect(prefix + key + ".", group, leaves);
          } else if (value.valueType() != ConfigValueType.NULL) {
            leaves.put(prefix + key, value);
          }
        });
  }
}
