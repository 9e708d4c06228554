package clientele.model.numeric;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** Integrals of smooth functions over short intervals, from 16 values. */
public final class GaussLegendre {
  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(16);

  static final int POINTS = RULE.getNumberOfPoints();

  private GaussLegendre() {}

  /** Where between -1 and 1 the i-th value is taken. */
  static double point(int i) {
    return RULE.getPoint(i);
  }

  /** What the i-th value counts between -1 and 1. */
  static double weight(int i) {
    return RULE.getWeight(i);
  }

  /** The integral from one end to the other; neither end is among the arguments. */
  public static double integral(DoubleUnaryOperator function, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
      sum += RULE.getWeight(i) * function.applyAsDouble(middle + half * RULE.getPoint(i));
    }
    return half * sum;
  }
}
