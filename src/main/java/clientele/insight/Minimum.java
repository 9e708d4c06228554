package clientele.insight;

import java.util.Optional;

/** How many an estimate takes at least. */
enum Minimum {
  /** Outcomes are 0 or 1: the rarer of the two must have been seen often enough. */
  OF_SHARES(100, 30),
  /** Outcomes are counts: enough must have been counted. */
  OF_COUNTS(100, 30),
  /** Outcomes are figures of a customer that hardly differ by more than their mean. */
  OF_MEANS(100, 0),
  /** Few customers make much of the money. */
  OF_MONEY(1000, 0);

  private final long perArm;
  private final long events;

  Minimum(long perArm, long events) {
    this.perArm = perArm;
    this.events = events;
  }

  /** What is missing in one of the groups, or in all of them together. */
  Optional<String> lack(Moments... groups) {
    double happened = 0;
    double possible = 0;
    for (Moments group : groups) {
      if (group.n() < perArm) {
        return Optional.of("fewer than %d in a group".formatted(perArm));
      }
      happened += group.y();
      possible += group.x();
    }
    double rarer = this == OF_SHARES ? Math.min(happened, possible - happened) : happened;
    return events > 0 && rarer < events
        ? Optional.of("fewer than %d events".formatted(events))
        : Optional.empty();
  }
}
