package clientele.insight;

import clientele.insight.History.Span;
import clientele.model.SurvivalCurve;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first stretch of time in which a customer pays for a subscription without a gap, and the term
 * it began with.
 *
 * @param from first paid day
 * @param until first day that is not paid for; the day after the business date where it runs on
 * @param entry months after which it is observed; {@link SurvivalCurve#AT_ORIGIN}: from its start
 * @param exit whole months from the first paid day to the end, or to the business date
 */
record FirstSpell(boolean isLong, int from, int until, boolean hasEnded, int entry, int exit) {
  /** What to keep in mind wherever terms are compared. */
  static final String NOTE =
      "associated with the term; who takes a long term is another customer, and cannot leave"
          + " within it";

  private static final int LONG = 12;
  private static final int SHORT = 1;

  static boolean isLong(int months) {
    return months >= LONG;
  }

  static boolean isShort(int months) {
    return months <= SHORT;
  }

  /** Empty: none, or its term is neither long nor short, or when it began is not known. */
  static Optional<FirstSpell> of(History history, Frame frame) {
    if (history.spans().isEmpty()) {
      return Optional.empty();
    }
    Span first = history.spans().get(0);
    int until = first.until();
    for (Span span : history.spans()) {
      until = span.from() <= until ? Math.max(until, span.until()) : until;
    }
    OptionalInt start = frame.termsStartOn().value();
    boolean isLate = start.isPresent() && first.from() < start.getAsInt();
    boolean mayHavePaidBefore =
        start.isPresent()
            && !isLate
            && history.attributes().signedUp().filter(day -> day < start.getAsInt()).isPresent();
    boolean isEither = isLong(first.months()) || isShort(first.months());
    if (mayHavePaidBefore || !isEither) {
      return Optional.empty();
    }
    boolean hasEnded = until <= frame.date();
    int last = hasEnded ? until : frame.date() + 1;
    int entry = isLate ? months(first.from(), start.getAsInt()) : SurvivalCurve.AT_ORIGIN;
    return Optional.of(
            new FirstSpell(
                isLong(first.months()),
                first.from(),
                last,
                hasEnded,
                entry,
                months(first.from(), last)))
        // Who left in the month of the entry was at risk at no time that is counted.
        .filter(spell -> spell.entry() < spell.exit());
  }

  /** The greatest t so that t months after the first day are not after the other. */
  private static int months(int from, int to) {
    LocalDate first = LocalDate.ofEpochDay(from);
    LocalDate last = LocalDate.ofEpochDay(to);
    int months = (int) ChronoUnit.MONTHS.between(first.withDayOfMonth(1), last.withDayOfMonth(1));
    return first.plusMonths(months).isAfter(last) ? months - 1 : months;
  }

  boolean isPaid(int day) {
    return from <= day && day < until;
  }

  /** The spell with an outcome, told apart by what a survival curve needs of it. */
  Unit unit(double outcome) {
    Stratum stratum =
        Stratum.of(Integer.toString(entry), Integer.toString(exit), Boolean.toString(hasEnded));
    return Unit.of(isLong, stratum, outcome);
  }
}
