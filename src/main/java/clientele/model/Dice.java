package clientele.model;

/**
 * Random numbers that depend on a seed and on nothing else, whichever machine draws them: a
 * SplitMix64 generator (G. L. Steele, D. Lea, C. H. Flood, 2014). Cheap to make, for one customer
 * at a time; not safe for threads.
 */
public final class Dice {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;
  private double spare = Double.NaN;

  private Dice(long state) {
    this.state = state;
  }

  /** Other parts, or the same in another order, are another seed. */
  public static Dice of(long... parts) {
    long seed = 0;
    for (long part : parts) {
      seed = mixed(seed + GOLDEN ^ mixed(part + GOLDEN));
    }
    return new Dice(seed);
  }

  private static long mixed(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Evenly between 0 and 1, neither of them. */
  public double uniform() {
    state += GOLDEN;
    return ((mixed(state) >>> 12) + 0.5) * 0x1p-52;
  }

  /** An integer from 0 up to one below the end. */
  int below(int end) {
    return (int) (uniform() * end);
  }

  /** Standard normal, by Marsaglia's polar method, two at a time. */
  double normal() {
    if (!Double.isNaN(spare)) {
      double normal = spare;
      spare = Double.NaN;
      return normal;
    }
    while (true) {
      double x = 2 * uniform() - 1;
      double y = 2 * uniform() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        double factor = Math.sqrt(-2 * Math.log(square) / square);
        spare = y * factor;
        return x * factor;
      }
    }
  }

  /** Gamma with a shape above 0 and rate 1 (G. Marsaglia, W. W. Tsang, 2000). */
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = normal();
      double root = 1 + c * normal;
      if (root > 0) {
        double cube = root * root * root;
        double uniform = uniform();
        double square = normal * normal;
        boolean surely = uniform < 1 - 0.0331 * square * square;
        if (surely || Math.log(uniform) < square / 2 + d * (1 - cube + Math.log(cube))) {
          return d * cube;
        }
      }
    }
  }

  /** Beta with two shapes above 0. */
  double beta(double first, double second) {
    double one = gamma(first);
    double other = gamma(second);
    // Both shapes can be so small that both draws are 0.
    return one + other > 0 ? one / (one + other) : 0.5;
  }
}
