package clientele.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an insight says in one dimension value.
 *
 * @param estimate empty: none can be made
 * @param placebo the same of the time before the index date; empty: there is none
 * @param n units that it rests on
 * @param matched share of the units that it is about which have counterparts; empty: not matched
 * @param family chance of so much in any of the comparisons made together (S. Holm, 1979); empty:
 *     this is one of the dimension values, which are judged together
 * @param value the comparison, where it is none of a dimension value
 * @param lacks why there is no verdict
 * @param remark on how it was found; empty: as the insight says
 */
record Answer(
    Optional<Estimate> estimate,
    Optional<Estimate> placebo,
    long n,
    OptionalDouble matched,
    OptionalDouble family,
    Optional<String> value,
    List<String> lacks,
    Optional<String> remark) {
  static final String CONFOUNDED = "confounded";

  Answer {
    lacks = List.copyOf(lacks);
  }

  /** An answer with an estimate, if it is one. */
  static Answer of(Optional<Estimate> estimate, double n) {
    Answer bare =
        new Answer(
            estimate.filter(Estimate::isFinite),
            Optional.empty(),
            Math.round(n),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return estimate.isPresent() && bare.estimate().isEmpty()
        ? bare.lacking("the interval has no bounds")
        : bare;
  }

  /** None, and why. */
  static Answer none(String reason) {
    return of(Optional.empty(), 0).lacking(reason);
  }

  /** The share of units whose outcome is 1. */
  static Answer share(Moments units, Minimum minimum) {
    Optional<Estimate> share =
        Optional.of(units).filter(u -> u.n() > 0).map(u -> new Estimate.Share(u.y(), u.n()));
    return of(share, units.n()).lacking(minimum.lack(units));
  }

  /** The mean outcome of units. */
  static Answer mean(Moments units, Minimum minimum) {
    Optional<Estimate> mean = Optional.of(units).filter(u -> u.n() >= 2).map(Moments::mean);
    return of(mean, units.n()).lacking(minimum.lack(units));
  }

  /** The difference as it is, without any matching. */
  static Answer plain(Cells cells, Minimum minimum) {
    Moments exposed = cells.exposed();
    Moments others = cells.others();
    return of(Matched.plain(cells).effect(), exposed.n() + others.n())
        .lacking(minimum.lack(exposed, others));
  }

  /** The difference within strata, with its placebo. */
  static Answer matched(Cells cells, Minimum minimum) {
    Moments exposed = cells.exposed();
    Moments others = cells.others();
    Matched matched = Matched.of(cells);
    Answer answer =
        of(matched.effect(), exposed.n() + others.n())
            .lacking(minimum.lack(exposed, others))
            .asMatched(matched);
    return answer.with(Matched.of(cells.before()).effect());
  }

  /** With what is to be said of the matching. */
  Answer asMatched(Matched how) {
    String fewer = "of what should be alike the last %d could not be".formatted(how.dropped());
    Answer answer =
        new Answer(
            estimate,
            placebo,
            n,
            OptionalDouble.of(how.share()),
            family,
            value,
            lacks,
            Optional.of(fewer).filter(said -> how.dropped() > 0 && how.effect().isPresent()));
    return how.share() < Matched.LEAST_SHARE
        ? answer.lacking("too few have a counterpart in their stratum")
        : answer;
  }

  /** With a placebo, which has to hold 0. */
  Answer with(Optional<Estimate> before) {
    Optional<Estimate> shown = before.filter(Estimate::isFinite);
    Answer answer = new Answer(estimate, shown, n, matched, family, value, lacks, remark);
    boolean isFound = shown.filter(e -> e.low() > 0 || e.high() < 0).isPresent();
    return isFound ? answer.lacking(CONFOUNDED) : answer;
  }

  Answer lacking(String reason) {
    return lacking(Optional.of(reason));
  }

  Answer lacking(Optional<String> reason) {
    List<String> more = new ArrayList<>(lacks);
    reason.ifPresent(more::add);
    return new Answer(estimate, placebo, n, matched, family, value, more, remark);
  }

  /** What follows from this answer: its units and lacks, and another estimate. */
  Answer instead(Estimate other) {
    Answer bare = of(Optional.of(other), (double) n);
    List<String> more = new ArrayList<>(lacks);
    more.addAll(bare.lacks());
    return new Answer(bare.estimate(), Optional.empty(), n, matched, family, value, more, remark);
  }

  /** This answer, with the units and the lacks of another on which it rests as well. */
  Answer and(Answer other) {
    List<String> more = new ArrayList<>(lacks);
    other.lacks().stream().filter(lack -> !more.contains(lack)).forEach(more::add);
    return new Answer(estimate, placebo, n + other.n(), matched, family, value, more, remark);
  }

  /** The answer of a comparison of two groups. */
  Answer of(String comparison, OptionalDouble familyP) {
    return new Answer(
        estimate, placebo, n, matched, familyP, Optional.of(comparison), lacks, remark);
  }

  Answer scaled(double factor) {
    if (factor == 1) {
      return this;
    }
    return new Answer(
        estimate.map(e -> e.scaled(factor)),
        placebo.map(e -> e.scaled(factor)),
        n,
        matched,
        family,
        value,
        lacks,
        remark);
  }
}
