package clientele.model.classifier;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Rows with a score and a label of yes or no, as the distinct scores with how many rows of each
 * label have them: all that measures of a classifier need, however many rows there are.
 *
 * <p>Ascending by score. Rows may have weights; what is said of rows is said of these.
 */
public final class ScoredRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] scores;
  private final double[] yes;
  private final double[] no;

  /** Scores that differ, ascending; some may have no rows. */
  ScoredRows(double[] scores, double[] yes, double[] no) {
    this.scores = scores;
    this.yes = yes;
    this.no = no;
  }

  /**
   * Columns of one length in any order; equal scores are added up.
   *
   * @param scores finite; the higher, the more likely yes
   * @param yes rows labelled yes, 0 or more
   * @param no the others, 0 or more
   * @throws IllegalArgumentException if a row is not so
   */
  public static ScoredRows of(double[] scores, double[] yes, double[] no) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] distinct = new double[order.length];
    double[][] counts = new double[2][order.length];
    int last = -1;
    for (int i : order) {
      boolean isPossible = Double.isFinite(scores[i]) && isCount(yes[i]) && isCount(no[i]);
      if (!isPossible) {
        throw new IllegalArgumentException(
            "no rows: %s yes and %s no of score %s".formatted(yes[i], no[i], scores[i]));
      }
      if (yes[i] + no[i] > 0) {
        if (last < 0 || scores[i] > distinct[last]) {
          last++;
          distinct[last] = scores[i];
        }
        counts[0][last] += yes[i];
        counts[1][last] += no[i];
      }
    }
    return new ScoredRows(
        Arrays.copyOf(distinct, last + 1),
        Arrays.copyOf(counts[0], last + 1),
        Arrays.copyOf(counts[1], last + 1));
  }

  private static boolean isCount(double count) {
    return count >= 0 && count < Double.POSITIVE_INFINITY;
  }

  /** Number of distinct scores. */
  int size() {
    return scores.length;
  }

  double score(int i) {
    return scores[i];
  }

  double yes(int i) {
    return yes[i];
  }

  double rows(int i) {
    return yes[i] + no[i];
  }

  /** Number of rows. */
  public double rows() {
    return positives() + negatives();
  }

  /** Rows labelled yes. */
  public double positives() {
    return Arrays.stream(yes).sum();
  }

  /** Rows labelled no. */
  public double negatives() {
    return Arrays.stream(no).sum();
  }

  /** Share of rows labelled yes; empty without rows. */
  public OptionalDouble baseRate() {
    return ratio(positives(), rows());
  }

  /**
   * The chance that a row labelled yes has a higher score than one labelled no, ties half: the area
   * under the ROC curve. Empty unless there are both.
   */
  public OptionalDouble areaUnderRoc() {
    double below = 0;
    double pairs = 0;
    for (int i = 0; i < size(); i++) {
      pairs += yes[i] * (below + no[i] / 2);
      below += no[i];
    }
    return ratio(pairs, positives() * negatives());
  }

  /**
   * The mean, over rows labelled yes, of the share of yes among the rows with at least their score;
   * empty without any.
   */
  public OptionalDouble averagePrecision() {
    double found = 0;
    double rows = 0;
    double sum = 0;
    for (int i = size() - 1; i >= 0; i--) {
      found += yes[i];
      rows += rows(i);
      sum += yes[i] > 0 ? yes[i] * found / rows : 0;
    }
    return ratio(sum, positives());
  }

  /**
   * The rate of yes in the share of rows with the highest scores over that of all; of tied rows at
   * the border as many count as fit. Empty without a row labelled yes.
   *
   * @param share above 0, up to 1
   */
  public OptionalDouble liftAt(double share) {
    double wanted = share * rows();
    double left = wanted;
    double found = 0;
    for (int i = size() - 1; i >= 0 && left > 0; i--) {
      double taken = Math.min(left, rows(i));
      found += rows(i) > 0 ? yes[i] * taken / rows(i) : 0;
      left -= taken;
    }
    return ratio(found / wanted, positives() / rows());
  }

  /** Mean of (score - label)² of scores that are probabilities (G. Brier, 1950); empty: no rows. */
  public OptionalDouble brier() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += yes[i] * (1 - scores[i]) * (1 - scores[i]) + no[i] * scores[i] * scores[i];
    }
    return ratio(sum, rows());
  }

  /**
   * Mean of -ln(probability of the label) of scores that are probabilities; empty without rows.
   * Infinite if a score was sure and wrong.
   */
  public OptionalDouble logLoss() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum -= yes[i] > 0 ? yes[i] * Math.log(scores[i]) : 0;
      sum -= no[i] > 0 ? no[i] * Math.log1p(-scores[i]) : 0;
    }
    return ratio(sum, rows());
  }

  /** The same rows by the log odds of scores that are probabilities. */
  public ScoredRows logOdds() {
    return new ScoredRows(
        Arrays.stream(scores).map(p -> Math.log(p) - Math.log1p(-p)).toArray(), yes, no);
  }

  private static OptionalDouble ratio(double part, double whole) {
    return whole > 0 ? OptionalDouble.of(part / whole) : OptionalDouble.empty();
  }
}
