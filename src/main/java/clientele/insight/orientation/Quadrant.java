package clientele.insight.orientation;

import clientele.insight.orientation.Orientation.Score;

/** Where a unit is on the two axes, each cut at 50. */
enum Quadrant {
  BOTH("sales and customer"),
  SALES("sales"),
  CUSTOMER("customer"),
  NEITHER("neither"),
  /** Within one standard error of a cut: the other side is as likely. */
  ON_THE_LINE("on the line");

  private final String label;

  Quadrant(String label) {
    this.label = label;
  }

  /** The name in gold.orientation. */
  String label() {
    return label;
  }

  static Quadrant of(Score sales, Score customer) {
    if (isOnTheLine(sales) || isOnTheLine(customer)) {
      return ON_THE_LINE;
    }
    if (sales.value() > Orientation.CUT) {
      return customer.value() > Orientation.CUT ? BOTH : SALES;
    }
    return customer.value() > Orientation.CUT ? CUSTOMER : NEITHER;
  }

  private static boolean isOnTheLine(Score score) {
    return Math.abs(score.value() - Orientation.CUT) <= score.standardError();
  }
}
