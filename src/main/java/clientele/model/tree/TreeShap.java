package clientele.model.tree;

import java.util.Arrays;

/**
 * How much each feature adds to what a tree says of a row, exactly: Shapley values.
 *
 * <p>The value of a set S of known features is the mean leaf that a row comes to if a split on any
 * other feature sends it both ways, in proportion to the training rows that went there. The
 * contribution of a feature is what it adds to that value, averaged over all orders in which
 * features can become known. Contributions and {@link BinaryTree#mean} add up to the tree's value.
 *
 * <p>S. Lundberg, G. Erion, S.-I. Lee (2018), Consistent Individualized Feature Attribution for
 * Tree Ensembles, algorithm 2: one walk over the tree keeps, for each number of known features on
 * the path, the share of orders that lead there, in O(leaves × depth²) instead of 2^features.
 */
public final class TreeShap {
  private final BinaryTree tree;
  private final double[] row;
  private final double scale;
  private final double[] contributions;

  private TreeShap(BinaryTree tree, double[] row, double scale, double[] contributions) {
    this.tree = tree;
    this.row = row;
    this.scale = scale;
    this.contributions = contributions;
  }

  /**
   * Adds the contributions of one tree, so that those of an ensemble add up.
   *
   * @param row the features
   * @param scale what the tree's value is multiplied with in the ensemble
   * @param contributions one number for each feature; what the tree adds is added to it
   */
  public static void add(BinaryTree tree, double[] row, double scale, double[] contributions) {
    TreeShap shap = new TreeShap(tree, row, scale, contributions);
    shap.walk(0, Path.empty(tree.depth() + 2), 1, 1, Path.NO_FEATURE);
  }

  private void walk(int node, Path above, double unknown, double known, int feature) {
    Path path = above.longer(unknown, known, feature);
    if (tree.isLeaf(node)) {
      for (int i = 1; i < path.length; i++) {
        double share = path.shareWithout(i) * (path.known[i] - path.unknown[i]);
        contributions[path.feature[i]] += scale * tree.value(node) * share;
      }
      return;
    }
    int split = tree.feature(node);
    double unknownBefore = 1;
    double knownBefore = 1;
    int before = path.indexOf(split);
    if (before > 0) {
      unknownBefore = path.unknown[before];
      knownBefore = path.known[before];
      path = path.without(before);
    }
    boolean goesLeft = tree.goesLeft(node, row);
    int hot = goesLeft ? tree.left(node) : tree.right(node);
    int cold = goesLeft ? tree.right(node) : tree.left(node);
    double all = tree.cover(node);
    walk(hot, path, unknownBefore * tree.cover(hot) / all, knownBefore, split);
    walk(cold, path, unknownBefore * tree.cover(cold) / all, 0, split);
  }

  /**
   * The different features on the way to a node. Each has the share of rows that go this way if it
   * is not known, and 1 or 0 if it is; weight[k] is the share of orders in which k of them are
   * known, summed over the sets of k.
   */
  private static final class Path {
    static final int NO_FEATURE = -1;

    final int length;
    final int[] feature;
    final double[] unknown;
    final double[] known;
    final double[] weight;

    private Path(int length, int[] feature, double[] unknown, double[] known, double[] weight) {
      this.length = length;
      this.feature = feature;
      this.unknown = unknown;
      this.known = known;
      this.weight = weight;
    }

    static Path empty(int room) {
      return new Path(0, new int[room], new double[room], new double[room], new double[room]);
    }

    private Path copy(int newLength) {
      return new Path(newLength, feature.clone(), unknown.clone(), known.clone(), weight.clone());
    }

    int indexOf(int wanted) {
      for (int i = 1; i < length; i++) {
        if (feature[i] == wanted) {
          return i;
        }
      }
      return 0;
    }

    /** With one more feature. */
    Path longer(double unknownShare, double knownShare, int added) {
      Path path = copy(length + 1);
      path.feature[length] = added;
      path.unknown[length] = unknownShare;
      path.known[length] = knownShare;
      path.weight[length] = length == 0 ? 1 : 0;
      double size = length + 1;
      for (int k = length - 1; k >= 0; k--) {
        path.weight[k + 1] += knownShare * path.weight[k] * (k + 1) / size;
        path.weight[k] = unknownShare * path.weight[k] * (length - k) / size;
      }
      return path;
    }

    /** As if a feature had not been met. */
    Path without(int index) {
      Path path = copy(length - 1);
      path.takeOff(index, length - 1);
      for (int i = index; i < length - 1; i++) {
        path.feature[i] = feature[i + 1];
        path.unknown[i] = unknown[i + 1];
        path.known[i] = known[i + 1];
      }
      return path;
    }

    /** The weights without a feature, of which the last is at a place. */
    private void takeOff(int index, int last) {
      double size = last + 1;
      double next = weight[last];
      for (int k = last - 1; k >= 0; k--) {
        if (known[index] == 0) {
          weight[k] = weight[k] * size / (unknown[index] * (last - k));
        } else {
          double before = weight[k];
          weight[k] = next * size / ((k + 1) * known[index]);
          next = before - weight[k] * unknown[index] * (last - k) / size;
        }
      }
    }

    /** The sum of the weights without a feature. */
    double shareWithout(int index) {
      Path path = copy(length);
      path.takeOff(index, length - 1);
      return Arrays.stream(path.weight, 0, length - 1).sum();
    }
  }
}
