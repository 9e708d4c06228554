package clientele.insight;

import java.util.Optional;

/**
 * A customer at an index date, as one insight sees it.
 *
 * @param part which question of the insight it is about; empty: it has one only
 * @param isExposed whether what the insight asks about has happened by the index date
 * @param y outcome after the index date, over x
 * @param x 1 for a mean
 * @param placebo the same of the time before it; empty: there is none
 * @param stage a stage of the purchase in which the unit counts as well as in its dimension values
 */
record Unit(
    String part,
    boolean isExposed,
    Stratum stratum,
    double y,
    double x,
    Optional<Placebo> placebo,
    Optional<String> stage) {
  /** An outcome of the time before the index date. */
  record Placebo(double y, double x) {}

  static Unit of(boolean isExposed, Stratum stratum, double y) {
    return new Unit("", isExposed, stratum, y, 1, Optional.empty(), Optional.empty());
  }

  Unit in(String newPart) {
    return new Unit(newPart, isExposed, stratum, y, x, placebo, stage);
  }

  Unit over(double newX) {
    return new Unit(part, isExposed, stratum, y, newX, placebo, stage);
  }

  Unit before(double earlier) {
    return before(earlier, 1);
  }

  Unit before(double earlier, double over) {
    Optional<Placebo> shown = Optional.of(new Placebo(earlier, over));
    return new Unit(part, isExposed, stratum, y, x, shown, stage);
  }

  Unit at(String newStage) {
    return new Unit(part, isExposed, stratum, y, x, placebo, Optional.of(newStage));
  }
}
