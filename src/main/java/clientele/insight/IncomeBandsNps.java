package clientele.insight;

import clientele.settings.SourceName;
import java.util.Set;
import java.util.stream.Stream;

/** Whether customers of higher income are more satisfied. */
final class IncomeBandsNps extends IncomeBands {
  @Override
  public String name() {
    return "income_bands_nps";
  }

  @Override
  public String question() {
    return "Are customers of higher income more satisfied?";
  }

  @Override
  public Measure measure() {
    return Measure.POINTS;
  }

  @Override
  public Claim claim() {
    return Claim.POSITIVE;
  }

  @Override
  public Set<SourceName> needs() {
    return Set.of(SourceName.CUSTOMERS, SourceName.NPS_RESPONSES);
  }

  @Override
  public String method() {
    return "net promoter score of the last answers within 365 days; one band minus "
        + "another, as if both had the tenure and channels of all customers; p by Holm";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return history
        .answerUpTo(frame.date())
        .filter(answer -> answer.day() > frame.date() - Frame.YEAR)
        .stream()
        .flatMap(answer -> unit(history, answer.day(), frame.points(answer.score())));
  }

  @Override
  Minimum minimum() {
    return Minimum.OF_MEANS;
  }
}
