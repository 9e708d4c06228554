package clientele.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Customers of the bands of income beside each other: three comparisons of two bands, and those
 * whose band nobody knows beside all others.
 */
abstract class IncomeBands implements Insight {
  private static final String LOW = "low";
  private static final String MIDDLE = "middle";
  private static final String HIGH = "high";
  private static final String KNOWN = "known";

  private static final List<Pair> CONTRASTS =
      List.of(new Pair(HIGH, LOW), new Pair(HIGH, MIDDLE), new Pair(MIDDLE, LOW));

  /** Two bands. */
  private record Pair(String one, String other) {
    String name() {
      return one + " - " + other;
    }

    Strata.Side side(Cell cell) {
      boolean isOther =
          other.equals(KNOWN) ? !cell.part().equals(History.UNKNOWN) : cell.part().equals(other);
      return cell.part().equals(one)
          ? Strata.Side.EXPOSED
          : isOther ? Strata.Side.OTHERS : Strata.Side.NEITHER;
    }
  }

  /** A customer who had bought by an index date. */
  static Stream<Unit> unit(History history, int index, double outcome) {
    if (history.lastUpTo(index).isEmpty()) {
      return Stream.empty();
    }
    Stratum like = history.stratum(index);
    Stratum stratum = new Stratum(List.of(), Days.NONE, like.tenure(), like.finer());
    return Stream.of(Unit.of(false, stratum, outcome).in(history.attributes().incomeBand()));
  }

  /** How many a comparison takes at least. */
  abstract Minimum minimum();

  @Override
  public final boolean isCut() {
    return false;
  }

  @Override
  public final String comparedBy() {
    return "income_band";
  }

  @Override
  public final String note() {
    return "associated with income; who tells their income differs from who does not";
  }

  @Override
  public final List<Answer> raw(Cells cells) {
    return answers(cells, claim(), minimum(), Matched.Weights.NONE);
  }

  @Override
  public final List<Answer> adjusted(Cells cells) {
    return answers(cells, claim(), minimum(), Matched.Weights.ALL);
  }

  private static List<Answer> answers(
      Cells cells, Claim claim, Minimum minimum, Matched.Weights weights) {
    List<Answer> contrasts =
        CONTRASTS.stream().map(pair -> answer(cells, pair, minimum, weights)).toList();
    List<Double> family = holm(contrasts, claim);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < CONTRASTS.size(); i++) {
      answers.add(contrasts.get(i).of(CONTRASTS.get(i).name(), OptionalDouble.of(family.get(i))));
    }
    Pair unknown = new Pair(History.UNKNOWN, KNOWN);
    Answer beside = answer(cells, unknown, minimum, weights);
    OptionalDouble alone =
        beside
            .estimate()
            .map(e -> OptionalDouble.of(claim.pValue(e)))
            .orElse(OptionalDouble.empty());
    answers.add(
        beside.of(unknown.name(), alone).lacking("nothing is claimed of who does not tell"));
    return answers;
  }

  private static Answer answer(Cells cells, Pair pair, Minimum minimum, Matched.Weights weights) {
    Moments one = side(cells, pair, Strata.Side.EXPOSED);
    Moments other = side(cells, pair, Strata.Side.OTHERS);
    Matched matched = Matched.of(cells, pair::side, weights);
    Answer answer =
        Answer.of(matched.effect(), one.n() + other.n()).lacking(minimum.lack(one, other));
    return weights == Matched.Weights.NONE ? answer : answer.asMatched(matched);
  }

  private static Moments side(Cells cells, Pair pair, Strata.Side side) {
    return cells.where(cell -> pair.side(cell) == side).total();
  }

  /**
   * The p-value of each comparison among all of them (S. Holm, 1979, Scandinavian Journal of
   * Statistics 6(2), 65-70): times the number of those that are no smaller, and not below that of a
   * smaller one. Where there is no estimate it counts as 1.
   */
  private static List<Double> holm(List<Answer> answers, Claim claim) {
    List<Double> p =
        answers.stream().map(answer -> answer.estimate().map(claim::pValue).orElse(1.0)).toList();
    List<Integer> order =
        Stream.iterate(0, i -> i + 1).limit(p.size()).sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(p);
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      least = Math.max(least, Math.min(1, (p.size() - rank) * p.get(order.get(rank))));
      adjusted.set(order.get(rank), least);
    }
    return adjusted;
  }
}
