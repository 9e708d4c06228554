package clientele.insight;

import java.util.List;
import java.util.stream.Stream;

/**
 * The end of each customer's first half year as an index date: exposed is who has bought in three
 * or more categories by then, and who has bought as often in fewer are the others.
 */
final class FirstHalfYear {
  private static final int DAYS = 180;
  private static final int LAST = 545;
  private static final int BROAD = 3;
  private static final int FEWEST = 3;
  private static final int MOST = 9;

  private FirstHalfYear() {}

  /** A figure of the days after one and up to another. */
  interface Figure {
    double of(int after, int last);
  }

  static Stream<Unit> units(History history, Frame frame, Figure outcome) {
    if (!history.isWhole(frame)) {
      return Stream.empty();
    }
    int first = history.first().orElseThrow();
    // The first day is one of the 180.
    int index = first + DAYS - 1;
    int orders = history.occasions(first - 1, index);
    if (orders < FEWEST || orders > MOST || !frame.hasSeen(first, LAST)) {
      return Stream.empty();
    }
    boolean isBroad = history.categories(first - 1, index) >= BROAD;
    int recency = Days.step(index - history.lastUpTo(index).map(History.Day::day).orElseThrow());
    Stratum stratum =
        new Stratum(
            List.of(Integer.toString(orders)), recency, Days.NONE, List.of(history.channel(index)));
    int half = first + DAYS / 2;
    return Stream.of(
        Unit.of(isBroad, stratum, outcome.of(index + 1, first + LAST))
            .before(history.buys(half, index) ? 1 : 0));
  }
}
