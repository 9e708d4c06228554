package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Selling to satisfied customers brings fourteen times the profit of selling to new ones. */
final class ProfitPerContact implements Insight {
  private static final String SATISFIED = "satisfied";
  private static final String NEW = "new";

  @Override
  public String name() {
    return "profit_per_contact";
  }

  @Override
  public String question() {
    return "How many times the profit of a contact with a prospect is that of a contact "
        + "with a satisfied customer?";
  }

  @Override
  public Measure measure() {
    return Measure.RATIO;
  }

  @Override
  public Claim claim() {
    return Claim.atLeast(14);
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.CAMPAIGN_CONTACTS, SourceName.NPS_RESPONSES);
  }

  @Override
  public String method() {
    return "margin less campaign cost in 90 days, treated minus control, of customers "
        + "whose last answer was that of a promoter, over the same of those who had never "
        + "bought; in the same campaign, actions tried on both";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return Assignments.seen(history, frame)
        .flatMap(
            a ->
                audience(history, frame, a.day() - 1)
                    .map(audience -> Assignments.profit(history, a).in(audience))
                    .stream());
  }

  private static Optional<String> audience(History history, Frame frame, int day) {
    if (!history.buys(Integer.MIN_VALUE, day)) {
      return Optional.of(NEW);
    }
    return history
        .answerUpTo(day)
        .filter(answer -> frame.isPromoter(answer.score()))
        .map(answer -> SATISFIED);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    Moments satisfied = cells.part(SATISFIED).exposed();
    Moments unknown = cells.part(NEW).exposed();
    if (satisfied.n() < 2 || unknown.n() < 2) {
      return List.of(Answer.none("no campaign to satisfied customers, or none to new ones"));
    }
    return List.of(
        Answer.of(Optional.of(satisfied.mean().over(unknown.mean())), satisfied.n() + unknown.n())
            .lacking(Minimum.OF_MONEY.lack(satisfied, unknown)));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    Set<String> actions = Assignments.actions(cells.part(SATISFIED));
    actions.retainAll(Assignments.actions(cells.part(NEW)));
    Cells common = cells.where(cell -> actions.contains(Assignments.action(cell)));
    Answer satisfied = Answer.matched(common.part(SATISFIED), Minimum.OF_MONEY);
    Answer unknown = Answer.matched(common.part(NEW), Minimum.OF_MONEY);
    if (satisfied.estimate().isEmpty() || unknown.estimate().isEmpty()) {
      return List.of(Answer.none("no action with control groups was tried on both audiences"));
    }
    Estimate.Normal one = (Estimate.Normal) satisfied.estimate().get();
    Estimate.Normal other = (Estimate.Normal) unknown.estimate().get();
    return List.of(satisfied.and(unknown).instead(one.over(other)));
  }
}
