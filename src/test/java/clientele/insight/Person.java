package clientele.insight;

import clientele.settings.SourceName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A customer as a test tells one: what happened on which day. */
final class Person {
  /** The business date of these tests. */
  static final int DATE = 2000;

  /** All sources are read; the history has no known start. */
  static final Frame FRAME =
      new Frame(
          DATE,
          90,
          9,
          6,
          Frame.OptionalDay.NONE,
          Frame.OptionalDay.NONE,
          EnumSet.allOf(SourceName.class));

  private final List<History.Day> days = new ArrayList<>();
  private final List<History.Bought> bought = new ArrayList<>();
  private final List<History.Contact> contacts = new ArrayList<>();
  private final List<History.Answered> answers = new ArrayList<>();
  private final List<History.Assignment> assignments = new ArrayList<>();
  private final List<Integer> referrals = new ArrayList<>();
  private final List<History.Span> spans = new ArrayList<>();
  private final List<History.Run> runs = new ArrayList<>();
  private History.Attributes attributes = History.Attributes.NONE;

  /** Orders of 10.00 with a margin of 4.00, by the web, books. */
  Person buys(int... on) {
    for (int day : on) {
      orders(day, 400, 0);
    }
    return this;
  }

  Person orders(int day, long margin, long discount) {
    days.add(new History.Day(day, true, "web", "books", margin, discount, 1000, 0));
    bought.add(new History.Bought(day, "books"));
    return this;
  }

  Person pays(int day, long margin, long service) {
    days.add(new History.Day(day, true, "web", "books", margin, 0, 1000, service));
    return this;
  }

  Person cancels(int day) {
    days.add(new History.Day(day, false, "web", "books", -100, 0, 1000, 0));
    return this;
  }

  Person category(int day, String category) {
    bought.add(new History.Bought(day, category));
    return this;
  }

  Person contact(int day, String stage, int rating) {
    contacts.add(new History.Contact(day, stage, rating, 500));
    return this;
  }

  Person answers(int day, int score) {
    answers.add(new History.Answered(day, day * 86_400_000_000L, "a" + day, score));
    return this;
  }

  Person assigned(int day, String campaign, String action, boolean isTreated, long cost) {
    assignments.add(new History.Assignment(day, campaign, action, isTreated, cost));
    return this;
  }

  Person brings(int... firstPurchases) {
    for (int day : firstPurchases) {
      referrals.add(day);
    }
    return this;
  }

  Person subscribes(int from, int until, int months) {
    spans.add(new History.Span(from, until, months));
    return this;
  }

  Person renews(int months, int opportunities, boolean hasLeft) {
    runs.add(new History.Run(months, opportunities, hasLeft));
    return this;
  }

  Person is(String incomeBand, Long acquisitionCost, Integer signedUp, Long clv) {
    attributes =
        new History.Attributes(
            incomeBand,
            Optional.ofNullable(acquisitionCost),
            Optional.ofNullable(signedUp),
            Optional.ofNullable(clv));
    return this;
  }

  History history() {
    return new History(
        days, bought, contacts, answers, assignments, referrals, spans, runs, attributes);
  }
}
