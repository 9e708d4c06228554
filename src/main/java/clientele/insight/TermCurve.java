package clientele.insight;

import clientele.model.SurvivalCurve;
import clientele.model.SurvivalCurve.Exits;
import clientele.model.SurvivalCurve.Point;
import java.util.List;
import java.util.Optional;

/**
 * The first two years of the survival curve of one kind of term.
 *
 * @param points of each month, from 0 on
 */
record TermCurve(List<Point> points) {
  private static final int MONTHS = 24;

  /** The curve of cells of {@link FirstSpell#unit}. */
  static TermCurve of(Cells cells) {
    List<Exits> exits = cells.all().stream().map(TermCurve::exits).toList();
    return new TermCurve(exits.isEmpty() ? List.of() : SurvivalCurve.of(exits).points());
  }

  private static Exits exits(Cell cell) {
    List<String> exact = cell.stratum().exact();
    long members = Math.round(cell.outcome().n());
    boolean hasEnded = Boolean.parseBoolean(exact.get(2));
    return new Exits(
        Integer.parseInt(exact.get(0)),
        Integer.parseInt(exact.get(1)),
        hasEnded ? members : 0,
        0,
        hasEnded ? 0 : members);
  }

  long ended() {
    return points.stream().mapToLong(Point::first).sum();
  }

  private boolean isSeen() {
    return points.size() > MONTHS;
  }

  /** The share that no longer pays after two years, by Greenwood's variance. */
  Optional<Estimate.Normal> lost() {
    if (!isSeen()) {
      return Optional.empty();
    }
    double survival = points.get(MONTHS).survival();
    double variance = 0;
    for (Point point : points.subList(0, MONTHS + 1)) {
      variance += survival * survival * hazardVariance(point);
    }
    return Optional.of(new Estimate.Normal(1 - survival, variance));
  }

  /**
   * Mean months paid within two years: the sum of S, with the variance sum of (sum of S from t on)²
   * d / (n (n - d)).
   */
  Optional<Estimate.Normal> months() {
    if (!isSeen()) {
      return Optional.empty();
    }
    double variance = 0;
    double after = 0;
    for (int t = MONTHS - 1; t >= 0; t--) {
      after += points.get(t).survival();
      variance += after * after * hazardVariance(points.get(t));
    }
    return Optional.of(new Estimate.Normal(points.get(MONTHS).restrictedMean(), variance));
  }

  /** Where all at risk are gone, nothing is left that could vary. */
  private static double hazardVariance(Point point) {
    double atRisk = point.atRisk();
    double left = atRisk - point.first();
    return left > 0 ? point.first() / (atRisk * left) : 0;
  }
}
