package clientele.insight;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * All that is known of one customer at the business date. Days are counted from 1970-01-01; money
 * is in cents.
 *
 * @param days with orders, in order
 * @param bought what was bought by category, in order of days; empty: categories are not read
 * @param contacts with the service, in order
 * @param answers to the survey, in order; of one day, in order of the instant
 * @param assignments to campaigns, treated or control, in order
 * @param referrals first purchases of the customers whom this one has brought
 * @param spans of time paid for by subscriptions, in order of their first day
 */
record History(
    List<Day> days,
    List<Bought> bought,
    List<Contact> contacts,
    List<Answered> answers,
    List<Assignment> assignments,
    List<Integer> referrals,
    List<Span> spans,
    List<Run> runs,
    Attributes attributes) {
  static final String UNKNOWN = "unknown";

  History {
    days = inOrder(days, Comparator.comparingInt(Day::day));
    bought = List.copyOf(bought);
    contacts =
        inOrder(
            contacts,
            Comparator.comparingInt(Contact::day)
                .thenComparing(Contact::stage)
                .thenComparing(Contact::rating));
    answers =
        inOrder(answers, Comparator.comparingLong(Answered::instant).thenComparing(Answered::id));
    assignments =
        inOrder(
            assignments,
            Comparator.comparingInt(Assignment::day).thenComparing(Assignment::campaign));
    referrals = List.copyOf(referrals);
    spans = inOrder(spans, Comparator.comparingInt(Span::from).thenComparingInt(Span::until));
    runs = List.copyOf(runs);
  }

  private static <T> List<T> inOrder(List<T> all, Comparator<T> order) {
    return all.stream().sorted(order).toList();
  }

  /**
   * A day with orders.
   *
   * @param isOccasion whether an order of it was not cancelled
   * @param channel of the first order
   * @param category of the first order
   * @param margin net value less cost of goods and service
   * @param list value at list price, before discounts
   * @param service what the seller has paid for delivery and handling
   */
  record Day(
      int day,
      boolean isOccasion,
      String channel,
      String category,
      long margin,
      long discount,
      long list,
      long service) {}

  /** A category of which something was ordered on a day. */
  record Bought(int day, String category) {}

  /**
   * A contact with the service.
   *
   * @param rating 1 to 5; 0: not rated
   */
  record Contact(int day, String stage, int rating, long cost) {
    private static final int POOR = 2;
    private static final int GOOD = 4;

    boolean isPoor() {
      return rating > 0 && rating <= POOR;
    }

    boolean isGood() {
      return rating >= GOOD;
    }
  }

  /** An answer to the survey. */
  record Answered(int day, long instant, String id, int score) {}

  /** An assignment to one arm of a campaign. */
  record Assignment(int day, String campaign, String action, boolean isTreated, long cost) {}

  /**
   * Days paid for.
   *
   * @param until first day that is not paid for; {@link #RUNS_ON}: none is known
   * @param months length of the billing period; 0: less than a month
   */
  record Span(int from, int until, int months) {
    static final int RUNS_ON = Integer.MAX_VALUE;
  }

  /**
   * A subscription on the clock of its renewals.
   *
   * @param months length of the billing period; 0: less than a month
   * @param opportunities how often a renewal was due
   */
  record Run(int months, int opportunities, boolean hasLeft) {}

  /**
   * What does not depend on time.
   *
   * @param acquisitionCost empty: not known
   * @param signedUp empty: not known
   * @param clv what the customer is still worth; empty: not known
   */
  record Attributes(
      String incomeBand,
      Optional<Long> acquisitionCost,
      Optional<Integer> signedUp,
      Optional<Long> clv) {
    static final Attributes NONE =
        new Attributes(UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The first day with a purchase. */
  OptionalInt first() {
    return days.stream().filter(Day::isOccasion).mapToInt(Day::day).findFirst();
  }

  /** The last day with a purchase up to a day. */
  Optional<Day> lastUpTo(int day) {
    Optional<Day> last = Optional.empty();
    for (Day each : days) {
      if (each.day() > day) {
        return last;
      }
      last = each.isOccasion() ? Optional.of(each) : last;
    }
    return last;
  }

  /** Days with a purchase after one day and up to another. */
  int occasions(int after, int last) {
    return (int) sum(after, last, day -> day.isOccasion() ? 1 : 0);
  }

  boolean buys(int after, int last) {
    return occasions(after, last) > 0;
  }

  /** The sum of a figure over the days after one and up to another. */
  long sum(int after, int last, ToLongFunction<Day> figure) {
    long sum = 0;
    for (Day day : days) {
      if (day.day() > after && day.day() <= last) {
        sum += figure.applyAsLong(day);
      }
    }
    return sum;
  }

  long margin(int after, int last) {
    return sum(after, last, Day::margin);
  }

  /** Different categories bought in the days after one and up to another. */
  long categories(int after, int last) {
    return bought.stream()
        .filter(one -> one.day() > after && one.day() <= last)
        .map(Bought::category)
        .distinct()
        .count();
  }

  /** The first contact of a kind. */
  Optional<Contact> firstContact(Predicate<Contact> kind) {
    return contacts.stream().filter(kind).findFirst();
  }

  /** The last answer up to a day. */
  Optional<Answered> answerUpTo(int day) {
    return answers.stream().filter(a -> a.day() <= day).reduce((earlier, later) -> later);
  }

  /** Whether the first purchase is known to be the first one. */
  boolean isWhole(Frame frame) {
    OptionalInt first = first();
    OptionalInt start = frame.startsOn().value();
    if (first.isEmpty() || start.isEmpty()) {
      return first.isPresent();
    }
    boolean isOlder = attributes.signedUp().filter(day -> day < start.getAsInt()).isPresent();
    return first.getAsInt() >= start.getAsInt() + frame.inactiveAfter() && !isOlder;
  }

  /** The channel of the last order up to a day. */
  String channel(int day) {
    return lastUpTo(day).map(Day::channel).orElse(UNKNOWN);
  }

  /**
   * The stratum of the customer at an index date: orders so far, recency, tenure; as finely as can
   * be also the channel.
   *
   * @param finer what should be alike before the channel is
   */
  Stratum stratum(int index, String... finer) {
    int recency = lastUpTo(index).map(day -> Days.step(index - day.day())).orElse(Days.NONE);
    int tenure = recency == Days.NONE ? Days.NONE : Days.step(index - first().orElseThrow());
    List<String> all = Stream.concat(Stream.of(finer), Stream.of(channel(index))).toList();
    return new Stratum(List.of(ordersSoFar(index)), recency, tenure, all);
  }

  /** The category of the last order up to a day. */
  String category(int day) {
    return lastUpTo(day).map(Day::category).orElse(UNKNOWN);
  }

  /** Customers brought who first bought in the days after one and up to another. */
  long referred(int after, int last) {
    return referrals.stream().filter(day -> day > after && day <= last).count();
  }

  /** What contacts and campaigns have cost in the days after one and up to another. */
  long costOfKeeping(int after, int last) {
    long ofContacts =
        contacts.stream()
            .filter(c -> c.day() > after && c.day() <= last)
            .mapToLong(Contact::cost)
            .sum();
    long ofCampaigns =
        assignments.stream()
            .filter(a -> a.isTreated() && a.day() > after && a.day() <= last)
            .mapToLong(Assignment::cost)
            .sum();
    return ofContacts + ofCampaigns;
  }

  /** The class of the number of purchases up to a day: 0, 1, 2, 3, 4-5, 6-9, 10+. */
  String ordersSoFar(int day) {
    return band(occasions(Integer.MIN_VALUE, day));
  }

  static String band(int orders) {
    if (orders <= 3) {
      return Integer.toString(orders);
    }
    if (orders <= 5) {
      return "4-5";
    }
    return orders <= 9 ? "6-9" : "10+";
  }
}
