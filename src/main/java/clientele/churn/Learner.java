package clientele.churn;

import clientele.model.classifier.LinearScorer;
import clientele.model.classifier.Scorer;
import clientele.model.tree.TreeScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A way of MLlib to learn who will leave, and what it may be tuned by. */
enum Learner {
  /** Elastic net; its score is the log odds. */
  LOGISTIC("logistic-regression", "log odds") {
    @Override
    List<Map<String, Double>> grid() {
      return List.of(Map.of(PENALTY, 1e-4, LASSO, 0.0), Map.of(PENALTY, 2e-3, LASSO, 0.5));
    }

    @Override
    Fit fit(Dataset<Row> rows, Encoding encoding, Map<String, Double> parameters, long seed) {
      LogisticRegressionModel model =
          new LogisticRegression()
              .setFeaturesCol(Encoding.VECTOR)
              .setLabelCol(Frames.LABEL)
              .setWeightCol(Frames.WEIGHT)
              .setFamily("binomial")
              .setRegParam(parameters.get(PENALTY))
              .setElasticNetParam(parameters.get(LASSO))
              .setMaxIter(200)
              .fit(rows);
      return new Fit(
          this,
          parameters,
          encoding,
          model,
          new LinearScorer(model.intercept(), model.coefficients().toArray(), encoding.means()));
    }
  },

  /** Of independent trees; its score is the mean share of their leaves. */
  FOREST("random-forest", "share of votes") {
    @Override
    List<Map<String, Double>> grid() {
      return List.of(Map.of(TREES, 50.0, DEPTH, 8.0, LEAF_ROWS, 10.0));
    }

    @Override
    Fit fit(Dataset<Row> rows, Encoding encoding, Map<String, Double> parameters, long seed) {
      RandomForestClassificationModel model =
          new RandomForestClassifier()
              .setFeaturesCol(Encoding.VECTOR)
              .setLabelCol(Frames.LABEL)
              .setWeightCol(Frames.WEIGHT)
              .setNumTrees(parameters.get(TREES).intValue())
              .setMaxDepth(parameters.get(DEPTH).intValue())
              .setMinInstancesPerNode(parameters.get(LEAF_ROWS).intValue())
              .setMaxBins(MOST_BINS)
              .setMaxMemoryInMB(MEMORY)
              .setSeed(seed)
              .fit(rows);
      return new Fit(this, parameters, encoding, model, TreeScorers.of(model));
    }
  },

  /** Each of which mends what those before it left; its score is the margin, half the log odds. */
  BOOSTED("boosted-trees", "margin") {
    @Override
    List<Map<String, Double>> grid() {
      return List.of(Map.of(TREES, 60.0, DEPTH, 2.0, STEP, 0.2, LEAF_ROWS, 10.0));
    }

    @Override
    Fit fit(Dataset<Row> rows, Encoding encoding, Map<String, Double> parameters, long seed) {
      GBTClassificationModel model =
          new GBTClassifier()
              .setFeaturesCol(Encoding.VECTOR)
              .setLabelCol(Frames.LABEL)
              .setWeightCol(Frames.WEIGHT)
              .setMaxIter(parameters.get(TREES).intValue())
              .setMaxDepth(parameters.get(DEPTH).intValue())
              .setStepSize(parameters.get(STEP))
              .setMinInstancesPerNode(parameters.get(LEAF_ROWS).intValue())
              .setMaxBins(MOST_BINS)
              .setMaxMemoryInMB(MEMORY)
              .setSeed(seed)
              .fit(rows);
      return new Fit(this, parameters, encoding, model, TreeScorers.of(model));
    }

    /** With fewer trees as well: one fit tells how many are enough. */
    @Override
    List<Fit> variants(Fit whole) {
      GBTClassificationModel model = (GBTClassificationModel) whole.model();
      TreeScorer scorer = (TreeScorer) whole.scorer();
      List<Fit> variants = new ArrayList<>();
      for (int part = 1; part <= PARTS; part++) {
        int trees = scorer.size() * part / PARTS;
        Map<String, Double> parameters = new LinkedHashMap<>(whole.parameters());
        parameters.put(TREES, (double) trees);
        variants.add(
            new Fit(
                this,
                parameters,
                whole.encoding(),
                new GBTClassificationModel(
                    model.uid(),
                    Arrays.copyOf(model.trees(), trees),
                    Arrays.copyOf(model.treeWeights(), trees)),
                scorer.first(trees)));
      }
      return variants;
    }
  };

  private static final String PENALTY = "penalty";
  private static final String LASSO = "lasso_share";
  private static final String TREES = "trees";
  private static final String DEPTH = "depth";
  private static final String STEP = "step";
  private static final String LEAF_ROWS = "leaf_rows";
  private static final int MOST_BINS = 64;
  private static final int MEMORY = 512;
  private static final int PARTS = 4;

  private final String label;
  private final String scale;

  Learner(String label, String scale) {
    this.label = label;
    this.scale = scale;
  }

  String label() {
    return label;
  }

  /** What its raw scores are. */
  String scale() {
    return scale;
  }

  /** What it is tried with. */
  abstract List<Map<String, Double>> grid();

  /**
   * Learns.
   *
   * @param rows with {@link Encoding#VECTOR}, {@link Frames#LABEL} and {@link Frames#WEIGHT}
   */
  abstract Fit fit(Dataset<Row> rows, Encoding encoding, Map<String, Double> parameters, long seed);

  /** What one fit gives at no cost: itself, and with other parameters, which it says. */
  List<Fit> variants(Fit whole) {
    return List.of(whole);
  }

  /**
   * What was learnt.
   *
   * @param model of MLlib
   * @param scorer the same in plain Java
   */
  record Fit(
      Learner learner,
      Map<String, Double> parameters,
      Encoding encoding,
      Model<?> model,
      Scorer scorer) {}
}
