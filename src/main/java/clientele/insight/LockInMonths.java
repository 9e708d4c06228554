package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How long customers of long terms stay. */
final class LockInMonths implements Insight {

  @Override
  public String name() {
    return "lock_in_months";
  }

  @Override
  public String question() {
    return "How many of the first 24 months do customers of terms of a year or more pay "
        + "longer?";
  }

  @Override
  public Measure measure() {
    return Measure.MONTHS;
  }

  @Override
  public Claim claim() {
    return Claim.POSITIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.SUBSCRIPTIONS);
  }

  @Override
  public String method() {
    return "mean months paid of the first 24, terms of a year or more minus those of a "
        + "month or less; Kaplan-Meier, later entries counted from then on; as told: "
        + "months paid so far";
  }

  @Override
  public String note() {
    return FirstSpell.NOTE;
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstSpell.of(history, frame).map(spell -> spell.unit(spell.exit())).stream();
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells, Minimum.OF_MEANS));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(TermCurves.of(cells).difference(TermCurve::months));
  }
}
