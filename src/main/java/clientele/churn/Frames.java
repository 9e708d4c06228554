package clientele.churn;

/** The columns of a training frame beside those that a model learns from. */
final class Frames {
  /** 1 for yes, 0 for no; double, never null. */
  static final String LABEL = "label_of_row";

  /** How much a row counts in learning; above 0. */
  static final String WEIGHT = "weight_of_row";

  /** A hash of what names the customer, or of the whole row: long, never null. */
  static final String CLUSTER = "cluster_of_row";

  private Frames() {}
}
