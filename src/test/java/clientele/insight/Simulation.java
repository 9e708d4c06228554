package clientele.insight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an insight makes of histories, added up in plain Java as Spark does it. */
final class Simulation {
  private Simulation() {}

  static Cells cells(Insight insight, List<History> histories, Frame frame) {
    Map<List<Object>, Cell> cells = new LinkedHashMap<>();
    for (History history : histories) {
      insight.units(history, frame).forEach(unit -> add(unit, cells));
    }
    return new Cells(new ArrayList<>(cells.values()));
  }

  private static void add(Unit unit, Map<List<Object>, Cell> cells) {
    Moments outcome = Moments.of(unit.y(), unit.x());
    Moments placebo = unit.placebo().map(p -> Moments.of(p.y(), p.x())).orElse(Moments.NONE);
    cells.merge(
        List.of(unit.part(), unit.isExposed(), unit.stratum()),
        new Cell(unit.part(), unit.isExposed(), unit.stratum(), outcome, placebo),
        (one, other) ->
            new Cell(
                one.part(),
                one.isExposed(),
                one.stratum(),
                one.outcome().plus(other.outcome()),
                one.placebo().plus(other.placebo())));
  }
}
