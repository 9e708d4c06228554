package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the unsatisfied are still worth. */
final class ValueAtRisk implements Insight {

  @Override
  public String name() {
    return "value_at_risk";
  }

  @Override
  public String question() {
    return "How much value to come is with customers who are detractors?";
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
  public boolean isTotal() {
    return true;
  }

  @Override
  public String method() {
    return "sum of gold.customer_clv.clv of customers whose last answer is that of a "
        + "detractor, those who answered standing for all customers of their stratum; as "
        + "told: for all customers";
  }

  @Override
  public String note() {
    return "value at stake, not value lost: what dissatisfaction does is in the other "
        + "insights";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return history.attributes().clv().stream()
        .map(
            clv -> {
              Optional<History.Answered> last = history.answerUpTo(frame.date());
              boolean isAtRisk = last.filter(a -> frame.isDetractor(a.score())).isPresent();
              Stratum stratum = history.stratum(frame.date());
              return Unit.of(last.isPresent(), stratum, isAtRisk ? clv.doubleValue() : 0);
            });
  }

  @Override
  public List<Answer> raw(Cells cells) {
    Moments asked = cells.exposed();
    double all = cells.total().n();
    Optional<Estimate> sum =
        asked.n() < 2
            ? Optional.empty()
            : Optional.of(
                new Estimate.Normal(all * asked.meanY(), all * all * asked.varianceOfMean(0)));
    return List.of(Answer.of(sum, asked.n()).lacking(Minimum.OF_MONEY.lack(asked)));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    Moments asked = cells.exposed();
    Matched weighted = Matched.total(cells);
    return List.of(
        Answer.of(weighted.effect(), asked.n())
            .lacking(Minimum.OF_MONEY.lack(asked))
            .asMatched(weighted));
  }
}
