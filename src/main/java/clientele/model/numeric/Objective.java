package clientele.model.numeric;

import java.util.Arrays;

/** A smooth function of a few numbers that is to be as large as possible. */
public interface Objective {
  /**
   * Step of the differences: near the cube root of the machine's precision, where they err least.
   */
  double STEP = 1e-5;

  /** The value; negative infinity or NaN where the function is not defined. */
  double value(double[] point);

  /** The first derivatives, in the order of the point. */
  double[] gradient(double[] point);

  /** The first derivatives at several points, which may be cheaper at once. */
  default double[][] gradients(double[][] points) {
    return Arrays.stream(points).map(this::gradient).toArray(double[][]::new);
  }

  /** The negative second derivatives, by central differences of the gradient, symmetric. */
  default double[][] information(double[] point) {
    int n = point.length;
    double[][] points = new double[2 * n][];
    for (int i = 0; i < n; i++) {
      points[i] = point.clone();
      points[i][i] += STEP;
      points[n + i] = point.clone();
      points[n + i][i] -= STEP;
    }
    double[][] gradients = gradients(points);
    double[][] information = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double half = (gradients[n + i][j] - gradients[i][j]) / (4 * STEP);
        information[i][j] += half;
        information[j][i] += half;
      }
    }
    return information;
  }
}
