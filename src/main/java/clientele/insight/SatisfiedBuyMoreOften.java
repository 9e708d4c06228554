package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Satisfied customers buy more often. */
final class SatisfiedBuyMoreOften implements Contrast {

  @Override
  public String name() {
    return "satisfied_buy_more_often";
  }

  @Override
  public String question() {
    return "Do satisfied customers buy more often?";
  }

  @Override
  public Measure measure() {
    return Measure.OCCASIONS;
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
    return "change in days with a purchase from the year before to the year after the "
        + "first answer, promoters minus detractors, in the same strata and orders of the "
        + "year before";
  }

  @Override
  public String note() {
    return "associated with satisfaction; who answers differs from who does not; a survey "
        + "follows a purchase";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstAnswers.changes(history, frame, FirstAnswers.Year::occasions);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MEANS;
  }
}
