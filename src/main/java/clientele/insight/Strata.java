package clientele.insight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The strata of cells: what must be equal, thirds of tenure and of recency within that, and as much
 * of what is finer as is asked for.
 *
 * <p>Thirds hold about as many units each, of all sides together; a step of {@link Days} is not
 * divided.
 */
final class Strata {
  private static final int THIRDS = 3;

  private Strata() {}

  /** On which side of a comparison a cell is. */
  enum Side {
    EXPOSED,
    OTHERS,
    NEITHER;

    static Side of(Cell cell) {
      return cell.isExposed() ? EXPOSED : OTHERS;
    }
  }

  /**
   * One stratum.
   *
   * @param units on either side, or on none
   */
  record Pair(Moments exposed, Moments others, double units) {
    static final Pair NONE = new Pair(Moments.NONE, Moments.NONE, 0);

    private Pair plus(Moments more, Side side) {
      double all = units + more.n();
      return switch (side) {
        case EXPOSED -> new Pair(exposed.plus(more), others, all);
        case OTHERS -> new Pair(exposed, others.plus(more), all);
        case NEITHER -> new Pair(exposed, others, all);
      };
    }
  }

  /**
   * The sums of each stratum, in a fixed order.
   *
   * @param finer how many of {@link Stratum#finer} tell strata apart
   */
  static List<Pair> of(Cells cells, Function<Cell, Side> side, int finer) {
    Map<String, List<Cell>> exact =
        cells.all().stream()
            .collect(
                Collectors.groupingBy(
                    cell -> cell.stratum().exact().toString(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<String, Pair> strata = new TreeMap<>();
    for (Map.Entry<String, List<Cell>> group : exact.entrySet()) {
      Function<Cell, Integer> tenure = thirds(group.getValue(), c -> c.stratum().tenure());
      Function<Cell, Integer> recency = thirds(group.getValue(), c -> c.stratum().recency());
      for (Cell cell : group.getValue()) {
        List<Object> key = new ArrayList<>();
        key.add(group.getKey());
        key.add(tenure.apply(cell));
        key.add(recency.apply(cell));
        key.addAll(cell.stratum().finer().subList(0, finer));
        Pair before = strata.getOrDefault(key.toString(), Pair.NONE);
        strata.put(key.toString(), before.plus(cell.outcome(), side.apply(cell)));
      }
    }
    return List.copyOf(strata.values());
  }

  /** All units as of one stratum. */
  static Pair single(Cells cells, Function<Cell, Side> side) {
    Pair pair = Pair.NONE;
    for (Cell cell : cells.all()) {
      pair = pair.plus(cell.outcome(), side.apply(cell));
    }
    return pair;
  }

  /** The third in which the middle of a step lies. */
  private static Function<Cell, Integer> thirds(List<Cell> cells, ToIntFunction<Cell> step) {
    TreeMap<Integer, Double> counts = new TreeMap<>();
    double all = 0;
    for (Cell cell : cells) {
      counts.merge(step.applyAsInt(cell), cell.outcome().n(), Double::sum);
      all += cell.outcome().n();
    }
    Map<Integer, Integer> third = new TreeMap<>();
    double before = 0;
    for (Map.Entry<Integer, Double> count : counts.entrySet()) {
      double middle = before + count.getValue() / 2;
      third.put(count.getKey(), (int) Math.min(THIRDS - 1, Math.floor(THIRDS * middle / all)));
      before += count.getValue();
    }
    return cell -> third.get(step.applyAsInt(cell));
  }
}
