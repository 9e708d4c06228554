package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Long terms keep customers. */
final class LockIn implements Insight {

  @Override
  public String name() {
    return "lock_in";
  }

  @Override
  public String question() {
    return "Do terms of a year or more keep customers for two years?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
  }

  @Override
  public Claim claim() {
    return Claim.NEGATIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.SUBSCRIPTIONS);
  }

  @Override
  public String method() {
    return "no longer paying 24 months after the first paid day, terms of a year or more "
        + "minus those of a month or less; Kaplan-Meier, later entries counted from then "
        + "on; as told: no longer paying today";
  }

  @Override
  public String note() {
    return FirstSpell.NOTE;
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstSpell.of(history, frame)
        .map(spell -> spell.unit(spell.hasEnded() ? 1 : 0))
        .stream();
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells, Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(TermCurves.of(cells).difference(TermCurve::lost));
  }
}
