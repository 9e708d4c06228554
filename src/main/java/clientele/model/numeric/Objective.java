package clientele.model.numeric;

/** A smooth function of a few numbers that is to be as large as possible. */
public interface Objective {
  /** The value; negative infinity or NaN where the function is not defined. */
  double value(double[] point);

  /** The first derivatives, in the order of the point. */
  double[] gradient(double[] point);
}
