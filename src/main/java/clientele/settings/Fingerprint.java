package clientele.settings;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A digest of what gives the results their meaning.
 *
 * <p>Everything in {@link Settings} is in it, a new component included, but for what only says
 * where and how a run works: so a laptop and a cluster agree, and so does a moved folder.
 */
final class Fingerprint {
  private static final Set<String> WITHOUT_MEANING =
      Set.of("warehouse", "publicationRetention", "lockWait", "spark", "hash");

  private static final int SHOWN_DIGITS = 16;

  private Fingerprint() {}

  static String of(Settings settings) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(render(settings).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, SHOWN_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String render(Object value) {
    if (value instanceof Record group) {
      return render(components(group));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, member) -> sorted.put(render(key), render(member)));
      return sorted.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Fingerprint::render).toList().toString();
    }
    // Quoted, so that no text can look like structure.
    return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Map<String, Object> components(Record group) {
    Map<String, Object> components = new TreeMap<>();
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      String name = component.getName();
      if (!(group instanceof Settings && WITHOUT_MEANING.contains(name))) {
        boolean isPath = group instanceof SourceSettings && name.equals("path");
        Object value = valueOf(component, group);
        components.put(name, isPath ? lastPart((String) value) : value);
      }
    }
    return components;
  }

  private static Object valueOf(RecordComponent component, Record group) {
    try {
      return component.getAccessor().invoke(group);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /** Folders above it are where the data happens to lie. */
  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
