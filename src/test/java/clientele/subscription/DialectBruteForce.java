package clientele.subscription;

import clientele.subscription.Subscribers.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The totals of others by the letter of what they publish: day by day, customer by customer. */
final class DialectBruteForce {
  private final Map<String, TreeMap<Integer, BigDecimal>> rates;
  private final int asOf;
  private final YearMonth last;

  /** By dialect, month and measure; cents or customers. */
  final Map<String, Map<YearMonth, Map<String, Long>>> totals = new TreeMap<>();

  DialectBruteForce(Subscribers subscribers, LocalDate asOf) {
    this.rates = subscribers.rates();
    this.asOf = (int) asOf.toEpochDay();
    this.last = YearMonth.from(asOf);
  }

  /** The days on which a term makes a customer. */
  private record Span(Term term, int from, int until) {
    boolean isOn(int day) {
      return from <= day && day < until;
    }
  }

  void add(List<Term> terms, YearMonth first) {
    List<Span> paid = paid(terms);
    if (!paid.isEmpty()) {
      for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
        byChange("stripe", paid, month);
        byChange("baremetrics", awaited(paid), month);
        byPeriod(withFree(terms, paid), month);
      }
    }
  }

  private List<Span> paid(List<Term> terms) {
    List<Span> spans = new ArrayList<>();
    for (Term term : terms) {
      Span span = known(term, term.paidFrom());
      if (term.cents() > 0 && term.start() <= asOf && span.from <= asOf && span.from < span.until) {
        spans.add(span);
      }
    }
    return spans;
  }

  private Span known(Term term, int from) {
    return new Span(term, from, term.end() <= asOf ? term.end() : Subscribers.NEVER);
  }

  /** Baremetrics: who owes for more than thirty days has churned. */
  private static List<Span> awaited(List<Span> paid) {
    List<Span> spans = new ArrayList<>();
    for (Span span : paid) {
      int until = span.until;
      if (until != Subscribers.NEVER && span.term.isFailed()) {
        until += 30;
        for (Span other : paid) {
          if (other.from >= span.until) {
            until = Math.min(until, other.from);
          }
        }
      }
      spans.add(new Span(span.term, span.from, until));
    }
    return spans;
  }

  /** ChartMogul: who has paid and is on a free plan is a customer. */
  private List<Span> withFree(List<Term> terms, List<Span> paid) {
    int firstPaid = paid.stream().mapToInt(Span::from).min().orElseThrow();
    List<Span> spans = new ArrayList<>(paid);
    for (Term term : terms) {
      Span span = known(term, Math.max(term.paidFrom(), firstPaid));
      if (term.cents() == 0
          && term.start() <= asOf
          && span.from <= asOf
          && span.from < span.until) {
        spans.add(span);
      }
    }
    return spans;
  }

  private void byChange(String dialect, List<Span> spans, YearMonth month) {
    int s = (int) month.atDay(1).toEpochDay() - 1;
    int e = Math.min((int) month.atEndOfMonth().toEpochDay(), asOf);
    int rateDay = any(spans, s) && !any(spans, e) ? s : e;
    Counter counter = new Counter(dialect, month);
    long opening = customer(spans, s, s);
    long closing = customer(spans, e, e);
    for (int day = s + 1; day <= e; day++) {
      long before = customer(spans, day - 1, rateDay);
      long after = customer(spans, day, rateDay);
      counter.move(spans, day, before, after);
    }
    counter.ends(spans, s, e, opening, closing);
  }

  private void byPeriod(List<Span> spans, YearMonth month) {
    int s = (int) month.atDay(1).toEpochDay() - 1;
    int e = Math.min((int) month.atEndOfMonth().toEpochDay(), asOf);
    Counter counter = new Counter("chartmogul", month);
    for (int day = s + 1; day <= e; day++) {
      int today = day;
      boolean stays = any(spans, day);
      long lost = 0;
      long won = 0;
      for (Span span : spans) {
        if (span.isOn(day - 1) && !span.isOn(day)) {
          lost += value(span, stays ? today : span.term.periodAt(day - 1));
        }
        if (!span.isOn(day - 1) && span.isOn(day)) {
          won += value(span, span.from);
        }
      }
      counter.move(spans, day, lost, won);
    }
    ToIntFunction<Span> atStart = span -> periodAt(span, s);
    ToIntFunction<Span> atEnd = span -> periodAt(span, e);
    counter.ends(spans, s, e, perTerm(spans, s, atStart), perTerm(spans, e, atEnd));
  }

  private static int periodAt(Span span, int day) {
    return span.term.cents() == 0 ? day : span.term.periodAt(day);
  }

  private long perTerm(List<Span> spans, int day, ToIntFunction<Span> rateDay) {
    long sum = 0;
    for (Span span : spans) {
      sum += span.isOn(day) ? value(span, rateDay.applyAsInt(span)) : 0;
    }
    return sum;
  }

  private long value(Span span, int rateDay) {
    return cents(converted(span, rateDay));
  }

  private long customer(List<Span> spans, int day, int rateDay) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Span span : spans) {
      sum = span.isOn(day) ? sum.add(converted(span, rateDay)) : sum;
    }
    return cents(sum);
  }

  private BigDecimal converted(Span span, int rateDay) {
    String currency = span.term.currency();
    return currency.equals("GBP")
        ? span.term.mrr()
        : span.term.mrr().multiply(rates.get(currency).floorEntry(rateDay).getValue());
  }

  private static long cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  private static boolean any(List<Span> spans, int day) {
    return spans.stream().anyMatch(span -> span.isOn(day));
  }

  /** Adds up the movements of one customer and month. */
  private final class Counter {
    private final boolean isEveryEvent;
    private final Map<String, Long> total;
    private final Set<String> seen = new HashSet<>();
    private long explained;

    Counter(String dialect, YearMonth month) {
      this.isEveryEvent = dialect.equals("stripe");
      this.total =
          totals
              .computeIfAbsent(dialect, any -> new TreeMap<>())
              .computeIfAbsent(month, any -> new TreeMap<>());
    }

    void move(List<Span> spans, int day, long before, long after) {
      boolean was = any(spans, day - 1);
      boolean is = any(spans, day);
      if (was && !is) {
        add("churned_mrr", before);
        count("churned_customers");
        explained -= before;
      } else if (is && !was) {
        boolean isNew = spans.stream().noneMatch(span -> span.from < day);
        String name = isNew ? "new" : "reactivation";
        add(name + "_mrr", after);
        count(name + "_customers");
        explained += after;
      } else {
        add("expansion_mrr", Math.max(0, after - before));
        add("contraction_mrr", Math.max(0, before - after));
        explained += after - before;
      }
    }

    void ends(List<Span> spans, int s, int e, long opening, long closing) {
      add("opening_mrr", opening);
      add("closing_mrr", closing);
      add("fx_mrr", closing - opening - explained);
      add("opening_customers", any(spans, s) ? 1 : 0);
      add("closing_customers", any(spans, e) ? 1 : 0);
      add("lost_customers", any(spans, s) && !any(spans, e) ? 1 : 0);
    }

    private void count(String name) {
      if (isEveryEvent || seen.add(name)) {
        add(name, 1);
      }
    }

    private void add(String name, long units) {
      total.merge(name, units, Long::sum);
    }
  }
}
