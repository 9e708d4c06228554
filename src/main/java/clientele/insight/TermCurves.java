package clientele.insight;

import java.util.Optional;
import java.util.function.Function;

/** The survival curves of long and short terms. */
record TermCurves(TermCurve longTerms, TermCurve shortTerms, double longOnes, double shortOnes) {
  private static final int LEAST_TERMS = 100;
  private static final int LEAST_ENDS = 30;

  static TermCurves of(Cells cells) {
    return new TermCurves(
        TermCurve.of(cells.where(Cell::isExposed)),
        TermCurve.of(cells.where(cell -> !cell.isExposed())),
        cells.exposed().n(),
        cells.others().n());
  }

  /** A figure of long terms minus that of short ones. */
  Answer difference(Function<TermCurve, Optional<Estimate.Normal>> figure) {
    Optional<Estimate.Normal> one = figure.apply(longTerms);
    Optional<Estimate.Normal> other = figure.apply(shortTerms);
    if (one.isEmpty() || other.isEmpty()) {
      return Answer.none("no term of a year or more, or none of a month or less, for two years");
    }
    Estimate difference =
        new Estimate.Normal(
            one.get().value() - other.get().value(), one.get().variance() + other.get().variance());
    Answer answer = Answer.of(Optional.of(difference), longOnes + shortOnes);
    boolean isFew = Math.min(longOnes, shortOnes) < LEAST_TERMS;
    boolean isEventless = longTerms.ended() + shortTerms.ended() < LEAST_ENDS;
    return isFew
        ? answer.lacking("fewer than %d in a group".formatted(LEAST_TERMS))
        : isEventless ? answer.lacking("fewer than %d events".formatted(LEAST_ENDS)) : answer;
  }
}
