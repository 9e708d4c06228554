package clientele.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Gamma-Gamma model of spend: what a customer spends on an order is gamma distributed with
 * shape p and a rate of the customer's own, which is gamma distributed (q, γ). How much and how
 * often customers buy are taken as independent: {@link SpendDependence} says whether they are.
 *
 * <pre>
 * L(m | x) = Γ(px+q) / (Γ(px) Γ(q))  γ^q m^(px-1) x^px (γ + mx)^-(px+q)
 * E[M | x, m] = p (γ + mx) / (px + q - 1)
 * </pre>
 *
 * <p>The mean of all customers, p γ / (q - 1), is E[M] for x = 0, and does not exist for q ≤ 1: the
 * formulas then give infinite or negative money, so such a model cannot be made. P. S. Fader, B. G.
 * S. Hardie, 2013, "The Gamma-Gamma model of monetary value", eq. 1a and 5.
 *
 * @param p > 0
 * @param q > 1
 * @param gamma γ > 0, money
 */
public record GammaGamma(double p, double q, double gamma) implements SpendModel {
  /** The name in tables. */
  public static final String LABEL = "gamma-gamma";

  /**
   * @throws IllegalArgumentException if there is no mean
   */
  public GammaGamma {
    if (!(p > 0 && q > 1 && gamma > 0)) {
      throw new IllegalArgumentException(
          "no Gamma-Gamma model with a mean: p = %s, q = %s, gamma = %s".formatted(p, q, gamma));
    }
  }

  @Override
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("p", p);
    parameters.put("q", q);
    parameters.put("gamma", gamma);
    return parameters;
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public double expected(long orders, double mean) {
    return p * unit(orders, mean) / (p * orders + q - 1);
  }

  /** γ + S, S being all that the customer's repeat orders brought. */
  @Override
  public double unit(long orders, double mean) {
    return orders == 0 ? gamma : gamma + orders * mean;
  }

  /**
   * A draw of what future orders bring together, in {@link #unit}s: Gamma(pN) / ν for a customer's
   * rate ν, which is Gamma(px+q) / unit.
   */
  double drawn(long orders, double future, Dice dice) {
    return dice.gamma(p * future) / dice.gamma(p * orders + q);
  }
}
