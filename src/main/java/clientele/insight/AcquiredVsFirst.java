package clientele.insight;

/** What anybody acquired is worth, beside the loyal ones. */
final class AcquiredVsFirst extends Lifetimes {
  @Override
  public String name() {
    return "acquired_vs_first";
  }

  @Override
  public String question() {
    return "What is a customer worth, as a multiple of the first purchase?";
  }

  @Override
  public String method() {
    return "margin of days 0-1095 over margin of the first day, of all customers with 1095 "
        + "days of history";
  }

  @Override
  int purchases() {
    return 1;
  }
}
