package clientele.insight;

/** What the data say of a claim. */
enum Verdict {
  SUPPORTED("supported"),
  CONTRADICTED("contradicted"),
  NOT_ENOUGH_DATA("not enough data");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** As it stands in tables. */
  String text() {
    return text;
  }
}
