package clientele.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Each customer's first order as an index date: exposed is who had it at a discount of a fifth or
 * more, the others are those who had it at next to none.
 */
final class FirstOrders {
  private static final double HIGH = 0.20;
  private static final double LOW = 0.05;

  private FirstOrders() {}

  static Stream<Unit> units(History history, Frame frame, FirstHalfYear.Figure outcome) {
    if (!history.isWhole(frame)) {
      return Stream.empty();
    }
    int index = history.first().orElseThrow();
    Optional<History.Day> day = history.lastUpTo(index).filter(first -> first.list() > 0);
    if (day.isEmpty() || !frame.hasSeen(index, Frame.YEAR)) {
      return Stream.empty();
    }
    double share = (double) day.get().discount() / day.get().list();
    if (share < HIGH && share >= LOW) {
      return Stream.empty();
    }
    String month = YearMonth.from(LocalDate.ofEpochDay(index)).toString();
    Stratum stratum = Stratum.of(month).finely(day.get().channel(), day.get().category());
    return Stream.of(Unit.of(share >= HIGH, stratum, outcome.of(index, index + Frame.YEAR)));
  }
}
