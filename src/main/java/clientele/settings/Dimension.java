package clientele.settings;

import java.util.List;

/**
 * An attribute of the customer by which aggregates are cut, or a cross cut of several.
 *
 * @param name as configured, such as {@code region} or {@code region*income_band}
 */
public record Dimension(String name) {
  /** The attributes it is made of; one unless it is a cross cut. */
  public List<String> parts() {
    return List.of(name.split("\\*", -1));
  }
}
