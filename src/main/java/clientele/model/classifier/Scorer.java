package clientele.model.classifier;

import java.io.Serializable;

/**
 * A raw score of a row of numbers, higher where yes is more likely, as a sum: a base value and what
 * each number adds to it.
 */
public interface Scorer extends Serializable {
  /** The score. */
  double score(double[] row);

  /** The mean score of the training rows. */
  double base();

  /**
   * What each number adds to {@link #base}; together they are the score.
   *
   * @return one for each number of the row
   */
  double[] contributions(double[] row);
}
