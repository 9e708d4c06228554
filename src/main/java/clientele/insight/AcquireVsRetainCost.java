package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Winning a customer costs six to seven times as much as keeping one. */
final class AcquireVsRetainCost implements Insight {
  private static final String WON = "won";
  private static final String KEPT = "kept";
  private static final String SPENT = "spent";

  @Override
  public String name() {
    return "acquire_vs_retain_cost";
  }

  @Override
  public String question() {
    return "How many times the cost of keeping a customer is that of winning one?";
  }

  @Override
  public Measure measure() {
    return Measure.RATIO;
  }

  @Override
  public Claim claim() {
    return Claim.between(6, 7);
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.CUSTOMERS, SourceName.CAMPAIGN_CONTACTS);
  }

  @Override
  public String method() {
    return "acquisition cost of a customer who cost anything, over campaign cost per "
        + "customer who bought within 90 days because of it: treated minus control in the "
        + "same campaign; of 12 months";
  }

  @Override
  public String note() {
    return "0 or less: the campaigns have kept nobody";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    int from = frame.date() - Frame.YEAR;
    Stream<Unit> campaigns =
        Assignments.seen(history, frame)
            .filter(a -> a.day() > from && history.buys(Integer.MIN_VALUE, a.day() - 1))
            .flatMap(
                a -> Stream.of(Assignments.purchase(history, a), Assignments.cost(a).in(SPENT)));
    return Stream.concat(campaigns, costs(history, frame, from));
  }

  private static Stream<Unit> costs(History history, Frame frame, int from) {
    OptionalInt first = history.first();
    if (first.isEmpty()) {
      return Stream.empty();
    }
    if (first.getAsInt() > from) {
      return history.isWhole(frame)
          ? history.attributes().acquisitionCost().stream()
              .map(cost -> Unit.of(cost > 0, Stratum.of(), cost.doubleValue()).in(WON))
          : Stream.empty();
    }
    return Stream.of(
        Unit.of(true, Stratum.of(), (double) history.costOfKeeping(from, frame.date()))
            .over(history.buys(from, frame.date()) ? 1 : 0)
            .in(KEPT));
  }

  @Override
  public List<Answer> raw(Cells cells) {
    Moments won = cells.part(WON).total();
    Moments kept = cells.part(KEPT).total();
    if (won.n() < 2 || kept.n() < 2 || kept.y() <= 0 || kept.x() <= 0) {
      return List.of(Answer.none("no cost of winning or of keeping customers is known"));
    }
    double cost = kept.ratio();
    double variance = kept.varianceOfMean(cost) / (kept.meanX() * kept.meanX());
    Estimate ratio = won.mean().over(new Estimate.Normal(cost, variance));
    return List.of(
        Answer.of(Optional.of(ratio), won.n() + kept.n())
            .lacking(Minimum.OF_MONEY.lack(won, kept)));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    Moments won = cells.part(WON).exposed();
    Moments spent = cells.part(SPENT).exposed();
    Cells bought = cells.part("");
    Answer kept = Answer.matched(bought, Minimum.OF_SHARES);
    if (won.n() < 2 || spent.n() < 2 || spent.y() <= 0 || kept.estimate().isEmpty()) {
      return List.of(
          Answer.none("no cost of winning customers, or no campaign with a control group"));
    }
    Estimate.Normal effect = (Estimate.Normal) kept.estimate().get();
    double cost = won.meanY();
    double variance =
        cost * cost * effect.variance() + effect.value() * effect.value() * won.varianceOfMean(0);
    Estimate ratio = new Estimate.Normal(cost * effect.value(), variance).over(spent.mean());
    return List.of(kept.instead(ratio).lacking(Minimum.OF_MEANS.lack(won)));
  }
}
