package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Satisfied customers buy more: margin of a year, of who buys nothing too. */
final class SatisfiedBuyMore implements Contrast {

  @Override
  public String name() {
    return "satisfied_buy_more";
  }

  @Override
  public String question() {
    return "Do satisfied customers bring more margin?";
  }

  @Override
  public Measure measure() {
    return Measure.MONEY;
  }

  @Override
  public Claim claim() {
    return Claim.POSITIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.NPS_RESPONSES);
  }

  @Override
  public String method() {
    return "change in margin from the year before to the year after the first answer, per "
        + "customer with zeros, promoters minus detractors, in the same strata and orders "
        + "of the year before";
  }

  @Override
  public String note() {
    return "associated with satisfaction; who answers differs from who does not";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstAnswers.changes(history, frame, FirstAnswers.Year::margin);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MONEY;
  }
}
