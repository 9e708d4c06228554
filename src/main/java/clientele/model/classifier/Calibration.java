package clientele.model.classifier;

import java.io.Serializable;

/** What a score means as a probability of yes: rising with the score, above 0 and below 1. */
public sealed interface Calibration extends Serializable permits Platt, Isotonic {
  /** The probability of yes at a score. */
  double probability(double score);

  /** Rows with their probabilities for scores. */
  default ScoredRows calibrated(ScoredRows rows) {
    double[] probabilities = new double[rows.size()];
    double[] yes = new double[rows.size()];
    double[] no = new double[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      probabilities[i] = probability(rows.score(i));
      yes[i] = rows.yes(i);
      no[i] = rows.rows(i) - rows.yes(i);
    }
    return ScoredRows.of(probabilities, yes, no);
  }
}
