package clientele.generate;

/**
 * What can be known of a customer's future, once by someone who sees the latent parameters, once
 * from the history alone with the true parameters of the population.
 *
 * <p>Time is the purchase clock. For a living customer of rate l and dropout p, purchases come as a
 * Poisson process whose rate decays as exp(-l p t). From the history, MBG/NBD (Batislam, Denizel
 * and Filiztekin 2007): with x repeat purchases, the last at t_x, observed for T, P(alive) = 1 / (1
 * + a/(b+x) ((alpha+T)/(alpha+t_x))^(r+x)), and the next h pass without a purchase with probability
 * 1 - P(alive) (1 - ((alpha+T)/(alpha+T+h))^(r+x)).
 */
final class Forecast {
  private Forecast() {}

  /** Probability of no purchase in the next h of the clock, of a customer who is alive. */
  static double noPurchase(double rate, double h) {
    return Math.exp(-rate * h);
  }

  /** Expected purchases in the next h of the clock, of a customer who is alive. */
  static double purchases(double rate, double dropout, double h) {
    // expm1, because dropout may be tiny; the limit at 0 is rate x h.
    double decay = rate * dropout * h;
    return decay == 0 ? rate * h : -Math.expm1(-decay) / dropout;
  }

  /** Probability that a customer with the history is alive. */
  static double aliveGivenHistory(int x, double lastAt, double age) {
    double r = World.RATE_SHAPE;
    double alpha = World.RATE_SCALE;
    double logOdds =
        Math.log(World.DROPOUT_A / (World.DROPOUT_B + x))
            + (r + x) * Math.log((alpha + age) / (alpha + lastAt));
    return 1 / (1 + Math.exp(logOdds));
  }

  /** Probability of no purchase in the next h of the clock, of a customer with the history. */
  static double noPurchaseGivenHistory(int x, double lastAt, double age, double h) {
    double alpha = World.RATE_SCALE;
    double silent = Math.pow((alpha + age) / (alpha + age + h), World.RATE_SHAPE + x);
    return 1 - aliveGivenHistory(x, lastAt, age) * (1 - silent);
  }
}
