package clientele.generate;

import clientele.generate.Draws.Purpose;

/**
 * Who a customer is: everything about them that does not change, the latent parameters included.
 *
 * @param id number, 0 .. customers - 1
 * @param joined position in the calendar of the first purchase, or of signing up
 * @param isProspect signed up without buying; only a campaign can make them buy
 * @param rate purchases per day of the purchase clock while alive
 * @param dropout probability of leaving after a purchase
 * @param satisfaction standardised: high where dropout is low
 * @param spendRate rate of the gamma law of the value of an order in pounds
 * @param region index in {@link #REGIONS}
 * @param incomeBand index in {@link #INCOME_BANDS}; -1 unknown
 * @param channel index in {@link #CHANNELS}, the usual one
 * @param acquisition index in {@link #ACQUISITION_CHANNELS}
 * @param acquisitionCents what it cost to win them
 * @param discountAffinity chance that a later order is discounted
 * @param isDiscountAcquired the first order was discounted
 * @param favourite index of the favourite category
 * @param curiosity chance that a line is of another category than the favourite
 */
record Customer(
    long id,
    double joined,
    boolean isProspect,
    double rate,
    double dropout,
    double satisfaction,
    double spendRate,
    int region,
    int incomeBand,
    int channel,
    int acquisition,
    long acquisitionCents,
    double discountAffinity,
    boolean isDiscountAcquired,
    int favourite,
    double curiosity) {
  static final String[] REGIONS = {"North", "South", "East", "West", "Ireland"};
  static final String[] INCOME_BANDS = {"low", "middle", "high"};
  static final String[] CHANNELS = {"web", "app", "store", "phone"};
  static final String[] ACQUISITION_CHANNELS = {
    "organic", "search", "social", "affiliate", "referral"
  };
  static final int REFERRAL = 4;
  private static final int IRELAND = 4;
  private static final int AFFILIATE = 3;

  private static final double PROSPECT_SHARE = 0.06;
  private static final double UNKNOWN_INCOME_SHARE = 0.08;
  private static final double[] REGION_WEIGHTS = {0.24, 0.32, 0.18, 0.16, 0.10};
  private static final double[] INCOME_WEIGHTS = {0.30, 0.48, 0.22};
  private static final double[] INCOME_SPEND = {0.80, 1.00, 1.35};
  private static final double[] CHANNEL_WEIGHTS = {0.45, 0.30, 0.20, 0.05};
  private static final double[] ACQUISITION_WEIGHTS = {0.38, 0.26, 0.14, 0.13, 0.09};
  private static final double[] ACQUISITION_POUNDS = {0, 14, 9, 22, 6};

  /** Mean and standard deviation of the logit of dropout, from the digamma and trigamma. */
  private static final double LOGIT_MEAN = -3.8130;

  private static final double LOGIT_DEVIATION = 1.8106;

  static Customer of(World world, long id) {
    Draws draws = world.draws(id, Purpose.TRAITS);
    double rate = draws.gamma(World.RATE_SHAPE) / World.RATE_SCALE;
    double dropout = draws.beta(World.DROPOUT_A, World.DROPOUT_B);
    double spendRate = draws.gamma(World.SPEND_RATE_SHAPE) / World.SPEND_SCALE;
    int region = draws.pick(REGION_WEIGHTS);
    boolean isIncomeKnown = !draws.chance(UNKNOWN_INCOME_SHARE);
    int income = draws.pick(INCOME_WEIGHTS);
    int acquisition = draws.pick(ACQUISITION_WEIGHTS);
    boolean isDiscountAcquired = draws.chance(acquisition == AFFILIATE ? 0.55 : 0.15);
    double acquisitionPounds = ACQUISITION_POUNDS[acquisition] * (0.7 + 0.6 * draws.uniform());
    return new Customer(
        id,
        joined(world, id),
        draws.chance(PROSPECT_SHARE),
        rate,
        dropout,
        satisfaction(dropout),
        spendRate / world.effect(INCOME_SPEND[income]),
        region,
        isIncomeKnown ? income : -1,
        draws.pick(CHANNEL_WEIGHTS),
        acquisition,
        Math.round(acquisitionPounds * 100),
        isDiscountAcquired ? 0.35 : 0.05 + 0.10 * draws.uniform(),
        isDiscountAcquired,
        draws.below(Basket.CATEGORIES.length),
        draws.beta(1.5, 3));
  }

  /** New customers come evenly over the purchase clock: more of them in season. */
  static double joined(World world, long id) {
    double end = world.timeline().clock(world.timeline().days());
    return world.timeline().position(end * world.draws(id, Purpose.JOINING).uniform());
  }

  private static double satisfaction(double dropout) {
    double logit = Math.log(dropout) - Math.log1p(-dropout);
    return Math.max(-2.5, Math.min(2.5, (LOGIT_MEAN - logit) / LOGIT_DEVIATION));
  }

  boolean paysEuros() {
    return region == IRELAND;
  }

  String key() {
    return key(id);
  }

  static String key(long id) {
    char[] key = "C000000000".toCharArray();
    long rest = id + 1;
    for (int i = key.length - 1; i > 0; i--) {
      key[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(key);
  }
}
