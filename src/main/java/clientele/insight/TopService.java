package clientele.insight;

import java.util.Locale;
import java.util.stream.Stream;

/** Campaigns that give customers more service: whether they buy, and what it cost. */
final class TopService {
  /** The units whose outcome is the cost. */
  static final String COST = "cost";

  private static final String ACTION = "service";

  private TopService() {}

  static Stream<Unit> units(History history, Frame frame) {
    return Assignments.seen(history, frame)
        .filter(a -> a.action().toLowerCase(Locale.ROOT).contains(ACTION))
        .flatMap(a -> Stream.of(Assignments.purchase(history, a), Assignments.cost(a).in(COST)));
  }
}
