package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A loyal customer is worth ten times the first purchase. */
final class LoyalVsFirst implements Insight {

  @Override
  public String name() {
    return "loyal_vs_first";
  }

  @Override
  public String question() {
    return "What is a loyal customer worth, as a multiple of the first purchase?";
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
    return "margin of days 0-1095 over margin of the first day, of customers with three or "
        + "more purchases in days 0-365 and 1095 days of history";
  }

  @Override
  public String note() {
    return "who is loyal is known only after a year of it";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return Lifetimes.units(history, frame, Lifetimes.LOYAL);
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
