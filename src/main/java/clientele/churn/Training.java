package clientele.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.model.classifier.Calibration;
import clientele.model.classifier.Isotonic;
import clientele.model.classifier.LabelledScores;
import clientele.model.classifier.Platt;
import clientele.model.classifier.ScoredRows;
import clientele.model.classifier.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Learning from a frame: which learner with which parameters, and what its scores mean as
 * probabilities.
 *
 * <p>Everything that chooses looks at rows that were not learnt from: each candidate is fitted on
 * all folds but one and scores that one (stacked generalisation's cross-fitting; D. Wolpert, 1992);
 * the pooled scores of the best tell its calibration. The best is then fitted on all rows.
 *
 * @param inputs what may be learnt from
 * @param seed of folds and of the learners' own draws
 */
record Training(List<Input> inputs, long seed) {
  /** Rows that choosing and calibrating look at. */
  static final int MOST_SAMPLE = 100_000;

  private static final int FOLDS = 3;

  /** Of each label; a curve of free shape needs so many. */
  private static final double ENOUGH_FOR_ISOTONIC = 2_000;

  private static final String FOLD = "fold_of_row";

  /**
   * What was learnt, and how the choice was made.
   *
   * @param fit on all rows
   * @param calibration of its scores
   * @param trials all that was tried
   */
  record Trained(Learner.Fit fit, Calibration calibration, List<Trial> trials) {}

  /**
   * A learner with parameters, and its log loss on rows it did not see.
   *
   * @param scores of those rows
   */
  record Trial(
      Learner learner,
      Map<String, Double> parameters,
      LabelledScores scores,
      Calibration calibration,
      double logLoss) {}

  /**
   * Learns from all rows, choosing by a sample of them.
   *
   * @param sample persisted, at most {@link #MOST_SAMPLE} rows with both labels
   */
  Trained of(Dataset<Row> rows, Dataset<Row> sample) {
    List<Trial> trials = trials(sample);
    Trial best = trials.get(0);
    for (Trial trial : trials) {
      best = trial.logLoss < best.logLoss ? trial : best;
    }
    Learner.Fit fit = fit(rows, best.learner, best.parameters);
    return new Trained(fit, best.calibration, trials);
  }

  private List<Trial> trials(Dataset<Row> sample) {
    Column fold = pmod(xxhash64(lit(seed), col(Frames.CLUSTER)), lit(FOLDS));
    Dataset<Row> folded = sample.withColumn(FOLD, fold);
    List<List<Scored>> scored = new ArrayList<>();
    for (int held = 0; held < FOLDS; held++) {
      scored.add(scored(folded, col(FOLD).equalTo(held)));
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < scored.get(0).size(); i++) {
      int candidate = i;
      List<LabelledScores> parts = scored.stream().map(fits -> fits.get(candidate).scores).toList();
      trial(scored.get(0).get(i).fit, LabelledScores.together(parts)).ifPresent(trials::add);
    }
    return trials;
  }

  /** What a fit says of rows that it did not see. */
  private record Scored(Learner.Fit fit, LabelledScores scores) {}

  private List<Scored> scored(Dataset<Row> rows, Column isHeld) {
    Dataset<Row> seen = rows.where(not(isHeld));
    Encoding encoding = Encoding.of(seen, inputs);
    Dataset<Row> encoded = encoding.stages().transform(rows).persist();
    try {
      List<Learner.Fit> fits = new ArrayList<>();
      for (Learner learner : Learner.values()) {
        for (Map<String, Double> parameters : learner.grid()) {
          Learner.Fit fit = learner.fit(encoded.where(not(isHeld)), encoding, parameters, seed);
          fits.addAll(learner.variants(fit));
        }
      }
      List<Scorer> scorers = fits.stream().map(Learner.Fit::scorer).toList();
      List<LabelledScores> scores = Scoring.of(encoded.where(isHeld), scorers, MOST_SAMPLE);
      List<Scored> scored = new ArrayList<>();
      for (int i = 0; i < fits.size(); i++) {
        scored.add(new Scored(fits.get(i), scores.get(i)));
      }
      return scored;
    } finally {
      encoded.unpersist();
    }
  }

  private static Optional<Trial> trial(Learner.Fit fit, LabelledScores scores) {
    ScoredRows rows = scores.rows();
    return calibration(rows)
        .flatMap(
            calibration -> {
              OptionalDouble loss = calibration.calibrated(rows).logLoss();
              return loss.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Trial(
                          fit.learner(),
                          fit.parameters(),
                          scores,
                          calibration,
                          loss.getAsDouble()));
            });
  }

  private static Optional<Calibration> calibration(ScoredRows rows) {
    boolean isEnough = Math.min(rows.positives(), rows.negatives()) >= ENOUGH_FOR_ISOTONIC;
    return isEnough ? Isotonic.of(rows).map(curve -> curve) : Platt.of(rows).map(curve -> curve);
  }

  private Learner.Fit fit(Dataset<Row> rows, Learner learner, Map<String, Double> parameters) {
    Encoding encoding = Encoding.of(rows, inputs);
    Dataset<Row> encoded = encoding.stages().transform(rows).persist();
    try {
      return learner.fit(encoded, encoding, parameters, seed);
    } finally {
      encoded.unpersist();
    }
  }
}
