package clientele.clv;

import clientele.catalogue.Tables;
import clientele.fold.Fx;
import clientele.settings.SubscriptionSettings;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Random books of subscriptions, as rows of silver.subscriptions and as clocks of renewals by loops
 * over the days on which payments are due.
 */
record Subscribers(List<Term> terms, LocalDate asOf) {
  static final SubscriptionSettings POLICY =
      new SubscriptionSettings(
          3,
          30,
          SubscriptionSettings.ChurnDatedBy.SERVICE_END,
          SubscriptionSettings.PriceBasis.BILLED);
  static final BigDecimal EURO = new BigDecimal("1.25");

  private static final Map<String, Period> PERIODS =
      new TreeMap<>(
          Map.of(
              "week", Period.ofDays(7),
              "month", Period.ofMonths(1),
              "quarter", Period.ofMonths(3),
              "year", Period.ofMonths(12),
              "P4W", Period.ofDays(28),
              "P1W", Period.ofDays(7),
              "P10D", Period.ofDays(10),
              "P12M", Period.ofMonths(12),
              "P2M", Period.ofMonths(2)));

  /**
   * One row of the source.
   *
   * @param end null: runs on
   * @param trialUntil null: none
   * @param isFailed whether it ended because a payment failed
   */
  record Term(
      String subscription,
      String customer,
      LocalDate start,
      LocalDate end,
      LocalDate trialUntil,
      int cents,
      String billing,
      String currency,
      boolean isFailed) {
    /** Up to when a next term goes on with it. */
    LocalDate bridgedUntil() {
      int pastDue = isFailed ? POLICY.pastDueDays() : 0;
      return end.plusDays(Math.max(POLICY.graceDays(), pastDue));
    }

    boolean isOver(LocalDate asOf) {
      return end != null && !(isFailed && end.plusDays(POLICY.pastDueDays()).isAfter(asOf));
    }

    LocalDate paidFrom() {
      return trialUntil == null || trialUntil.isBefore(start) ? start : trialUntil;
    }

    Period period() {
      return PERIODS.get(billing);
    }

    LocalDate due(int number) {
      return paidFrom().plus(period().multipliedBy(number));
    }

    BigDecimal price() {
      BigDecimal own = BigDecimal.valueOf(cents, 2);
      return (currency == null ? own : own.multiply(EURO)).setScale(10);
    }

    /** Payments that were due up to a day, as long as the term ran. */
    int paid(LocalDate day) {
      int paid = 0;
      while (!due(paid).isAfter(day) && (end == null || due(paid).isBefore(end))) {
        paid++;
      }
      return paid;
    }
  }

  /** Terms that follow each other, billed by one length. */
  record Run(List<Term> terms, boolean isFollowed, LocalDate asOf) {
    Term last() {
      return terms.get(terms.size() - 1);
    }

    String customer() {
      return last().customer;
    }

    /** As in the segments of models. */
    String length() {
      return last().period().toString();
    }

    int paid(LocalDate day) {
      return terms.stream().mapToInt(term -> term.paid(day)).sum();
    }

    boolean isLive() {
      return !last().isOver(asOf) && !isFollowed;
    }

    boolean hasLeft() {
      return last().isOver(asOf) && !isFollowed;
    }

    boolean beginsWithTrial() {
      return terms.get(0).paidFrom().isAfter(terms.get(0).start);
    }

    /**
     * Days of payments that have not been made, up to a day: before the date they are waited for.
     */
    List<LocalDate> due(LocalDate through) {
      List<LocalDate> due = new ArrayList<>();
      for (int number = last().paid(asOf); !last().due(number).isAfter(through); number++) {
        due.add(last().due(number));
      }
      return due;
    }
  }

