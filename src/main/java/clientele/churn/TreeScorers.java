package clientele.churn;

import clientele.model.tree.BinaryTree;
import clientele.model.tree.BinaryTree.Leaf;
import clientele.model.tree.BinaryTree.Node;
import clientele.model.tree.TreeScorer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;

/** The trees of MLlib as trees in plain Java that give the same scores. */
final class TreeScorers {
  private TreeScorers() {}

  /** Its score is the mean over trees of the share of yes in the leaf. */
  static TreeScorer of(RandomForestClassificationModel forest) {
    List<BinaryTree> trees =
        Stream.of(forest.trees())
            .map(tree -> BinaryTree.of(node(tree.rootNode(), TreeScorers::shareOfYes)))
            .toList();
    double[] weights = new double[trees.size()];
    Arrays.fill(weights, 1.0 / trees.size());
    return new TreeScorer(trees, weights);
  }

  /** Its score is the weighted sum of the leaves' predictions. */
  static TreeScorer of(GBTClassificationModel boosted) {
    List<BinaryTree> trees =
        Stream.of(boosted.trees())
            .map(tree -> BinaryTree.of(node(tree.rootNode(), leaf -> leaf.prediction())))
            .toList();
    return new TreeScorer(trees, boosted.treeWeights());
  }

  private static double shareOfYes(org.apache.spark.ml.tree.Node leaf) {
    double[] rows = leaf.impurityStats().stats();
    return rows[1] / (rows[0] + rows[1]);
  }

  private static Node node(
      org.apache.spark.ml.tree.Node node, ToDoubleFunction<org.apache.spark.ml.tree.Node> value) {
    if (node instanceof InternalNode inner) {
      ContinuousSplit split = (ContinuousSplit) inner.split();
      return new BinaryTree.Split(
          split.featureIndex(),
          split.threshold(),
          node(inner.leftChild(), value),
          node(inner.rightChild(), value));
    }
    return new Leaf(value.applyAsDouble(node), node.impurityStats().count());
  }
}
