package clientele.model;

import static clientele.model.numeric.SpecialFunctions.normalQuantile;

import java.util.Arrays;
import java.util.Random;

/**
 * The random numbers behind intervals, the same in every run: an interval depends on the data and
 * on nothing else.
 */
final class Chance {
  /** Enough for the 2.5 % points; more would make the tables dearer, not better. */
  static final int DRAWS = 400;

  /** As many as the widest use needs: two for each period that a naive forecast looks back. */
  private static final int NORMALS = 6;

  /** Draws outside the interval on each side: 2.5 %. */
  private static final int OUTSIDE = DRAWS / 40;

  /** Smaller expected counts than this are drawn exactly. */
  private static final double SMALL = 20;

  private static final double[][] NORMAL = new double[DRAWS][NORMALS];

  /** Evenly spread over (0, 1), in an order that has nothing to do with NORMAL. */
  private static final double[] UNIFORM = new double[DRAWS];

  private static final double[] UNIFORM_AS_NORMAL;

  static {
    Random random = new Random(20070101);
    for (int draw = 0; draw < DRAWS; draw += 2) {
      for (int i = 0; i < NORMALS; i++) {
        // In opposite pairs, so that their mean is 0 exactly.
        NORMAL[draw][i] = random.nextGaussian();
        NORMAL[draw + 1][i] = -NORMAL[draw][i];
      }
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      int place = random.nextInt(draw + 1);
      UNIFORM[draw] = UNIFORM[place];
      UNIFORM[place] = (draw + 0.5) / DRAWS;
    }
    UNIFORM_AS_NORMAL = Arrays.stream(UNIFORM).map(uniform -> normalQuantile(uniform)).toArray();
  }

  private Chance() {}

  /** Independent standard normal numbers of one draw. */
  static double[] normal(int draw) {
    return NORMAL[draw].clone();
  }

  /**
   * How many of n do what each does with probability p.
   *
   * <p>By inversion; where many are expected on both sides, by Cornish and Fisher's expansion
   * (1937) of the quantile to the skewness, which is then within one of the exact count.
   */
  static long binomial(int draw, long n, double p) {
    double uniform = UNIFORM[draw];
    double normal = UNIFORM_AS_NORMAL[draw];
    return p > 0.5 ? n - rarer(1 - uniform, -normal, n, 1 - p) : rarer(uniform, normal, n, p);
  }

  private static long rarer(double uniform, double normal, long n, double p) {
    if (n * p < SMALL) {
      return inverted(uniform, n, p);
    }
    double spread = Math.sqrt(n * p * (1 - p));
    double skew = (1 - 2 * p) * (normal * normal - 1) / 6;
    return Math.max(0, Math.min(n, Math.round(n * p + normal * spread + skew)));
  }

  private static long inverted(double uniform, long n, double p) {
    double odds = p / (1 - p);
    double probability = Math.exp(n * Math.log1p(-p));
    double sum = probability;
    long count = 0;
    while (sum < uniform && count < n) {
      probability *= odds * (n - count) / (count + 1.0);
      sum += probability;
      count++;
    }
    return count;
  }

  /**
   * A share that k of n have shown: beta with half a case added to both sides (H. Jeffreys, 1946),
   * as the ratio of two gamma variables. These are cubes of normal ones (E. B. Wilson, M. M.
   * Hilferty, 1931), which is good to 2 % at the 97.5 % point even for k = 0.
   */
  static double share(long k, long n, double first, double second) {
    double with = gamma(k + 0.5, first);
    return with / (with + gamma(n - k + 0.5, second));
  }

  private static double gamma(double shape, double normal) {
    double root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
    return shape * Math.pow(Math.max(1e-3, root), 3);
  }

  /** The 2.5 % point of as many values as there are draws. */
  static double low(double[] sorted) {
    return sorted[OUTSIDE - 1];
  }

  /** The 97.5 % point of as many values as there are draws. */
  static double high(double[] sorted) {
    return sorted[DRAWS - OUTSIDE];
  }
}
