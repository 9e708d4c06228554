package clientele.io;

import java.time.LocalDate;

/**
 * What tells one open run from another.
 *
 * @param key the user's run key, or the business date if none was given
 */
public record RunName(LocalDate asOf, String key, boolean keyGiven) {
  public static RunName of(LocalDate asOf) {
    return new RunName(asOf, asOf.toString(), false);
  }

  public static RunName of(LocalDate asOf, String key) {
    return new RunName(asOf, key, true);
  }
}
