package clientele.insight;

import java.util.stream.Stream;

/** Who buys in more categories brings more. */
final class CategoryBreadthMargin implements Contrast {
  @Override
  public String name() {
    return "category_breadth_margin";
  }

  @Override
  public String question() {
    return "Do customers of three or more categories bring more margin than others?";
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
  public String method() {
    return "margin in days 181-545 after the first purchase, three or more categories in "
        + "the first 180 days minus fewer, at the same number of purchases (3 to 9) in "
        + "them";
  }

  @Override
  public String note() {
    return "associated with breadth";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstHalfYear.units(history, frame, history::margin);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MONEY;
  }
}
