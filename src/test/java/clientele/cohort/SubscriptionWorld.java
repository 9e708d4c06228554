package clientele.cohort;

import clientele.catalogue.Tables;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Random terms for the customers of a {@link World}, with trials, free plans, overlaps, gaps of a
 * few days and ends on the day of the start; and what they mean, asked day by day.
 */
record SubscriptionWorld(World world, List<Subscriber> subscribers) {
  /**
   * One term.
   *
   * @param end null: runs on
   * @param trialUntil null: none
   * @param months of the billing period: 1 or 12
   */
  record Term(LocalDate start, LocalDate end, LocalDate trialUntil, int price, int months) {
    LocalDate paidFrom() {
      return trialUntil == null || trialUntil.isBefore(start) ? start : trialUntil;
    }

    boolean isPaid(LocalDate asOf) {
      return price > 0 && !paidFrom().isAfter(asOf) && (end == null || end.isAfter(paidFrom()));
    }
  }

  /** One customer; what each day means is found once, by asking every term. */
  static final class Subscriber implements BruteForce.Subject {
    private final World.Customer customer;
    private final List<Term> terms;
    private final LocalDate asOf;
    private final NavigableMap<LocalDate, BigDecimal> mrrByPaidDay = new TreeMap<>();
    private final NavigableMap<YearMonth, BigDecimal> closing = new TreeMap<>();

    Subscriber(
        World.Customer customer, List<Term> terms, int graceDays, LocalDate start, LocalDate asOf) {
      this.customer = customer;
      this.terms = terms;
      this.asOf = asOf;
      List<Term> paid = terms.stream().filter(term -> term.isPaid(asOf)).toList();
      for (LocalDate day = start; !day.isAfter(asOf); day = day.plusDays(1)) {
        LocalDate t = day;
        List<Term> paying = paid.stream().filter(x -> isPaying(x, t, paid, graceDays)).toList();
        if (!paying.isEmpty()) {
          mrrByPaidDay.put(day, mrr(paying));
        }
      }
      if (!mrrByPaidDay.isEmpty()) {
        YearMonth last = YearMonth.from(asOf);
        for (YearMonth m = YearMonth.from(mrrByPaidDay.firstKey());
            !m.isAfter(last);
            m = m.plusMonths(1)) {
          closing.put(m, mrr(end(m)));
        }
      }
    }

    private static boolean isPaying(Term term, LocalDate t, List<Term> paid, int graceDays) {
      if (t.isBefore(term.paidFrom())) {
        return false;
      }
      return term.end() == null
          || t.isBefore(term.end())
          || t.isBefore(bridge(term, paid, graceDays));
    }

    /** The next paid start within the grace days, if it is known. */
    private static LocalDate bridge(Term ended, List<Term> paid, int graceDays) {
      return paid.stream()
          .map(Term::paidFrom)
          .filter(from -> !from.isBefore(ended.end()))
          .filter(from -> !from.isAfter(ended.end().plusDays(graceDays)))
          .min(LocalDate::compareTo)
          .orElse(ended.end());
    }

    private static BigDecimal mrr(List<Term> paying) {
      return paying.stream()
          .map(
              term ->
                  BigDecimal.valueOf(term.price(), 2)
                      .divide(BigDecimal.valueOf(term.months()), 10, RoundingMode.HALF_UP))
          .reduce(BigDecimal.ZERO, BigDecimal::add)
          .setScale(2, RoundingMode.HALF_UP);
    }

    private BigDecimal mrr(LocalDate t) {
      return mrrByPaidDay.getOrDefault(t, new BigDecimal("0.00"));
    }

    @Override
    public Map<String, String> values() {
      return customer.values();
    }

    @Override
    public Optional<LocalDate> firstDay() {
      return mrrByPaidDay.keySet().stream().findFirst();
    }

    @Override
    public boolean isActive(LocalDate t) {
      return mrrByPaidDay.containsKey(t);
    }

    @Override
    public boolean signedUpBefore(LocalDate day) {
      return customer.hasRow()
          && customer.signedUpOn() != null
          && customer.signedUpOn().isBefore(day);
    }

    @Override
    public boolean isActiveIn(LocalDate from, LocalDate through) {
      return !through.isAfter(asOf) && isActive(through);
    }

    private boolean paysIn(YearMonth month) {
      return !mrrByPaidDay.subMap(month.atDay(1), true, end(month), true).isEmpty();
    }

    @Override
    public boolean isShortLived(YearMonth month) {
      return paysIn(month) && !isActive(month.atDay(1).minusDays(1)) && !isActive(end(month));
    }

    /** The customer left on the first day after the last paid one. */
    @Override
    public boolean comesBackWithinYear(YearMonth month) {
      LocalDate left = mrrByPaidDay.floorKey(month.atEndOfMonth()).plusDays(1);
      return !mrrByPaidDay.subMap(left, true, left.plusDays(365), true).isEmpty();
    }

    @Override
    public NavigableMap<YearMonth, BigDecimal> revenue() {
      return closing;
    }

    @Override
    public BigDecimal atRisk(YearMonth month) {
      return mrr(month.atDay(1).minusDays(1));
    }

    private LocalDate end(YearMonth month) {
      return month.atEndOfMonth().isBefore(asOf) ? month.atEndOfMonth() : asOf;
    }
  }

  static SubscriptionWorld of(long seed, LocalDate start, LocalDate asOf, int graceDays) {
    World world = World.of(seed, start, asOf);
    Random random = new Random(seed + 1_000);
    int length = (int) ChronoUnit.DAYS.between(start, asOf) + 1;
    List<Subscriber> subscribers = new ArrayList<>();
    for (World.Customer customer : world.customers()) {
      List<Term> terms = new ArrayList<>();
      int lives = random.nextInt(4);
      for (int life = 0; life < lives; life++) {
        LocalDate from = start.plusDays(random.nextInt(length));
        int renewals = random.nextInt(5);
        for (int i = 0; i <= renewals && !from.isAfter(asOf); i++) {
          LocalDate end = from.plusDays(random.nextInt(random.nextInt(3) == 0 ? 15 : 120));
          boolean isOpen = end.isAfter(asOf) || random.nextInt(12) == 0;
          LocalDate trialUntil = random.nextInt(4) == 0 ? from.plusDays(random.nextInt(20)) : null;
          terms.add(
              new Term(
                  from,
                  isOpen ? null : end,
                  trialUntil,
                  random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(9_999),
                  random.nextBoolean() ? 1 : 12));
          from = end.plusDays(random.nextInt(3) == 0 ? random.nextInt(8) : 0);
        }
      }
      subscribers.add(new Subscriber(customer, terms, graceDays, start, asOf));
    }
    return new SubscriptionWorld(world, subscribers);
  }

  LocalDate asOf() {
    return world.asOf();
  }

  /** The rows of silver.subscriptions. */
  Dataset<Row> terms(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      for (Term term : subscriber.terms) {
        Map<String, Object> row = new TreeMap<>();
        row.put("subscription_id", "s" + rows.size());
        row.put("customer_id", subscriber.customer.id());
        row.put("plan", "p" + term.price % 3);
        row.put("started_on", Date.valueOf(term.start));
        row.put("ended_on", date(term.end));
        row.put("trial_until", date(term.trialUntil));
        row.put("price", BigDecimal.valueOf(term.price, 2));
        row.put("billing_period", term.months == 1 ? "month" : "year");
        rows.add(row);
      }
    }
    return World.dataset(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), rows);
  }

  private static Date date(LocalDate day) {
    return Objects.isNull(day) ? null : Date.valueOf(day);
  }
}
