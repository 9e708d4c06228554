package clientele.subscription;

import java.util.ArrayList;
import java.util.List;

/**
 * What leads from Clientele's own figures of one customer and month to those of a dialect, step by
 * step: the differences of all steps add up to the difference of the two, in every measure.
 */
final class Explanation {
  private final Dialect dialect;
  private final List<Part> parts = new ArrayList<>();
  private Figures reached;

  private Explanation(Dialect dialect, Figures own) {
    this.dialect = dialect;
    this.reached = own;
  }

  /**
   * Part of a difference.
   *
   * @param units cents or customers, not 0
   */
  record Part(Measure measure, Reason reason, long units) {}

  /** The parts of all differences; none where the dialect says the same. */
  static List<Part> of(Dialect dialect, CustomerMonth month) {
    if (month.isQuiet()) {
      return List.of();
    }
    Explanation explanation = new Explanation(dialect, month.net(CustomerMonth.Reading.BRIDGED));
    dialect.explain(month, explanation);
    return explanation.parts;
  }

  /** One rule more is the dialect's. */
  void step(Reason reason, Figures next) {
    for (Measure measure : Measure.values()) {
      long units = next.units(measure) - reached.units(measure);
      if (units != 0 && dialect.tells(measure)) {
        parts.add(new Part(measure, reason, units));
      }
    }
    reached = next;
  }
}
