package clientele.model;

import clientele.model.numeric.GaussLegendre;
import java.util.function.DoubleUnaryOperator;

/** Present values of what is expected to come in continuous time. */
final class PresentValue {
  /** Beyond so many times 1 / interest nothing counts any more: e^-40 is below all rounding. */
  private static final double FAR = 40;

  /** Panels of the quadrature are at most so long, in logs of time. */
  private static final double PANEL = 2;

  private PresentValue() {}

  /** Of one purchase in each unit of time; the horizon may be infinite. */
  static double ofOne(double horizon, double interest) {
    return interest == 0 ? horizon : -Math.expm1(-interest * horizon) / interest;
  }

  /**
   * Of purchases of which E(t) are expected up to time t: by parts,
   *
   * <pre>
   * ∫ e^(-δt) dE(t) = e^(-δh) E(h) + δ ∫ e^(-δt) E(t) dt,   0 ≤ t ≤ h.
   * </pre>
   *
   * <p>The integral is taken over v = ln(1 + t/scale), in which E is smooth near 0 and far from it.
   *
   * @param expected E, rising from 0, and slower than exp
   * @param scale time over which E bends
   * @param horizon h ≥ 0; may be infinite
   * @param interest δ > 0
   */
  static double of(DoubleUnaryOperator expected, double scale, double horizon, double interest) {
    double end = Math.min(horizon, FAR / interest);
    double length = Math.log1p(end / scale);
    int panels = (int) Math.ceil(length / PANEL);
    double sum = 0;
    for (int panel = 0; panel < panels; panel++) {
      double half = length / panels / 2;
      double middle = half * (2 * panel + 1);
      sum +=
          GaussLegendre.integral(
              v -> {
                double time = scale * Math.expm1(v);
                return Math.exp(-interest * time + v) * expected.applyAsDouble(time);
              },
              middle - half,
              middle + half);
    }
    return Math.exp(-interest * end) * expected.applyAsDouble(end) + interest * scale * sum;
  }
}
