package clientele.model.numeric;

import java.io.Serializable;

/**
 * A sum that keeps what each addition rounds off (A. Neumaier, 1974), so that it errs by little
 * more than one rounding however many terms it has.
 */
public final class CompensatedSum implements Serializable {
  private static final long serialVersionUID = 1;

  private double sum;
  private double lost;

  /** Adds a term. */
  public void add(double term) {
    double next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }

  /** Adds another sum with what was rounded off it. */
  void add(CompensatedSum other) {
    add(other.sum);
    lost += other.lost;
  }

  /** The sum so far. */
  public double value() {
    // Of an infinite sum the rounding is not a number.
    return Double.isInfinite(sum) ? sum : sum + lost;
  }
}
