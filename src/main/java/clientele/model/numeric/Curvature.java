package clientele.model.numeric;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The negative Hessian of an {@link Objective}, by its eigenvalues. At the maximum of a log
 * likelihood it is the observed information, whose inverse is the covariance of the estimates.
 */
public final class Curvature {
  private final double[] eigenvalues;
  private final double[][] eigenvectors;

  private Curvature(double[] eigenvalues, double[][] eigenvectors) {
    this.eigenvalues = eigenvalues;
    this.eigenvectors = eigenvectors;
  }

  static Curvature of(Objective objective, double[] point) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(objective.information(point));
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(matrix);
    return new Curvature(eigen.getEigenvalues(), eigen.getVT().getData());
  }

  /** Of the function so many times as large. */
  public Curvature times(double factor) {
    return new Curvature(
        Arrays.stream(eigenvalues).map(eigenvalue -> factor * eigenvalue).toArray(), eigenvectors);
  }

  /** Largest over smallest eigenvalue; infinite where the function does not fall on all sides. */
  public double condition() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double eigenvalue : eigenvalues) {
      least = Math.min(least, eigenvalue);
      most = Math.max(most, eigenvalue);
    }
    return least > 0 ? most / least : Double.POSITIVE_INFINITY;
  }

  /** The eigenvalues, in no promised order. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /** The inverse, row by row; for a finite {@link #condition()} only. */
  public double[][] inverse() {
    int n = eigenvalues.length;
    double[][] inverse = new double[n][n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          inverse[i][j] += eigenvectors[k][i] * eigenvectors[k][j] / eigenvalues[k];
        }
      }
    }
    return inverse;
  }

  /** Roots of the diagonal of the inverse; for a finite {@link #condition()} only. */
  public double[] standardErrors() {
    double[][] inverse = inverse();
    double[] errors = new double[inverse.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.sqrt(inverse[i][i]);
    }
    return errors;
  }

  /**
   * Independent standard normal numbers turned into a draw with the inverse as covariance; for a
   * finite {@link #condition()} only.
   */
  public double[] spread(double[] normal) {
    double[] draw = new double[eigenvalues.length];
    for (int k = 0; k < eigenvalues.length; k++) {
      double length = normal[k] / Math.sqrt(eigenvalues[k]);
      for (int i = 0; i < draw.length; i++) {
        draw[i] += eigenvectors[k][i] * length;
      }
    }
    return draw;
  }

  /** Newton's step; where the function curves upwards the step goes uphill all the same. */
  double[] step(double[] gradient) {
    double floor = Double.MIN_NORMAL;
    for (double eigenvalue : eigenvalues) {
      floor = Math.max(floor, 1e-12 * Math.abs(eigenvalue));
    }
    double[] step = new double[gradient.length];
    for (int k = 0; k < eigenvalues.length; k++) {
      double along = 0;
      for (int i = 0; i < step.length; i++) {
        along += eigenvectors[k][i] * gradient[i];
      }
      double length = along / Math.max(floor, Math.abs(eigenvalues[k]));
      for (int i = 0; i < step.length; i++) {
        step[i] += eigenvectors[k][i] * length;
      }
    }
    return step;
  }
}
