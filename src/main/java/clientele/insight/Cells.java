package clientele.insight;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The cells of one insight in one dimension value, in a fixed order, as sums depend on it. */
record Cells(List<Cell> all) {
  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::part)
          .thenComparing(Cell::isExposed)
          .thenComparing(cell -> cell.stratum().toString());

  Cells {
    all = all.stream().sorted(ORDER).toList();
  }

  Cells part(String part) {
    return where(cell -> cell.part().equals(part));
  }

  Cells where(Predicate<Cell> condition) {
    return new Cells(all.stream().filter(condition).toList());
  }

  Moments exposed() {
    return outcomes(Cell::isExposed);
  }

  Moments others() {
    return outcomes(cell -> !cell.isExposed());
  }

  Moments total() {
    return outcomes(cell -> true);
  }

  private Moments outcomes(Predicate<Cell> condition) {
    return Moments.sum(all.stream().filter(condition).map(Cell::outcome));
  }

  /** The placebo outcomes in place of the outcomes. */
  Cells before() {
    return new Cells(
        all.stream()
            .filter(cell -> cell.placebo().n() > 0)
            .map(
                cell ->
                    new Cell(
                        cell.part(),
                        cell.isExposed(),
                        cell.stratum(),
                        cell.placebo(),
                        Moments.NONE))
            .toList());
  }
}
