package clientele.insight;

import clientele.fold.BillingPeriods;
import clientele.insight.Histories.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Reads a {@link History} from the events of {@link Histories}. */
final class HistoryRow {
  private final List<History.Day> days = new ArrayList<>();
  private final List<History.Bought> bought = new ArrayList<>();
  private final List<History.Contact> contacts = new ArrayList<>();
  private final List<History.Answered> answers = new ArrayList<>();
  private final List<History.Assignment> assignments = new ArrayList<>();
  private final List<Integer> referrals = new ArrayList<>();
  private final List<History.Span> spans = new ArrayList<>();
  private final List<History.Run> runs = new ArrayList<>();
  private String incomeBand = History.UNKNOWN;
  private Optional<Long> acquisitionCost = Optional.empty();
  private Optional<Integer> signedUp = Optional.empty();
  private Optional<Long> clv = Optional.empty();

  private HistoryRow() {}

  static History read(List<Row> events) {
    HistoryRow row = new HistoryRow();
    events.forEach(event -> row.add(new Event(event)));
    return row.history();
  }

  /** One event. */
  private record Event(Row row) {
    Kind kind() {
      return Kind.valueOf(row.getString(0));
    }

    int day() {
      return row.getInt(1);
    }

    String text(int place) {
      String text = row.<String>getList(2).get(place);
      return text == null ? History.UNKNOWN : text;
    }

    Optional<Long> known(int place) {
      return Optional.ofNullable(row.<Long>getList(3).get(place));
    }

    long number(int place) {
      return known(place).orElse(0L);
    }
  }

  private void add(Event e) {
    switch (e.kind()) {
      case DAY -> addDay(e);
      case BOUGHT -> bought.add(new History.Bought(e.day(), e.text(0)));
      case CONTACT ->
          contacts.add(new History.Contact(e.day(), e.text(0), (int) e.number(0), e.number(1)));
      case ANSWER ->
          answers.add(new History.Answered(e.day(), e.number(1), e.text(0), (int) e.number(0)));
      case ASSIGNMENT ->
          assignments.add(
              new History.Assignment(e.day(), e.text(0), e.text(1), e.number(0) == 1, e.number(1)));
      case REFERRAL -> referrals.add(e.day());
      case SPAN ->
          spans.add(
              new History.Span(
                  e.day(),
                  e.known(0).map(Long::intValue).orElse(History.Span.RUNS_ON),
                  months(e.text(0))));
      case RUN -> addRun(e);
      case ATTRIBUTES -> {
        incomeBand = e.text(0);
        acquisitionCost = e.known(0);
        signedUp = e.known(1).map(Long::intValue);
      }
      case VALUE -> clv = e.known(0);
    }
  }

  private void addDay(Event e) {
    boolean isOccasion = e.number(0) == 1;
    days.add(
        new History.Day(
            e.day(),
            isOccasion,
            e.text(0),
            e.text(1),
            e.number(1),
            e.number(2),
            e.number(3),
            e.number(4)));
    if (isOccasion && !e.text(1).equals(History.UNKNOWN)) {
      bought.add(new History.Bought(e.day(), e.text(1)));
    }
  }

  /** A renewal was due at the end of each period but one that still runs. */
  private void addRun(Event e) {
    boolean isLive = e.number(3) == 1;
    int due = (int) (e.number(0) - e.number(1)) - (isLive ? 1 : 0);
    if (due > 0) {
      runs.add(new History.Run(months(e.text(0)), due, e.number(2) == 1));
    }
  }

  private History history() {
    return new History(
        days,
        bought,
        contacts,
        answers,
        assignments,
        referrals,
        spans,
        runs,
        new History.Attributes(incomeBand, acquisitionCost, signedUp, clv));
  }

  /** Whole months of a length of {@link BillingPeriods}; 0: it is counted in days. */
  private static int months(String length) {
    return length.endsWith("M") ? Integer.parseInt(length, 1, length.length() - 1, 10) : 0;
  }
}
