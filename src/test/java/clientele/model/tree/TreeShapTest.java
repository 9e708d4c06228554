package clientele.model.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import clientele.model.tree.BinaryTree.Leaf;
import clientele.model.tree.BinaryTree.Node;
import clientele.model.tree.BinaryTree.Split;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** By hand, and against the sum over all sets of features, which is the definition. */
class TreeShapTest {
  private static final int FEATURES = 5;

  @Test
  void whatEitherOfTwoFeaturesCouldSayIsShared() {
    Node both = new Split(1, 0.5, new Leaf(0, 1), new Leaf(12, 1));
    BinaryTree tree = BinaryTree.of(new Split(0, 0.5, new Leaf(0, 2), both));
    double[] contributions = new double[2];

    TreeShap.add(tree, new double[] {1, 1}, 1, contributions);

    // v() = 3, v(0) = 6, v(1) = 6, v(0, 1) = 12: each adds 3 first and 6 second.
    assertThat(tree.mean()).isEqualTo(3);
    assertThat(contributions).containsExactly(4.5, 4.5);
  }

  @Test
  void aTreeWithoutQuestionsSaysNothingOfFeatures() {
    double[] contributions = new double[FEATURES];

    TreeShap.add(BinaryTree.of(new Leaf(7, 3)), new double[FEATURES], 1, contributions);

    assertThat(contributions).containsOnly(0);
  }

  @Test
  void allSetsOfFeaturesGiveTheSame() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      Node root = node(random, 1 + random.nextInt(6));
      BinaryTree tree = BinaryTree.of(root);
      double[] row = row(random);
      double[] contributions = new double[FEATURES];

      TreeShap.add(tree, row, 2, contributions);

      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(contributions[feature])
            .isCloseTo(2 * shapley(root, row, feature), within(1e-12));
      }
      assertThat(2 * tree.mean() + DoubleStream.of(contributions).sum())
          .isCloseTo(2 * tree.value(row), within(1e-12));
    }
  }

  @Test
  void treesAddUp() {
    Random random = new Random(2);
    double[] row = row(random);
    double[] together = new double[FEATURES];
    double values = 0;
    for (int i = 0; i < 20; i++) {
      BinaryTree tree = BinaryTree.of(node(random, 5));
      TreeShap.add(tree, row, 0.1, together);
      values += 0.1 * (tree.value(row) - tree.mean());
    }

    assertThat(DoubleStream.of(together).sum()).isCloseTo(values, within(1e-12));
  }

  @Test
  void aNodeThatNoTrainingRowReachedIsRefused() {
    assertThatThrownBy(() -> BinaryTree.of(new Split(0, 1, new Leaf(1, 0), new Leaf(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no training row");
  }

  private static double[] row(Random random) {
    return random.doubles(FEATURES).toArray();
  }

  /** A random tree, in which a path may ask for one feature several times. */
  private static Node node(Random random, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return new Leaf(random.nextGaussian(), 1 + random.nextInt(9));
    }
    return new Split(
        random.nextInt(FEATURES),
        random.nextDouble(),
        node(random, depth - 1),
        node(random, depth - 1));
  }

  private static double shapley(Node root, double[] row, int feature) {
    double sum = 0;
    for (int known = 0; known < 1 << FEATURES; known++) {
      if ((known & 1 << feature) == 0) {
        int size = Integer.bitCount(known);
        double orders = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
        sum += orders * (mean(root, row, known | 1 << feature) - mean(root, row, known));
      }
    }
    return sum;
  }

  private static double mean(Node node, double[] row, int known) {
    if (node instanceof Leaf leaf) {
      return leaf.value();
    }
    Split split = (Split) node;
    double left = mean(split.left(), row, known);
    double right = mean(split.right(), row, known);
    if ((known & 1 << split.feature()) != 0) {
      return row[split.feature()] <= split.threshold() ? left : right;
    }
    return (split.left().cover() * left + split.right().cover() * right) / split.cover();
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
