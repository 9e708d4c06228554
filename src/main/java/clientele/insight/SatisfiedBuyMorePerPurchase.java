package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Satisfied customers buy more at a time: margin per purchase. */
final class SatisfiedBuyMorePerPurchase implements Contrast {

  @Override
  public String name() {
    return "satisfied_buy_more_per_purchase";
  }

  @Override
  public String question() {
    return "Do satisfied customers bring more margin with each purchase?";
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
    return "margin per day with a purchase in the year after the first answer, promoters "
        + "minus detractors, in the same strata and orders of the year before";
  }

  @Override
  public String note() {
    return "associated with satisfaction; who answers differs from who does not";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstAnswers.ratios(
        history, frame, FirstAnswers.Year::margin, FirstAnswers.Year::occasions);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MONEY;
  }
}
