package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What anybody acquired is worth, beside the loyal ones. */
final class AcquiredVsFirst implements Insight {

  @Override
  public String name() {
    return "acquired_vs_first";
  }

  @Override
  public String question() {
    return "What is a customer worth, as a multiple of the first purchase?";
  }

  @Override
  public Measure measure() {
    return Measure.RATIO;
  }

  @Override
  public Claim claim() {
    return Claim.atLeast(10);
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of();
  }

  @Override
  public String method() {
    return "margin of days 0-1095 over margin of the first day, of all customers with 1095 "
        + "days of history";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return Lifetimes.units(history, frame, 1);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Lifetimes.worth(cells.part(Lifetimes.TO_DATE)));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Lifetimes.worth(cells.part(Lifetimes.THREE_YEARS)));
  }
}
