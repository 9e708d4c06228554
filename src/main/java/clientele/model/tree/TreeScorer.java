package clientele.model.tree;

import clientele.model.classifier.Scorer;
import java.util.Arrays;
import java.util.List;

/** A weighted sum of trees: the share of votes of a forest, the margin of boosted trees. */
public final class TreeScorer implements Scorer {
  private static final long serialVersionUID = 1;

  private final BinaryTree[] trees;
  private final double[] weights;

  /** Trees, and the weight of each. */
  public TreeScorer(List<BinaryTree> trees, double[] weights) {
    this.trees = trees.toArray(BinaryTree[]::new);
    this.weights = weights.clone();
  }

  /** Number of trees. */
  public int size() {
    return trees.length;
  }

  /** The sum of the first so many trees. */
  public TreeScorer first(int size) {
    return new TreeScorer(List.of(trees).subList(0, size), Arrays.copyOf(weights, size));
  }

  @Override
  public double score(double[] row) {
    double sum = 0;
    for (int i = 0; i < trees.length; i++) {
      sum += weights[i] * trees[i].value(row);
    }
    return sum;
  }

  @Override
  public double base() {
    double sum = 0;
    for (int i = 0; i < trees.length; i++) {
      sum += weights[i] * trees[i].mean();
    }
    return sum;
  }

  @Override
  public double[] contributions(double[] row) {
    double[] contributions = new double[row.length];
    for (int i = 0; i < trees.length; i++) {
      TreeShap.add(trees[i], row, weights[i], contributions);
    }
    return contributions;
  }
}
