package clientele.generate;

import java.io.Serializable;
import java.util.List;

/**
 * What all customers of a generated company share: its size, calendar, campaigns, and how strongly
 * causes work.
 *
 * <p>Purchases follow the MBG/NBD model on the purchase clock: the rate is Gamma({@link
 * #RATE_SHAPE}, {@link #RATE_SCALE}) per day, and after every purchase, the first included, the
 * customer leaves with a probability that is Beta({@link #DROPOUT_A}, {@link #DROPOUT_B}). Spend
 * follows the Gamma-Gamma model. Effects change the probability of leaving, the pace and the spend;
 * with effects 0 the two models hold exactly.
 */
record World(long seed, long customers, Timeline timeline, List<Campaign> campaigns, double effects)
    implements Serializable {
  static final double RATE_SHAPE = 2;
  static final double RATE_SCALE = 30;
  static final double DROPOUT_A = 0.65;
  static final double DROPOUT_B = 12;

  static final double SPEND_SHAPE = 4;
  static final double SPEND_RATE_SHAPE = 4.5;

  /** In pounds: the mean order is SPEND_SHAPE x SPEND_SCALE / (SPEND_RATE_SHAPE - 1) = 42. */
  static final double SPEND_SCALE = 36.75;

  static World of(GeneratorOptions options) {
    Timeline timeline = Timeline.of(options);
    return new World(
        options.seed(), options.customers(), timeline, Campaign.all(timeline), options.effects());
  }

  Draws draws(long customer, Draws.Purpose purpose) {
    return Draws.of(seed, customer, purpose, 0);
  }

  Draws draws(long customer, Draws.Purpose purpose, long index) {
    return Draws.of(seed, customer, purpose, index);
  }

  /** A factor that is 1 without effects and the given one at full strength. */
  double effect(double factor) {
    return Math.pow(factor, effects);
  }
}
