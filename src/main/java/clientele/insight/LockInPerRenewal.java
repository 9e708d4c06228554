package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How many leave each time they may. */
final class LockInPerRenewal implements Insight {
  private static final String BY_MONTH = "by month";

  @Override
  public String name() {
    return "lock_in_per_renewal";
  }

  @Override
  public String question() {
    return "Do customers of terms of a year or more leave less often when they may?";
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
    return "ends over renewals that were due, terms of a year or more minus those of a "
        + "month or less; as told: over months paid";
  }

  @Override
  public String note() {
    return FirstSpell.NOTE;
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return history.runs().stream()
        .filter(run -> FirstSpell.isLong(run.months()) || FirstSpell.isShort(run.months()))
        .flatMap(
            run -> {
              Unit left =
                  Unit.of(FirstSpell.isLong(run.months()), Stratum.of(), run.hasLeft() ? 1 : 0);
              int months = run.opportunities() * Math.max(1, run.months());
              return Stream.of(left.over(run.opportunities()), left.over(months).in(BY_MONTH));
            });
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells.part(BY_MONTH), Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.plain(cells.part(""), Minimum.OF_SHARES));
  }
}
