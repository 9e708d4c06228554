package clientele.generate;

/**
 * What is forced upon one customer, everything else left to their own random numbers: the way to a
 * potential outcome.
 *
 * @param kind what is forced
 * @param index which campaign, or which occasion
 * @param arm the exposure that is forced
 */
record Intervention(Kind kind, int index, Arm arm) {
  static final Intervention NONE = new Intervention(Kind.NOTHING, -1, Arm.CONTROL);

  /** What can be forced. */
  enum Kind {
    NOTHING,
    /** The assignment in the campaign of that index. */
    CAMPAIGN,
    /** The rating of the contact at the occasion of that index: 1 or 5. */
    POOR_SERVICE,
    /** The score of the answer at the occasion of that index: 10 or 3. */
    PROMOTER,
    /** A first order at a discount or at list price. */
    FIRST_DISCOUNT,
    /** What breadth of categories does, from the end of the first half year on. */
    BREADTH
  }

  /** The exposure. */
  enum Arm {
    TREATED,
    CONTROL
  }

  boolean forces(Kind asked, int askedIndex) {
    return kind == asked && index == askedIndex;
  }

  boolean isTreated() {
    return arm == Arm.TREATED;
  }
}
