package clientele.model.classifier;

import clientele.model.Dice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rows with a score and a label of yes or no, one by one, each of a cluster (a customer): what is
 * said of them is as sure as the number of clusters makes it, however many rows a cluster has.
 */
public final class LabelledScores {
  /** Chances of 0, 1, 2, ... in a Poisson distribution of mean 1, added up. */
  private static final double[] POISSON = new double[12];

  static {
    double chance = Math.exp(-1);
    double sum = 0;
    for (int k = 0; k < POISSON.length; k++) {
      sum += chance;
      POISSON[k] = sum;
      chance /= k + 1;
    }
  }

  private final double[] scores;
  private final boolean[] labels;
  private final long[] clusters;

  /** For each row, the place of its score among those that differ. */
  private final int[] places;

  private final double[] distinct;

  /**
   * Columns of one length.
   *
   * @param scores finite
   * @param clusters what names the customer of each row
   */
  public LabelledScores(double[] scores, boolean[] labels, long[] clusters) {
    this.scores = scores.clone();
    this.labels = labels.clone();
    this.clusters = clusters.clone();
    this.places = new int[scores.length];
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] different = new double[scores.length];
    int last = -1;
    for (int i : order) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException("no score: " + scores[i]);
      }
      if (last < 0 || scores[i] > different[last]) {
        last++;
        different[last] = scores[i];
      }
      places[i] = last;
    }
    this.distinct = Arrays.copyOf(different, last + 1);
  }

  /** All rows of all. */
  public static LabelledScores together(List<LabelledScores> parts) {
    int size = parts.stream().mapToInt(LabelledScores::size).sum();
    double[] scores = new double[size];
    boolean[] labels = new boolean[size];
    long[] clusters = new long[size];
    int row = 0;
    for (LabelledScores part : parts) {
      for (int i = 0; i < part.size(); i++, row++) {
        scores[row] = part.scores[i];
        labels[row] = part.labels[i];
        clusters[row] = part.clusters[i];
      }
    }
    return new LabelledScores(scores, labels, clusters);
  }

  public int size() {
    return scores.length;
  }

  public double score(int row) {
    return scores[row];
  }

  public boolean label(int row) {
    return labels[row];
  }

  public long cluster(int row) {
    return clusters[row];
  }

  /** The same rows with other scores. */
  public LabelledScores withScores(Calibration calibration) {
    return new LabelledScores(
        Arrays.stream(scores).map(calibration::probability).toArray(), labels, clusters);
  }

  /** All rows, each once. */
  public ScoredRows rows() {
    return weighted(new double[0]);
  }

  /** Rows by how often each is there; no weights: each once. */
  private ScoredRows weighted(double[] weights) {
    double[] yes = new double[distinct.length];
    double[] no = new double[distinct.length];
    for (int row = 0; row < places.length; row++) {
      double[] counts = labels[row] ? yes : no;
      counts[places[row]] += weights.length == 0 ? 1 : weights[row];
    }
    return new ScoredRows(distinct, yes, no);
  }

  /**
   * Standard errors of measures by the bootstrap: how much each varies over samples in which a
   * cluster is there as often as a Poisson variable of mean 1 says (B. Efron, 1979; of clusters: A.
   * C. Davison, D. V. Hinkley, 1997, Bootstrap Methods and their Application, section 3.8).
   *
   * @param measures of rows; each may have none of some sample
   * @param samples how many, two or more
   * @param seed of the draws
   * @return one for each measure, in order; NaN where too few samples have it
   */
  public double[] standardErrors(
      Function<ScoredRows, OptionalDouble[]> measures, int samples, long seed) {
    int count = measures.apply(rows()).length;
    double[] n = new double[count];
    double[] mean = new double[count];
    double[] squares = new double[count];
    for (int sample = 0; sample < samples; sample++) {
      OptionalDouble[] values = measures.apply(weighted(weights(seed, sample)));
      for (int i = 0; i < count; i++) {
        if (values[i].isPresent()) {
          n[i]++;
          double apart = values[i].getAsDouble() - mean[i];
          mean[i] += apart / n[i];
          squares[i] += apart * (values[i].getAsDouble() - mean[i]);
        }
      }
    }
    return IntStream.range(0, count)
        .mapToDouble(i -> n[i] < 2 ? Double.NaN : Math.sqrt(squares[i] / (n[i] - 1)))
        .toArray();
  }

  /** How often each row is there. */
  private double[] weights(long seed, int sample) {
    double[] weights = new double[clusters.length];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = times(seed, sample, clusters[row]);
    }
    return weights;
  }

  private static int times(long seed, int sample, long cluster) {
    double uniform = Dice.of(seed, sample, cluster).uniform();
    int times = 0;
    while (times < POISSON.length && uniform > POISSON[times]) {
      times++;
    }
    return times;
  }

  /**
   * How often, over samples of clusters, the scores of this have a mean log loss that is at least
   * that of others of the same rows: the one-sided p-value of the claim that these are better.
   *
   * @param others of the same rows in the same order; both are probabilities
   */
  public double chanceOfNoGain(LabelledScores others, int samples, long seed) {
    double[] gains = new double[scores.length];
    for (int row = 0; row < gains.length; row++) {
      gains[row] = others.loss(row) - loss(row);
    }
    int worse = 0;
    for (int sample = 0; sample < samples; sample++) {
      double sum = 0;
      for (int row = 0; row < gains.length; row++) {
        sum += times(seed, sample, clusters[row]) * gains[row];
      }
      worse += sum <= 0 ? 1 : 0;
    }
    return (worse + 1.0) / (samples + 1);
  }

  private double loss(int row) {
    return labels[row] ? -Math.log(scores[row]) : -Math.log1p(-scores[row]);
  }
}
