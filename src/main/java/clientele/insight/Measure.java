package clientele.insight;

/** What an estimate is measured in. */
enum Measure {
  SHARE("share", 1),
  /** Told in the reporting currency; counted in cents. */
  MONEY("currency", 0.01),
  OCCASIONS("occasions", 1),
  CUSTOMERS("customers", 1),
  MONTHS("months", 1),
  POINTS("points", 1),
  RATIO("ratio", 1);

  private final String text;
  private final double scale;

  Measure(String text, double scale) {
    this.text = text;
    this.scale = scale;
  }

  /** What one of it is worth in the published unit. */
  double scale() {
    return scale;
  }

  /** The name of the published unit. */
  String text() {
    return text;
  }
}
