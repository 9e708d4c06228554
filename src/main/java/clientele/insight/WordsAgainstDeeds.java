package clientele.insight;

import java.util.List;
import java.util.stream.Stream;

/** Many companies say that they care; do they act? */
final class WordsAgainstDeeds implements Insight {
  private static final String NO_ACTIONS = "no recommended actions are kept";

  @Override
  public String name() {
    return "words_against_deeds";
  }

  @Override
  public String question() {
    return "How many of the recommended actions were carried out in time?";
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
  public boolean isCut() {
    return false;
  }

  @Override
  public String method() {
    return "carried out within the agreed time, of the actions that were recommended and "
        + "are due";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return Stream.empty();
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.none(NO_ACTIONS));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.none(NO_ACTIONS));
  }
}
