package clientele.generate;

/**
 * Random numbers with an address: (seed, customer, purpose, index) names a stream, and a stream
 * always gives the same numbers, whoever asks and in whatever order.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood 2014): one addition and three multiply-xor
 * rounds a number, and any 64-bit start is a good one.
 */
final class Draws {
  /**
   * What a stream is for; streams of different purposes are independent. The number is part of
   * every address.
   */
  enum Purpose {
    JOINING(1),
    TRAITS(2),
    CONTACT_DATA(3),
    REFERRAL(4),
    OCCASION(5),
    CATEGORIES(6),
    BASKET(7),
    REFUND(8),
    CAMPAIGN(9),
    MEMBERSHIP(10),
    TERM(11),
    FEATURES(12),
    DIRT(13),
    DELAY(14);

    private final long address;

    Purpose(long address) {
      this.address = address;
    }
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  static Draws of(long seed, long customer, Purpose purpose, long index) {
    long address = mix(seed + GOLDEN_GAMMA);
    address = mix(address ^ (customer * GOLDEN_GAMMA));
    address = mix(address + (purpose.address << 48) + index);
    return new Draws(address);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform on (0, 1), neither end included, so that logarithms are finite. */
  double uniform() {
    return ((bits() >>> 11) + 0.5) * UNIT;
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Uniform on 0 .. bound - 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** The index of one of the weights, which need not sum to 1. */
  int pick(double... weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double rest = uniform() * total;
    int index = 0;
    while (index < weights.length - 1 && rest >= weights[index]) {
      rest -= weights[index];
      index++;
    }
    return index;
  }

  /** Exponential with mean 1. */
  double exponential() {
    return -Math.log(uniform());
  }

  /** Standard normal, by Box and Muller: always two uniforms, so that streams stay aligned. */
  double normal() {
    double radius = Math.sqrt(-2 * Math.log(uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  /** Gamma with the given shape and rate 1 (Marsaglia and Tsang 2000). */
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  double beta(double a, double b) {
    double x = gamma(a);
    return x / (x + gamma(b));
  }

  /** Poisson by multiplication; for means below about 50. */
  int poisson(double mean) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = uniform(); product > limit; product *= uniform()) {
      count++;
    }
    return count;
  }
}