  static Subscribers of(long seed, int count, LocalDate start, LocalDate asOf) {
    Random random = new Random(seed);
    List<String> billings = List.copyOf(PERIODS.keySet());
    int length = (int) (asOf.toEpochDay() - start.toEpochDay());
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Every other one has orders as well.
      String customer = (i % 2 == 0 ? "c" : "s") + i / 3;
      String billing = i % 3 == 0 ? "month" : billings.get(random.nextInt(billings.size()));
      double leaving = 0.3 * Math.pow(random.nextDouble(), 2);
      LocalDate from = start.plusDays(random.nextInt(length + 1));
      String currency = random.nextInt(4) == 0 ? "EUR" : null;
      for (boolean goesOn = true; goesOn && !from.isAfter(asOf); ) {
        LocalDate trialUntil =
            random.nextInt(4) == 0 ? from.plusDays(random.nextInt(40) - 5) : null;
        int cents = random.nextInt(12) == 0 ? 0 : 100 + random.nextInt(5_000);
        Term term =
            new Term("s" + i, customer, from, null, trialUntil, cents, billing, currency, false);
        int periods = 0;
        boolean changes = false;
        while (goesOn && !changes && !term.due(periods).isAfter(asOf)) {
          periods++;
          goesOn = random.nextDouble() > leaving;
          changes = random.nextInt(10) == 0;
        }
        LocalDate end = term.due(periods).minusDays(random.nextInt(5) == 0 ? random.nextInt(6) : 0);
        end = end.isBefore(from) ? from : end;
        boolean isOver = (!goesOn || changes) && !end.isAfter(asOf);
        terms.add(
            new Term(
                "s" + i,
                customer,
                from,
                isOver ? end : null,
                trialUntil,
                cents,
                billing,
                currency,
                isOver && i % 4 == 1));
        goesOn &= isOver;
        from =
            end.plusDays(i % 4 == 1 ? random.nextInt(36) : random.nextInt(6))
                .plusDays(end.equals(from) ? 1 : 0);
        billing = random.nextInt(3) == 0 ? billings.get(random.nextInt(billings.size())) : billing;
      }
    }
    return new Subscribers(terms, asOf);
  }

  /** All runs of terms with a price. */
  List<Run> runs() {
    Map<String, List<Term>> books = new TreeMap<>();
    terms.stream()
        .filter(term -> term.cents > 0)
        .sorted(Comparator.comparing(Term::start))
        .forEach(
            term -> books.computeIfAbsent(term.subscription, id -> new ArrayList<>()).add(term));
    List<Run> runs = new ArrayList<>();
    for (List<Term> book : books.values()) {
      List<Term> run = new ArrayList<>();
      for (int i = 0; i < book.size(); i++) {
        run.add(book.get(i));
        Optional<Term> next = Optional.of(i + 1).filter(n -> n < book.size()).map(book::get);
        LocalDate end = book.get(i).end;
        boolean isFollowed =
            end != null
                && next.isPresent()
                && !next.get().start.isAfter(book.get(i).bridgedUntil());
        if (!isFollowed || !next.get().period().equals(book.get(i).period())) {
          runs.add(new Run(List.copyOf(run), isFollowed, asOf));
          run.clear();
        }
      }
    }
    return runs;
  }

  /** The rows of silver.subscriptions, with prices in dollars. */
  Dataset<Row> comparable(SparkSession spark) {
    return Fx.atRatesOf(rows(spark), rates(spark), "USD", asOf);
  }

  private Dataset<Row> rows(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Term term : terms) {
      Map<String, Object> row = new TreeMap<>();
      row.put("subscription_id", term.subscription);
      row.put("customer_id", term.customer);
      row.put("started_on", Date.valueOf(term.start));
      row.put("ended_on", term.end == null ? null : Date.valueOf(term.end));
      row.put("trial_until", term.trialUntil == null ? null : Date.valueOf(term.trialUntil));
      row.put("price", BigDecimal.valueOf(term.cents, 2));
      row.put("billing_period", term.billing);
      row.put("currency", term.currency == null ? "USD" : term.currency);
      row.put("end_reason", term.isFailed ? "payment_failed" : null);
      rows.add(row);
    }
    return Buyers.dataset(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), rows);
  }

  /** The rows of silver.fx_rates: the last one before the date counts. */
  private Dataset<Row> rates(SparkSession spark) {
    return Buyers.dataset(
        spark,
        Tables.FX_RATES_TABLE.schema(),
        List.of(rate(asOf.minusDays(2_000), BigDecimal.TEN), rate(asOf.minusDays(9), EURO)));
  }

  private static Map<String, Object> rate(LocalDate day, BigDecimal rate) {
    return Map.of("currency", "EUR", "on_date", Date.valueOf(day), "rate", rate.setScale(12));
  }
}
