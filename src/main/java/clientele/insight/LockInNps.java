package clientele.insight;

import clientele.insight.History.Answered;
import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether customers of long terms are more satisfied. */
final class LockInNps implements Contrast {

  @Override
  public String name() {
    return "lock_in_nps";
  }

  @Override
  public String question() {
    return "Are customers of terms of a year or more as satisfied as others?";
  }

  @Override
  public Measure measure() {
    return Measure.POINTS;
  }

  @Override
  public Claim claim() {
    return Claim.NEGATIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.SUBSCRIPTIONS, SourceName.NPS_RESPONSES);
  }

  @Override
  public String method() {
    return "net promoter score of the last answers while paying, terms of a year or more "
        + "minus those of a month or less, at equal tenure";
  }

  @Override
  public String note() {
    return FirstSpell.NOTE;
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstSpell.of(history, frame).stream()
        .flatMap(
            spell ->
                history.answers().stream()
                    .filter(answer -> spell.isPaid(answer.day()))
                    .reduce((earlier, later) -> later)
                    .map(answer -> unit(spell, answer, frame))
                    .stream());
  }

  private static Unit unit(FirstSpell spell, Answered answer, Frame frame) {
    int tenure = Days.step(answer.day() - spell.from());
    Stratum stratum = new Stratum(List.of(), Days.NONE, tenure, List.of());
    return Unit.of(spell.isLong(), stratum, frame.points(answer.score()));
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MEANS;
  }
}
