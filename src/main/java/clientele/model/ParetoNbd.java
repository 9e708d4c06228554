package clientele.model;

import static clientele.model.numeric.SpecialFunctions.digamma;
import static clientele.model.numeric.SpecialFunctions.logGamma;

import clientele.model.numeric.Decay;
import java.util.Map;

/**
 * The Pareto/NBD model: customers buy at random with a rate of their own, gamma distributed (r, α),
 * until they stop for good after a time that is exponential with a rate of their own, gamma
 * distributed too (s, β).
 *
 * <pre>
 * L(x, t_x, T) = Γ(r+x)/Γ(r) α^r β^s { (α+T)^-(r+x) (β+T)^-s  +  s ∫ (α+y)^-(r+x) (β+y)^-(s+1) dy }
 * </pre>
 *
 * <p>over y from t_x to T: the customer is alive at T, or stopped at y. The literature writes the
 * integral as A₀ / (r+s+x), a difference of two Gauss hypergeometric functions, others for α < β
 * than for α ≥ β, whose factors underflow for frequent customers. Here it is left as it is ({@link
 * Decay}), relative to the first term, which makes it the odds of having stopped: one form for all
 * parameters, whose derivatives come with it.
 *
 * <p>D. C. Schmittlein, D. G. Morrison, R. Colombo, 1987, "Counting your customers: who are they
 * and what will they do next?", Management Science 33(1); P. S. Fader, B. G. S. Hardie, 2005, "A
 * note on deriving the Pareto/NBD model and related expressions", eq. 17 to 19.
 *
 * @param r > 0, shape of the rates of purchase
 * @param alpha α > 0, a time; the mean rate is r / α
 * @param s > 0, shape of the rates of stopping
 * @param beta β > 0, a time; half the customers have stopped by β (2^(1/s) - 1)
 */
public record ParetoNbd(double r, double alpha, double s, double beta) implements PurchaseModel {
  static ParetoNbd ofLogs(double[] logs) {
    return new ParetoNbd(
        Math.exp(logs[0]), Math.exp(logs[1]), Math.exp(logs[2]), Math.exp(logs[3]));
  }

  @Override
  public Map<String, Double> parameters() {
    return PurchaseFamily.PARETO_NBD.named(r, alpha, s, beta);
  }

  @Override
  public PurchaseOutlook outlook(PurchaseHistory history) {
    double unseen = history.age() - history.recency();
    double integral = stopping(history.frequency(), history.recency()).integral(unseen);
    return new ParetoOutlook(
        logOddsStopped(history.frequency(), history.recency(), unseen, integral),
        r + history.frequency(),
        alpha + history.age(),
        s,
        beta + history.age());
  }

  PurchaseFamily.Terms terms() {
    return new Terms(this);
  }

  /** The Decay whose integral from t_x to T is that of the likelihood, 1 at t_x. */
  private Decay stopping(long frequency, double recency) {
    return new Decay(r + frequency, alpha + recency, s + 1, beta + recency, 0);
  }

  /** ln of (1 - P(alive)) / P(alive). */
  private double logOddsStopped(long frequency, double recency, double unseen, double integral) {
    return Math.log(s / (beta + recency) * integral)
        + (r + frequency) * Math.log1p(unseen / (alpha + recency))
        + s * Math.log1p(unseen / (beta + recency));
  }

  private static final class Terms implements PurchaseFamily.Terms {
    private final ParetoNbd model;
    private long remembered = -1;
    private double logRising;
    private double slopeRising;

    private Terms(ParetoNbd model) {
      this.model = model;
    }

    @Override
    public double of(long frequency, double recency, double age, double[] gradient) {
      remember(frequency);
      ParetoNbd m = model;
      double unseen = age - recency;
      double a = m.alpha + recency;
      double b = m.beta + recency;
      double logA = Math.log1p(age / m.alpha);
      double logB = Math.log1p(age / m.beta);
      gradient[0] = slopeRising - logA;
      gradient[1] = m.r / m.alpha - (m.r + frequency) / (m.alpha + age);
      gradient[2] = -logB;
      gradient[3] = m.s / m.beta - m.s / (m.beta + age);
      double value = logRising - m.r * logA - frequency * Math.log(m.alpha + age) - m.s * logB;

      if (unseen > 0) {
        double[] slopes = m.stopping(frequency, recency).slopes(unseen);
        double logOdds = m.logOddsStopped(frequency, recency, unseen, slopes[0]);
        double stopped = 1 / (1 + Math.exp(-logOdds));
        double power = m.r + frequency;
        gradient[0] += stopped * (Math.log1p(unseen / a) + slopes[1] / slopes[0]);
        gradient[1] += stopped * (power * -unseen / (a * (a + unseen)) + slopes[2] / slopes[0]);
        gradient[2] += stopped * (1 / m.s + Math.log1p(unseen / b) + slopes[3] / slopes[0]);
        gradient[3] +=
            stopped * (-m.s * unseen / (b * (b + unseen)) - 1 / b + slopes[4] / slopes[0]);
        value += Math.max(0, logOdds) + Math.log1p(Math.exp(-Math.abs(logOdds)));
      }
      gradient[0] *= m.r;
      gradient[1] *= m.alpha;
      gradient[2] *= m.s;
      gradient[3] *= m.beta;
      return value;
    }

    private void remember(long frequency) {
      if (frequency != remembered) {
        remembered = frequency;
        logRising = logGamma(model.r + frequency) - logGamma(model.r);
        slopeRising = digamma(model.r + frequency) - digamma(model.r);
      }
    }
  }
}
