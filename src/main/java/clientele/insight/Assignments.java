package clientele.insight;

import clientele.insight.History.Assignment;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Assignments to campaigns as index dates: who was to be treated is exposed, treated or not; the
 * others are the control group of the same campaign.
 */
final class Assignments {
  /** Over which the outcome is seen. */
  static final int DAYS = 90;

  private Assignments() {}

  /** Those whose outcome is seen; the first where a campaign came to a customer twice. */
  static Stream<Assignment> seen(History history, Frame frame) {
    return history.assignments().stream()
        .collect(Collectors.toMap(Assignment::campaign, a -> a, (first, second) -> first))
        .values()
        .stream()
        .filter(a -> frame.hasSeen(a.day(), DAYS));
  }

  static Unit unit(Assignment assignment, double outcome) {
    Stratum stratum = Stratum.of(assignment.action(), assignment.campaign());
    return Unit.of(assignment.isTreated(), stratum, outcome);
  }

  /** Whether the customer buys after the assignment; before it, whether the customer did. */
  static Unit purchase(History history, Assignment a) {
    return unit(a, history.buys(a.day(), a.day() + DAYS) ? 1 : 0)
        .before(history.buys(a.day() - DAYS - 1, a.day() - 1) ? 1 : 0);
  }

  /** Margin after the assignment less what the campaign cost; before it, the margin. */
  static Unit profit(History history, Assignment a) {
    return unit(a, (double) (history.margin(a.day(), a.day() + DAYS) - spent(a)))
        .before((double) history.margin(a.day() - DAYS - 1, a.day() - 1));
  }

  /** What the campaign cost. */
  static Unit cost(Assignment a) {
    return unit(a, (double) spent(a));
  }

  private static long spent(Assignment a) {
    return a.isTreated() ? a.cost() : 0;
  }

  /** The action that a cell is about. */
  static String action(Cell cell) {
    return cell.stratum().exact().get(0);
  }

  static Set<String> actions(Cells cells) {
    return cells.all().stream()
        .map(Assignments::action)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
