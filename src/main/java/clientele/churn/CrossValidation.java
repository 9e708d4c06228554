package clientele.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.model.classifier.LabelledScores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How good a training is on rows it has not seen: repeated stratified cross-validation. Choosing,
 * calibrating and all that is learnt from values happen inside each fold.
 *
 * @param folds two or more
 * @param seeds one for each repetition
 */
record CrossValidation(int folds, List<Long> seeds) {
  private static final String FOLD = "outer_fold";

  /**
   * The scores of one fold.
   *
   * @param trained without it
   * @param scores probabilities of its rows
   */
  record Held(long seed, int fold, Training.Trained trained, LabelledScores scores) {}

  /**
   * All folds of all repetitions.
   *
   * @param sample at most {@link Training#MOST_SAMPLE} rows
   */
  List<Held> of(Dataset<Row> sample, List<Input> inputs, Consumer<String> progress) {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Held>> all = new ArrayList<>();
      for (long seed : seeds) {
        // At most a sample: the two windows, one for each label, are small.
        Column fold =
            pmod(
                row_number()
                    .over(
                        Window.partitionBy(col(Frames.LABEL))
                            .orderBy(
                                xxhash64(lit(seed), col(Frames.CLUSTER)), col(Frames.CLUSTER))),
                lit(folds));
        Dataset<Row> folded = sample.withColumn(FOLD, fold).coalesce(2).persist();
        for (int i = 0; i < folds; i++) {
          int held = i;
          all.add(
              CompletableFuture.supplyAsync(
                  () -> held(folded, held, inputs, seed, progress), pool));
        }
      }
      return all.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static Held held(
      Dataset<Row> folded, int held, List<Input> inputs, long seed, Consumer<String> progress) {
    Dataset<Row> seen = folded.where(col(FOLD).notEqual(held)).drop(FOLD);
    Training.Trained trained = new Training(inputs, seed).of(seen, seen);
    Learner.Fit fit = trained.fit();
    Dataset<Row> encoded = fit.encoding().stages().transform(folded.where(col(FOLD).equalTo(held)));
    LabelledScores raw = Scoring.of(encoded, List.of(fit.scorer()), Training.MOST_SAMPLE).get(0);
    LabelledScores scores = raw.withScores(trained.calibration());
    progress.accept(
        "seed %d, fold %d: %s, AUC %.4f"
            .formatted(
                seed,
                held + 1,
                fit.learner().label(),
                scores.rows().areaUnderRoc().orElse(Double.NaN)));
    return new Held(seed, held, trained, scores);
  }
}
