package clientele.insight;

/** A loyal customer is worth ten times the first purchase. */
final class LoyalVsFirst extends Lifetimes {
  private static final int LOYAL = 3;

  @Override
  public String name() {
    return "loyal_vs_first";
  }

  @Override
  public String question() {
    return "What is a loyal customer worth, as a multiple of the first purchase?";
  }

  @Override
  public String method() {
    return "margin of days 0-1095 over margin of the first day, of customers with three or "
        + "more purchases in days 0-365 and 1095 days of history";
  }

  @Override
  public String note() {
    return "who is loyal is known only after a year of it";
  }

  @Override
  int purchases() {
    return LOYAL;
  }
}
