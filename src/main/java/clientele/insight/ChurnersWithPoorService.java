package clientele.insight;

import clientele.insight.History.Day;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Three in five of those who leave had poor service. */
final class ChurnersWithPoorService implements Insight {
  private static final int BEFORE = 76;
  private static final int AFTER = 14;
  private static final int MANY = 3;

  @Override
  public String name() {
    return "churners_with_poor_service";
  }

  @Override
  public String question() {
    return "Did those who left have poor service around their last order?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
  }

  @Override
  public Claim claim() {
    return Claim.share(0.60);
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.SERVICE_CONTACTS);
  }

  @Override
  public String method() {
    return "with a contact rated 1-2 in the 90 days up to a fortnight after the last "
        + "order, minus that around an order, in the same week, of customers who bought "
        + "again; at the same orders so far and in these days";
  }

  @Override
  public String note() {
    return "poor service given that they left, which is not leaving given poor service";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    List<Day> bought = history.days().stream().filter(Day::isOccasion).toList();
    List<Unit> units = new ArrayList<>();
    Optional<Day> kept = Optional.empty();
    for (int i = 0; i < bought.size(); i++) {
      int day = bought.get(i).day();
      boolean isLast = i == bought.size() - 1;
      int next = isLast ? Integer.MAX_VALUE : bought.get(i + 1).day();
      if (isLast && frame.hasSeen(day, frame.inactiveAfter())) {
        units.add(unit(history, day, next, true));
      }
      boolean isKept = !isLast && next < day + frame.inactiveAfter();
      // One order of each customer, whichever: none is more alike than another.
      if (isKept && (kept.isEmpty() || mixed(history, day) > mixed(history, kept.get().day()))) {
        kept = Optional.of(bought.get(i));
        units.removeIf(unit -> !unit.isExposed());
        units.add(unit(history, day, next, false));
      }
    }
    return units.stream();
  }

  /** Arbitrary, but the same in every run. */
  private static int mixed(History history, int day) {
    return Integer.reverse((day + history.first().orElseThrow()) * 0x9E3779B9);
  }

  private static Unit unit(History history, int day, int next, boolean isExposed) {
    int from = day - BEFORE;
    // A contact after the next order is about that one.
    int to = Math.min(day + AFTER, next - 1);
    boolean isPoor =
        history.contacts().stream().anyMatch(c -> c.isPoor() && c.day() > from && c.day() <= to);
    int recent = Math.min(MANY, history.occasions(from, day));
    // 1970-01-01 was a Thursday: weeks begin on Monday.
    int week = Math.floorDiv(day + 3, 7);
    String month = YearMonth.from(LocalDate.ofEpochDay(day)).toString();
    Stratum stratum =
        Stratum.of(Integer.toString(recent), month)
            .finely(Integer.toString(week), history.ordersSoFar(day));
    return Unit.of(isExposed, stratum, isPoor ? 1 : 0);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.share(cells.exposed(), Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells, Minimum.OF_SHARES));
  }
}
