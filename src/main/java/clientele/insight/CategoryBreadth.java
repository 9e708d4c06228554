package clientele.insight;

import java.util.stream.Stream;

/** Who buys in more categories stays. */
final class CategoryBreadth implements Contrast {
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
  public Minimum minimum() {
    return Minimum.OF_SHARES;
  }
}
