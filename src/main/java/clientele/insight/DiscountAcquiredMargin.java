package clientele.insight;

import java.util.stream.Stream;

/** Discounts attract those who bring less. */
final class DiscountAcquiredMargin implements Contrast {
  @Override
  public String name() {
    return "discount_acquired_margin";
  }

  @Override
  public String question() {
    return "Do customers who came by a discount bring less margin later?";
  }

  @Override
  public Measure measure() {
    return Measure.MONEY;
  }

  @Override
  public Claim claim() {
    return Claim.NEGATIVE;
  }

  @Override
  public String method() {
    return "margin in days 1-365 after the first purchase, first order at a discount of 20 "
        + "% or more minus less than 5 %, in the same month, channel and category";
  }

  @Override
  public String note() {
    return "associated with the discount; season and cost of acquisition are not in it; "
        + "there is no time before";
  }

  @Override
  public Stream<Unit> units(History history, Frame frame) {
    return FirstOrders.units(history, frame, history::margin);
  }

  @Override
  public Minimum minimum() {
    return Minimum.OF_MONEY;
  }
}
