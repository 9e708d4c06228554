package clientele.insight;

import clientele.settings.SourceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who buys in more categories stays. */
final class CategoryBreadth implements Insight {

  @Override
  public String name() {
    return "category_breadth";
  }

  @Override
  public String question() {
    return "Do customers of three or more categories come back more than others?";
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
    return Set.of();
  }

  @Override
  public String method() {
    return "with a purchase in days 181-545 after the first, three or more categories in "
        + "the first 180 days minus fewer, at the same number of purchases (3 to 9) in "
        + "them";
  }

  @Override
  public String note() {
    return "associated with breadth";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstHalfYear.units(history, frame, (after, last) -> history.buys(after, last) ? 1 : 0);
  }

  @Override
  public List<Answer> raw(Cells cells) {
    return List.of(Answer.plain(cells, Minimum.OF_SHARES));
  }

  @Override
  public List<Answer> adjusted(Cells cells) {
    return List.of(Answer.matched(cells, Minimum.OF_SHARES));
  }
}
