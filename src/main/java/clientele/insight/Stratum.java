package clientele.insight;

import java.util.List;

/**
 * What a unit is like at its index date, before anything that the insight asks about: units are
 * compared with units of the same stratum.
 *
 * @param exact what must be equal
 * @param recency days from the last purchase to the index date, in steps of {@link Days}; {@link
 *     Days#NONE}: not looked at, or no purchase yet
 * @param tenure days from the first purchase to the index date, likewise
 * @param finer what is to be equal as well where there are enough units; the last goes first
 */
record Stratum(List<String> exact, int recency, int tenure, List<String> finer) {
  static Stratum of(String... exact) {
    return new Stratum(List.of(exact), Days.NONE, Days.NONE, List.of());
  }

  /** Units that differ in these are not told apart where they would be too few. */
  Stratum finely(String... finer) {
    return new Stratum(exact, recency, tenure, List.of(finer));
  }
}
