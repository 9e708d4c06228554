package clientele.model.classifier;

import java.util.Arrays;
import java.util.Optional;

/**
 * The rising curve that is nearest to the labels, whatever its shape.
 *
 * <p>Neighbouring scores are pooled until the share of yes rises from block to block (M. Ayer et
 * al., 1955, An empirical distribution function for sampling with incomplete information, Annals of
 * Mathematical Statistics 26; of probabilities: B. Zadrozny, C. Elkan, 2002, Transforming
 * classifier scores into accurate multiclass probability estimates). Between the mean scores of two
 * blocks the curve is straight, beyond the first and last it is level. A block counts one row more,
 * with the share of all, so that none is sure.
 */
public final class Isotonic implements Calibration {
  private static final long serialVersionUID = 1;

  private final double[] scores;
  private final double[] probabilities;

  private Isotonic(double[] scores, double[] probabilities) {
    this.scores = scores;
    this.probabilities = probabilities;
  }

  /** The curve of rows with both labels; of others there is none. */
  public static Optional<Isotonic> of(ScoredRows rows) {
    if (!(rows.positives() > 0 && rows.negatives() > 0)) {
      return Optional.empty();
    }
    double base = rows.positives() / rows.rows();
    double[] weight = new double[rows.size()];
    double[] yes = new double[rows.size()];
    double[] score = new double[rows.size()];
    int last = -1;
    for (int i = 0; i < rows.size(); i++) {
      last++;
      weight[last] = rows.rows(i);
      yes[last] = rows.yes(i);
      score[last] = rows.rows(i) * rows.score(i);
      while (last > 0 && yes[last - 1] * weight[last] >= yes[last] * weight[last - 1]) {
        weight[last - 1] += weight[last];
        yes[last - 1] += yes[last];
        score[last - 1] += score[last];
        last--;
      }
    }
    double[] scores = new double[last + 1];
    double[] probabilities = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      scores[i] = score[i] / weight[i];
      double share = (yes[i] + base) / (weight[i] + 1);
      // One row more may turn two blocks of few rows round.
      probabilities[i] = i == 0 ? share : Math.max(share, probabilities[i - 1]);
    }
    return Optional.of(new Isotonic(scores, probabilities));
  }

  @Override
  public double probability(double score) {
    int place = Arrays.binarySearch(scores, score);
    if (place >= 0) {
      return probabilities[place];
    }
    int above = -place - 1;
    if (above == 0) {
      return probabilities[0];
    }
    if (above == scores.length) {
      return probabilities[above - 1];
    }
    double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
    return probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1]);
  }
}
