package clientele.insight.kpi;

/** The unit of a score: its smallest part, and what a mean of such scores can be. */
public enum Unit {
  /** 0 or 1 of each row; the mean is a share of the rows. */
  SHARE("share", 1, 0.0, 1.0),
  /** A share 0..1 of each row, as that of the list price that is given away. */
  PART("share", 1_000_000, 0.0, 1.0),
  /** Reporting currency, 0 or more. */
  MONEY("currency", 100, 0.0, null),
  /** Reporting currency, below 0 for a loss. */
  BALANCE("currency", 100, null, null),
  COUNT("count", 1, 0.0, null),
  HOURS("hours", 100, 0.0, null),
  /** A rating of a service contact, 1 to 5. */
  RATING("points", 1, 1.0, 5.0),
  /** An answer to the question of the net promoter score, 0 to 10. */
  ANSWER("points", 1, 0.0, 10.0);

  private final String label;
  private final int perUnit;
  private final Double lowest;
  private final Double highest;

  Unit(String label, int perUnit, Double lowest, Double highest) {
    this.label = label;
    this.perUnit = perUnit;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** The name in gold.kpi. */
  public String label() {
    return label;
  }

  /** Scores are counted in so many parts of a unit, rounded, so that sums are exact. */
  int perUnit() {
    return perUnit;
  }

  /** No mean is below; null: no such bound. */
  Double lowest() {
    return lowest;
  }

  /** No mean is above; null: no such bound. */
  Double highest() {
    return highest;
  }

  /** Whether each score is 0 or 1, so that the interval is that of a share. */
  boolean isOfYesOrNo() {
    return this == SHARE;
  }
}
