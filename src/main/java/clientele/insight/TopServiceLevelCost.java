package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a higher level of service costs, against whom it keeps. */
final class TopServiceLevelCost implements Insight {

  @Override
  public String name() {
    return "top_service_level_cost";
  }

  @Override
  public String question() {
    return "What does the top level of service cost for each customer it keeps?";
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
    return Set.of(SourceName.CAMPAIGN_CONTACTS);
  }

  @Override
  public String method() {
    return "cost of a service campaign per customer given it, over the customers kept per "
        + "customer given it; as told: the cost per customer given it";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return TopService.units(history, frame);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    Moments cost = cells.part(TopService.COST).exposed();
    return List.of(Answer.mean(cost, Minimum.OF_MONEY));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    Moments cost = cells.part(TopService.COST).exposed();
    Answer kept = Answer.matched(cells.part(""), Minimum.OF_SHARES);
    if (cost.n() < 2 || kept.estimate().isEmpty()) {
      return List.of(kept);
    }
    Estimate.Normal effect = (Estimate.Normal) kept.estimate().get();
    Estimate perKept = cost.mean().over(effect);
    return List.of(kept.instead(perKept).lacking(Minimum.OF_MONEY.lack(cost)));
  }
}
