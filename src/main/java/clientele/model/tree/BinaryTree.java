package clientele.model.tree;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision tree on numbers: at a node, who has at most the threshold in the node's feature goes
 * left, everybody else right; a leaf has a value.
 *
 * <p>Nodes are numbered, 0 is the root, and kept in columns.
 */
public final class BinaryTree implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int LEAF = -1;

  private final int[] feature;
  private final double[] threshold;
  private final int[] left;
  private final int[] right;
  private final double[] value;
  private final double[] cover;
  private final int depth;

  private BinaryTree(List<Node> nodes, List<int[]> children, int depth) {
    this.feature = new int[nodes.size()];
    this.threshold = new double[nodes.size()];
    this.left = new int[nodes.size()];
    this.right = new int[nodes.size()];
    this.value = new double[nodes.size()];
    this.cover = new double[nodes.size()];
    this.depth = depth;
    for (int i = 0; i < nodes.size(); i++) {
      cover[i] = nodes.get(i).cover();
      if (nodes.get(i) instanceof Split split) {
        feature[i] = split.feature();
        threshold[i] = split.threshold();
        left[i] = children.get(i)[0];
        right[i] = children.get(i)[1];
      } else {
        feature[i] = LEAF;
        value[i] = ((Leaf) nodes.get(i)).value();
      }
    }
  }

  /** What a tree is made of. */
  public sealed interface Node {
    /** How many rows of the training data, by weight, came here; above 0. */
    double cover();
  }

  /** The end of a path. */
  public record Leaf(double value, double cover) implements Node {}

  /**
   * A question.
   *
   * @param feature index of what is asked for, 0 or more
   * @param left where a number of at most the threshold goes
   */
  public record Split(int feature, double threshold, Node left, Node right) implements Node {
    @Override
    public double cover() {
      return left.cover() + right.cover();
    }
  }

  /** The tree below and with a node. */
  public static BinaryTree of(Node root) {
    List<Node> nodes = new ArrayList<>();
    List<int[]> children = new ArrayList<>();
    int depth = number(root, nodes, children);
    return new BinaryTree(nodes, children, depth);
  }

  /** Numbers the nodes from one on; the longest path below it. */
  private static int number(Node node, List<Node> nodes, List<int[]> children) {
    if (!(node.cover() > 0)) {
      throw new IllegalArgumentException("no training row came to " + node);
    }
    int place = nodes.size();
    nodes.add(node);
    children.add(new int[2]);
    if (!(node instanceof Split split)) {
      return 0;
    }
    children.get(place)[0] = nodes.size();
    int below = number(split.left(), nodes, children);
    children.get(place)[1] = nodes.size();
    return 1 + Math.max(below, number(split.right(), nodes, children));
  }

  /** Splits on the longest path. */
  int depth() {
    return depth;
  }

  boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  int feature(int node) {
    return feature[node];
  }

  int left(int node) {
    return left[node];
  }

  int right(int node) {
    return right[node];
  }

  double value(int node) {
    return value[node];
  }

  double cover(int node) {
    return cover[node];
  }

  boolean goesLeft(int node, double[] row) {
    return row[feature[node]] <= threshold[node];
  }

  /** The value of the leaf that a row comes to. */
  public double value(double[] row) {
    int node = 0;
    while (!isLeaf(node)) {
      node = goesLeft(node, row) ? left[node] : right[node];
    }
    return value[node];
  }

  /** The mean value of the training rows. */
  public double mean() {
    double sum = 0;
    for (int node = 0; node < value.length; node++) {
      sum += isLeaf(node) ? cover[node] * value[node] : 0;
    }
    return sum / cover[0];
  }
}
