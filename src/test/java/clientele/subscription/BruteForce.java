package clientele.subscription;

import clientele.settings.SubscriptionSettings;
import clientele.subscription.Subscribers.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Recurring revenue by the letter of its definition: day by day, term by term. */
final class BruteForce {
  private static final BigDecimal ZERO = new BigDecimal("0.00");

  private final Map<String, TreeMap<Integer, BigDecimal>> rates;
  private final SubscriptionSettings policy;
  private final int asOf;
  private final YearMonth last;

  BruteForce(Subscribers subscribers, SubscriptionSettings policy, LocalDate asOf) {
    this.rates = subscribers.rates();
    this.policy = policy;
    this.asOf = (int) asOf.toEpochDay();
    this.last = YearMonth.from(asOf);
  }

  /** One customer and month. */
  record Cell(
      YearMonth month,
      BigDecimal opening,
      BigDecimal closing,
      BigDecimal fx,
      String movement,
      BigDecimal amount,
      long plans,
      boolean shortLived,
      BigDecimal shortLivedMrr) {}

  /** The months of one customer, from {@code first} on. */
  List<Cell> months(List<Term> terms, YearMonth first) {
    List<Span> spans = spans(terms);
    List<Cell> cells = new ArrayList<>();
    boolean paidBefore = false;
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      int s = (int) month.atDay(1).toEpochDay() - 1;
      int e = Math.min((int) month.atEndOfMonth().toEpochDay(), asOf);
      boolean paidWithin = false;
      for (int day = s + 1; day <= e; day++) {
        paidWithin |= paying(spans, day) > 0;
      }
      boolean atStart = paying(spans, s) > 0;
      boolean atEnd = paying(spans, e) > 0;
      if (atStart || paidWithin) {
        cells.add(cell(month, spans, s, e, paidBefore));
      }
      paidBefore |= paidWithin;
      if (atEnd && !paidWithin) {
        throw new IllegalStateException("the last day is a day of the month");
      }
    }
    return cells;
  }

  private Cell cell(YearMonth month, List<Span> spans, int s, int e, boolean paidBefore) {
    boolean atStart = paying(spans, s) > 0;
    boolean atEnd = paying(spans, e) > 0;
    BigDecimal opening = mrr(spans, s, s);
    BigDecimal closing = mrr(spans, e, e);
    BigDecimal fx = atStart && atEnd ? mrr(spans, s, e).subtract(opening) : ZERO;
    BigDecimal rest = closing.subtract(opening).subtract(fx);
    boolean shortLived = !atStart && !atEnd;
    String movement;
    if (shortLived) {
      movement = "none";
    } else if (!atStart) {
      movement = paidBefore ? "reactivation" : "new";
    } else if (!atEnd) {
      movement = "churned";
    } else {
      movement = rest.signum() > 0 ? "expansion" : rest.signum() < 0 ? "contraction" : "none";
    }
    BigDecimal within = BigDecimal.ZERO;
    for (Span span : spans) {
      if (shortLived && span.from <= e && span.until > s + 1) {
        within = within.add(span.term.mrr().multiply(rate(span.term.currency(), e)));
      }
    }
    return new Cell(
        month,
        opening,
        closing,
        fx,
        movement,
        rest.abs(),
        paying(spans, e),
        shortLived,
        within.setScale(2, RoundingMode.HALF_UP));
  }

  /** The revenue of the terms paid for on one day, at the rates of another. */
  private BigDecimal mrr(List<Span> spans, int day, int rateDay) {
    Map<String, BigDecimal> byCurrency = new TreeMap<>();
    for (Span span : spans) {
      if (span.isPaid(day)) {
        byCurrency.merge(span.term.currency(), span.term.mrr(), BigDecimal::add);
      }
    }
    BigDecimal total = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> entry : byCurrency.entrySet()) {
      total = total.add(entry.getValue().multiply(rate(entry.getKey(), rateDay)));
    }
    return total.setScale(2, RoundingMode.HALF_UP);
  }

  private BigDecimal rate(String currency, int day) {
    return currency.equals("GBP") ? BigDecimal.ONE : rates.get(currency).floorEntry(day).getValue();
  }

  private static long paying(List<Span> spans, int day) {
    long count = 0;
    for (Span span : spans) {
      count += span.isPaid(day) ? 1 : 0;
    }
    return count;
  }

  /** The days on which a term counts as paid, as known at the date. */
  private record Span(Term term, int from, int until) {
    boolean isPaid(int day) {
      return from <= day && day < until;
    }
  }

  private List<Span> spans(List<Term> terms) {
    List<Span> known = new ArrayList<>();
    for (Term term : terms) {
      int until = term.end() <= asOf ? term.end() : Subscribers.NEVER;
      boolean everPaid = term.cents() > 0 && term.paidFrom() <= asOf && term.paidFrom() < until;
      if (everPaid && term.start() <= asOf) {
        known.add(new Span(term, term.paidFrom(), until));
      }
    }
    List<Span> bridged = new ArrayList<>();
    for (Span span : known) {
      int next = Subscribers.NEVER;
      for (Span other : known) {
        if (span.until != Subscribers.NEVER && other.from >= span.until) {
          next = Math.min(next, other.from);
        }
      }
      int gap = next == Subscribers.NEVER ? Subscribers.NEVER : next - span.until;
      int until = gap <= policy.graceDays() ? next : span.until;
      if (span.until != Subscribers.NEVER && until == span.until && span.term.isFailed()) {
        until += Math.min(gap, policy.pastDueDays());
      }
      bridged.add(new Span(span.term, span.from, until));
    }
    return bridged;
  }
}
