package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logBeta;

import clientele.model.numeric.Objective;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Gamma-Gamma model of spend: what a customer spends on an order is gamma distributed with shape
 * p and a rate of the customer's own, which is gamma distributed (q, γ). How much and how often
 * customers buy are taken as independent: {@link SpendDependence} says whether they are.
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
  /**
   * @throws IllegalArgumentException if there is no mean
   */
  public GammaGamma {
    if (!(p > 0 && q > 1 && gamma > 0)) {
      throw new IllegalArgumentException(
          "no Gamma-Gamma model with a mean: p = %s, q = %s, gamma = %s".formatted(p, q, gamma));
    }
  }

  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    parameters.put("p", p);
    parameters.put("q", q);
    parameters.put("gamma", gamma);
    return parameters;
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

  /**
   * The log likelihood by ln p, ln q and ln γ; q may be 1 or less.
   *
   * @param spend best with money of about 1, so that no parameter is far from it
   */
  record Likelihood(SpendHistories spend) implements Objective {
    @Override
    public double value(double[] logs) {
      double p = Math.exp(logs[0]);
      double q = Math.exp(logs[1]);
      double sum = 0;
      for (int i = 0; i < spend.size(); i++) {
        double shape = p * spend.orders(i);
        double money = spend.orders(i) * spend.mean(i);
        // ln γ/(γ+mx) and ln mx/(γ+mx), whichever of the two is the larger.
        double odds = Math.log(money) - logs[2];
        double ofUnknown = -Math.max(0, odds) - Math.log1p(Math.exp(-Math.abs(odds)));
        double log =
            -logBeta(shape, q)
                + q * ofUnknown
                + shape * (odds + ofUnknown)
                - Math.log(spend.mean(i));
        sum += spend.customers(i) * log;
      }
      return sum;
    }

    @Override
    public double[] gradient(double[] logs) {
      double p = Math.exp(logs[0]);
      double q = Math.exp(logs[1]);
      double gamma = Math.exp(logs[2]);
      double[] gradient = new double[3];
      double slopeQ = digamma(q);
      for (int i = 0; i < spend.size(); i++) {
        double shape = p * spend.orders(i);
        double money = spend.orders(i) * spend.mean(i);
        double both = digamma(shape + q);
        double byShape = both - digamma(shape) - Math.log1p(gamma / money);
        double byQ = both - slopeQ - Math.log1p(money / gamma);
        double byGamma = (q * money - shape * gamma) / (gamma + money);
        gradient[0] += spend.customers(i) * shape * byShape;
        gradient[1] += spend.customers(i) * q * byQ;
        gradient[2] += spend.customers(i) * byGamma;
      }
      return gradient;
    }
  }
}
