package clientele.model.numeric;

/**
 * Where an {@link Objective} is largest, found by Newton's method.
 *
 * <p>Each step goes along the eigenvectors of the Hessian and is never longer than {@link #REACH},
 * and is halved until the value rises. The search ends when a further step promises less than
 * {@link #ENOUGH}: a measure in units of the value itself, so that the scale of the point does not
 * matter. Few parameters are expected: the Hessian costs two gradients for each, so it is kept as
 * long as steps by it come nearer fast; at the end it is that of the maximum.
 */
public final class Maximum {
  private static final int MOST_STEPS = 60;
  private static final int MOST_HALVINGS = 20;

  /** Longest step. */
  private static final double REACH = 2;

  /** Gain of the next step below which the search has ended. */
  private static final double ENOUGH = 1e-10;

  /** Share of what the last step promised: with more, the curvature is that of another place. */
  private static final double STILL_GOOD = 0.1;

  private final double[] point;
  private final double value;
  private final double gradientNorm;
  private final int iterations;
  private final boolean converged;
  private final Curvature curvature;

  private Maximum(
      Objective objective, double[] point, int iterations, boolean converged, Curvature curvature) {
    this.point = point;
    this.value = objective.value(point);
    this.gradientNorm = norm(objective.gradient(point));
    this.iterations = iterations;
    this.converged = converged;
    this.curvature = curvature;
  }

  /**
   * The maximum uphill from a start.
   *
   * @param start a point at which the value is finite
   * @param bound no component may pass it, up or down: the search ends there, not converged
   */
  public static Maximum of(Objective objective, double[] start, double bound) {
    return of(objective, start, Curvature.of(objective, start), true, bound);
  }

  /**
   * The same where something is known already of how the function curves.
   *
   * @param near the curvature at the start, as far as it is known
   */
  public static Maximum of(Objective objective, double[] start, Curvature near, double bound) {
    return of(objective, start, near, false, bound);
  }

  /**
   * @param isOfStart whether the curvature is that of the start itself
   */
  private static Maximum of(
      Objective objective, double[] start, Curvature near, boolean isOfStart, double bound) {
    double[] point = start.clone();
    double value = objective.value(point);
    Curvature curvature = near;
    boolean isFresh = isOfStart;
    double lastGain = Double.POSITIVE_INFINITY;
    for (int i = 0; ; i++) {
      double[] gradient = objective.gradient(point);
      double enough = ENOUGH * Math.max(1, Math.abs(value) * 1e-3);
      double gain = gain(curvature, gradient);
      boolean isLast = i == MOST_STEPS || largest(point) > bound;
      boolean stillServes = gain > enough && gain < STILL_GOOD * lastGain && !isLast;
      if (!stillServes && !isFresh) {
        curvature = Curvature.of(objective, point);
        gain = gain(curvature, gradient);
        isFresh = true;
      }
      boolean converged = gain < enough;
      if (converged || isLast) {
        double[] last = moved(point, curvature.step(gradient), 1);
        // Too near to see the value rise, the last step still brings the point nearer.
        boolean nearer = converged && objective.value(last) >= value - enough;
        boolean inside = largest(point) <= bound;
        return new Maximum(objective, nearer ? last : point, i, converged && inside, curvature);
      }
      double[] next = higher(objective, point, value, curvature.step(gradient));
      if (next.length == 0 && !isFresh) {
        curvature = Curvature.of(objective, point);
        next = higher(objective, point, value, curvature.step(gradient));
      }
      if (next.length == 0) {
        return new Maximum(objective, point, i, false, curvature);
      }
      point = next;
      value = objective.value(point);
      lastGain = gain;
      isFresh = false;
    }
  }

  /** What a step promises. */
  private static double gain(Curvature curvature, double[] gradient) {
    return dot(curvature.step(gradient), gradient) / 2;
  }

  /** The first point on the way back from the whole step that is higher; empty: none is. */
  private static double[] higher(Objective objective, double[] from, double value, double[] step) {
    double share = Math.min(1, REACH / norm(step));
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      double[] next = moved(from, step, share);
      double reached = objective.value(next);
      // To be infinite is a fault of the function, not a maximum.
      if (reached > value && reached < Double.POSITIVE_INFINITY) {
        return next;
      }
      share /= 2;
    }
    return new double[0];
  }

  private static double[] moved(double[] from, double[] step, double share) {
    double[] moved = from.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += share * step[i];
    }
    return moved;
  }

  public double[] point() {
    return point.clone();
  }

  public double value() {
    return value;
  }

  public double gradientNorm() {
    return gradientNorm;
  }

  public int iterations() {
    return iterations;
  }

  public boolean converged() {
    return converged;
  }

  public Curvature curvature() {
    return curvature;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static double largest(double[] vector) {
    double largest = 0;
    for (double component : vector) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }
}
