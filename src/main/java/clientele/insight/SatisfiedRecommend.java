package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Satisfied customers recommend: they bring others who buy. */
final class SatisfiedRecommend implements Contrast {

  @Override
  public String name() {
    return "satisfied_recommend";
  }

  @Override
  public String question() {
    return "Do satisfied customers bring new customers?";
  }

  @Override
  public Measure measure() {
    return Measure.CUSTOMERS;
  }

  @Override
  public Claim claim() {
    return Claim.POSITIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.NPS_RESPONSES, SourceName.CUSTOMERS);
  }

  @Override
  public String method() {
    return "referred customers with a first purchase in the year after the first answer, "
        + "per customer asked, promoters minus detractors, in the same strata; chance as "
        + "in the counts themselves, whose rates differ from customer to customer";
  }

  @Override
  public String note() {
    return "associated with satisfaction; who answers differs from who does not; only "
        + "referrals in referred_by count";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstAnswers.units(
        history,
        frame,
        answer -> {
          int index = answer.day();
          Stratum stratum = FirstAnswers.stratum(history, answer);
          return Unit.of(
                  frame.isPromoter(answer.score()),
                  stratum,
                  (double) history.referred(index, index + Frame.YEAR))
              .before((double) history.referred(index - Frame.YEAR, index));
        });
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_COUNTS;
  }
}
