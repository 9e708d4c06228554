package clientele.insight;

import java.util.stream.Stream;

/** Discounts attract those who do not stay. */
final class DiscountAcquired implements Contrast {
  @Override
  public String name() {
    return "discount_acquired";
  }

  @Override
  public String question() {
    return "Do customers who came by a discount stay away more than others?";
  }

  @Override
  public Measure measure() {
    return Measure.SHARE;
  }

  @Override
  public Claim claim() {
    return Claim.NEGATIVE;
  }

  @Override
  public String method() {
    return "with a purchase in days 1-365 after the first, first order at a discount of 20 "
        + "% or more minus less than 5 %, in the same month, channel and category";
  }

  @Override
  public String note() {
    return "associated with the discount; season and cost of acquisition are not in it; "
        + "there is no time before";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstOrders.units(history, frame, (after, last) -> history.buys(after, last) ? 1 : 0);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_SHARES;
  }
}
