package clientele.settings;

import clientele.error.ClienteleException.ConfigException;
import clientele.error.Errors;
import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that is wrong with a configuration, gathered so that it can be told at once. */
final class Faults {
  private record Fault(String place, int line, String text) {
    @Override
    public String toString() {
      return line > 0 ? place + ":" + line + ": " + text : place + ": " + text;
    }
  }

  private record Unknown(ConfigOrigin origin, String path) {}

  private final String file;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  Faults(String file) {
    this.file = file;
  }

  /** A fault of the file as a whole. */
  void add(String text) {
    faults.add(new Fault(file, 0, text));
  }

  void add(ConfigOrigin origin, String text) {
    faults.add(fault(origin, text));
  }

  /** A key that exists; the nearest one is offered for a key that does not. */
  void know(String path) {
    known.add(path);
  }

  /** A key that was found and may not exist; judged when all known keys are there. */
  void addUnknown(ConfigOrigin origin, String path) {
    unknown.add(new Unknown(origin, path));
  }

  Set<String> known() {
    return Set.copyOf(known);
  }

  boolean isEmpty() {
    return faults.isEmpty() && unknown.isEmpty();
  }

  /** The failure that names every fault, by file and line. */
  ConfigException exception() {
    List<Fault> all = new ArrayList<>(faults);
    for (Unknown key : unknown) {
      all.add(fault(key.origin(), key.path() + ": unknown key; " + remedy(key.path())));
    }
    all.sort(
        Comparator.comparing(Fault::place).thenComparing(Fault::line).thenComparing(Fault::text));
    StringBuilder message = new StringBuilder("The configuration ").append(file);
    message.append(all.size() == 1 ? " has a fault:" : " has " + all.size() + " faults:");
    all.forEach(fault -> message.append("\n  ").append(fault));
    return Errors.config(message.toString());
  }

  private String remedy(String path) {
    String name = lastPart(path);
    // A key of the right name in the wrong group is nearer than any misspelling.
    Optional<String> misplaced =
        known.stream().filter(candidate -> lastPart(candidate).equals(name)).findFirst();
    return misplaced
        .or(() -> Nearest.of(path, notAbove(path)))
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "known here: " + String.join(", ", siblings(path)));
  }

  /** Nobody who writes a.b means a. */
  private List<String> notAbove(String path) {
    return known.stream().filter(candidate -> !path.startsWith(candidate + ".")).toList();
  }

  private List<String> siblings(String path) {
    String parent = parent(path);
    return known.stream()
        .filter(candidate -> parent(candidate).equals(parent))
        .map(Faults::lastPart)
        .toList();
  }

  private Fault fault(ConfigOrigin origin, String text) {
    if (origin.filename() != null) {
      return new Fault(origin.filename(), origin.lineNumber(), text);
    }
    // A group that several files add to has an origin made of all of theirs: no one place.
    String description = origin.withLineNumber(-1).description();
    return new Fault(description.startsWith("merge of ") ? file : description, 0, text);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
