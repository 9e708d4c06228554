package clientele.subscription;

import clientele.fold.TermMonths;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * One customer in one month: what is paid for from the end of the month before to its own end.
 *
 * @param before last day of the month before, counted from 1970-01-01
 * @param last last day of the month, or the business date if that is sooner
 * @param paidBefore whether the customer paid on a day before the month
 * @param terms in any order
 */
record CustomerMonth(int before, int last, boolean paidBefore, List<Term> terms) {

  /** Which days of which terms make a customer. */
  enum Reading {
    /** Paid terms; gaps within the grace count: Clientele's own. */
    BRIDGED,
    /** Paid terms, to their ends. */
    BILLED,
    /** Paid terms, and free ones of who has paid before. */
    WITH_FREE,
    /** Paid terms; a failed payment is waited for. */
    AWAITED
  }

  /** As of {@link TermMonths}. */
  record Term(
      int from,
      int until,
      int bridgedUntil,
      int awaitedUntil,
      boolean isFree,
      boolean isForeign,
      BigDecimal atStart,
      BigDecimal atEnd,
      long valueIn,
      long valueOut,
      long valueUntil) {

    static Term of(Row row) {
      BigDecimal mrr = row.getAs(TermMonths.MRR);
      return new Term(
          row.<Integer>getAs(TermMonths.FROM),
          row.<Integer>getAs(TermMonths.UNTIL),
          row.<Integer>getAs(TermMonths.BRIDGED_UNTIL),
          row.<Integer>getAs(TermMonths.AWAITED_UNTIL),
          row.<Boolean>getAs(TermMonths.IS_FREE),
          row.<Boolean>getAs(TermMonths.IS_FOREIGN),
          mrr.multiply(row.getAs(TermMonths.RATE_AT_START)),
          mrr.multiply(row.getAs(TermMonths.RATE_AT_END)),
          row.<Long>getAs(TermMonths.VALUE_IN),
          row.<Long>getAs(TermMonths.VALUE_OUT),
          row.<Long>getAs(TermMonths.VALUE_UNTIL));
    }

    int until(Reading reading) {
      return switch (reading) {
        case BRIDGED -> bridgedUntil;
        case BILLED, WITH_FREE -> until;
        case AWAITED -> awaitedUntil;
      };
    }

    /** No reading ends before the source says so. */
    boolean isThereThroughout(int before, int last) {
      return from <= before && last < until && !isFree;
    }

    boolean counts(Reading reading, int day) {
      return from <= day && day < until(reading) && (!isFree || reading == Reading.WITH_FREE);
    }
  }

  /**
   * Whether the customer pays for one term in the reporting currency all the time, by any reading:
   * then all definitions agree. Most months are so.
   */
  boolean isQuiet() {
    return terms.size() == 1 && terms.get(0).isThereThroughout(before, last) && !isForeign();
  }

  /** Whether an amount of the month was converted. */
  boolean isForeign() {
    return terms.stream().anyMatch(Term::isForeign);
  }

  /**
   * Clientele's rule: one movement, from the end of the month before to the end of the month;
   * rounded once per customer.
   */
  Figures net(Reading reading) {
    boolean start = counts(reading, before);
    boolean end = counts(reading, last);
    long opening = cents(reading, before, Term::atStart);
    long closing = cents(reading, last, Term::atEnd);
    Figures figures = new Figures(opening, closing, start, end);
    if (start && end) {
      figures.changed(closing - cents(reading, before, Term::atEnd));
    } else if (start) {
      figures.churned(opening);
    } else if (end) {
      figures.gained(!paidBefore, closing);
    }
    return figures;
  }

  /**
   * Every day on which what is paid changes is a movement of its own. Rates and rounding are those
   * of {@link #net}, so that with one such day nothing differs from it.
   */
  Figures everyChange(Reading reading) {
    boolean start = counts(reading, before);
    boolean end = counts(reading, last);
    Function<Term, BigDecimal> amount = start && !end ? Term::atStart : Term::atEnd;
    Figures figures =
        new Figures(
            cents(reading, before, Term::atStart), cents(reading, last, Term::atEnd), start, end);
    boolean isFirst = !paidBefore;
    for (int day : days(reading)) {
      long previous = cents(reading, day - 1, amount);
      long present = cents(reading, day, amount);
      isFirst &= !move(figures, reading, day, isFirst, previous, present);
    }
    return figures;
  }

  /**
   * As {@link #everyChange}, but each term is rounded by itself and converted at the rate of the
   * first day of the billing period in force. What ends while the customer stays is taken off at
   * the rate of that day: a change of plan shows no movement of the rate.
   */
  Figures everyChangePerTerm(Reading reading) {
    boolean start = counts(reading, before);
    boolean end = counts(reading, last);
    long opening = sum(term -> term.counts(reading, before), Term::valueIn);
    long closing = sum(term -> term.counts(reading, last), Term::valueOut);
    Figures figures = new Figures(opening, closing, start, end);
    boolean isFirst = !paidBefore;
    for (int day : days(reading)) {
      Function<Term, Long> value = counts(reading, day) ? Term::valueUntil : Term::valueOut;
      Predicate<Term> wasThere = term -> term.counts(reading, day - 1);
      long lost = sum(wasThere.and(term -> !term.counts(reading, day)), value);
      long won = sum(term -> term.counts(reading, day) && term.from() == day, Term::valueIn);
      isFirst &= !move(figures, reading, day, isFirst, lost, won);
    }
    return figures;
  }

  /** Adds the movement of one day; whether the customer was there on it or the day before. */
  private boolean move(
      Figures figures, Reading reading, int day, boolean isFirst, long previous, long present) {
    boolean was = counts(reading, day - 1);
    boolean is = counts(reading, day);
    if (was && is) {
      figures.changed(present - previous);
    } else if (was) {
      figures.churned(previous);
    } else if (is) {
      figures.gained(isFirst, present);
    }
    return was || is;
  }

  /** The days of the month on which a term begins or ends. */
  private SortedSet<Integer> days(Reading reading) {
    SortedSet<Integer> days = new TreeSet<>();
    for (Term term : terms) {
      if (term.counts(reading, term.from())) {
        days.add(term.from());
        days.add(term.until(reading));
      }
    }
    return days.subSet(before + 1, last + 1);
  }

  private boolean counts(Reading reading, int day) {
    return terms.stream().anyMatch(term -> term.counts(reading, day));
  }

  private long cents(Reading reading, int day, Function<Term, BigDecimal> amount) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Term term : terms) {
      if (term.counts(reading, day)) {
        sum = sum.add(amount.apply(term));
      }
    }
    return sum.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  private long sum(Predicate<Term> which, Function<Term, Long> value) {
    return terms.stream().filter(which).mapToLong(value::apply).sum();
  }
}
