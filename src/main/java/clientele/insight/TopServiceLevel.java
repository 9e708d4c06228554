package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A higher level of service keeps customers. */
final class TopServiceLevel implements Insight {

  @Override
  public String name() {
    return "top_service_level";
  }

  @Override
  public String question() {
    return "How many customers does the top level of service keep?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
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
    return "with a purchase within 90 days, given a service campaign minus withheld, in "
        + "the same campaign";
  }

  @Override
  public String note() {
    return "without withholding at random only cost can be told";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return TopService.units(history, frame);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.share(cells.part("").exposed(), Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells.part(""), Minimum.OF_SHARES));
  }
}
