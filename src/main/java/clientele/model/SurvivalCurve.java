package clientele.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The survival curve of a group whose ends have one of two causes: S by Kaplan and Meier (1958),
 * the cumulative incidences of the causes by Aalen and Johansen (1978), in discrete time.
 *
 * <pre>
 * n(t)   at risk: entered before t and not gone before t;  d(t) = d1(t) + d2(t) ends at t
 * S(t)   = S(t-1) (1 - d(t) / n(t)),  S(-1) = 1;  no factor where n(t) = 0
 * Ik(t)  = Ik(t-1) + S(t-1) dk(t) / n(t)
 * G(t)   = sum of d / (n (n - d)), Greenwood's sum
 * bounds = S^exp(±z sqrt(G) / |log S|), so that they stay within 0 and 1
 * </pre>
 *
 * <p>At one time ends come before censorings. Entry e &gt;= 0 means observed later than time e only
 * (left truncation).
 *
 * <p>S + I1 + I2 = 1 holds exactly, in any order of addition: probabilities are whole multiples of
 * 2^-53, and such numbers are added without rounding while the sum is at most 1. What S loses at a
 * time is rounded once and then divided between the causes, so that all three are monotone, stay
 * within 0 and 1, and S is exactly 0 once all at risk are gone. The price is an absolute error
 * below 2^-52 per time.
 *
 * <p>Where S is 1 or 0 the bounds are equal to it: the method says nothing about chance there. Few
 * at risk early on, as late entries bring them about, can drive S to 0 for good.
 */
public final class SurvivalCurve {
  /** Of an entry at the origin: at risk from time 0 on. */
  public static final int AT_ORIGIN = -1;

  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Probability 1 in units of 2^-53. */
  private static final long ONE = 1L << 53;

  /** What is one half but for rounding, which a product of many factors adds up. */
  private static final double HALF = 0.5 + 1e-12;

  private static final int AT_RISK = 0;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int CENSORED = 3;

  private final List<Point> points;

  private SurvivalCurve(List<Point> points) {
    this.points = List.copyOf(points);
  }

  /**
   * Members of a group who entered and left at the same times.
   *
   * @param entry time after which they are observed; {@link #AT_ORIGIN}: always; less than exit
   * @param exit time of the end or of censoring, 0 or more
   * @param first how many ended by the first cause
   * @param second how many ended by the second cause
   * @param censored how many were last seen at exit, not ended
   */
  public record Exits(int entry, int exit, long first, long second, long censored) {
    public Exits {
      if (entry < AT_ORIGIN || exit <= entry || first < 0 || second < 0 || censored < 0) {
        throw new IllegalArgumentException(
            "no exits: entry %d, exit %d, %d + %d ended, %d censored"
                .formatted(entry, exit, first, second, censored));
      }
    }

    private long members() {
      return first + second + censored;
    }
  }

  /**
   * The curve at one time.
   *
   * @param first ended at this time by the first cause; count
   * @param second ended at this time by the second cause; count
   * @param survival S, probability of no end up to and including this time
   * @param low lower bound of the 95 % interval of S
   * @param high upper bound of the 95 % interval of S
   * @param firstIncidence I1, probability of an end by the first cause up to this time
   * @param secondIncidence I2, probability of an end by the second cause up to this time
   * @param restrictedMean mean time without an end from 0 up to this time: S(0) + ... + S(time - 1)
   */
  public record Point(
      int time,
      long atRisk,
      long first,
      long second,
      long censored,
      double survival,
      double low,
      double high,
      double firstIncidence,
      double secondIncidence,
      double restrictedMean) {}

  /**
   * The curve at each time from 0 to the last exit.
   *
   * @param exits in any order; several of equal times are added up
   */
  public static SurvivalCurve of(List<Exits> exits) {
    long[][] counts = counts(exits);
    List<Point> points = new ArrayList<>();
    long survival = ONE;
    long firstIncidence = 0;
    double greenwood = 0;
    double restrictedMean = 0;
    for (int t = 0; t < counts.length; t++) {
      long atRisk = counts[t][AT_RISK];
      long ended = counts[t][FIRST] + counts[t][SECOND];
      restrictedMean += t == 0 ? 0 : share(survival);
      if (ended > 0) {
        long lost = part(survival, ended, atRisk);
        survival -= lost;
        firstIncidence += part(lost, counts[t][FIRST], ended);
        greenwood += ended / ((double) atRisk * (atRisk - ended));
      }
      points.add(
          new Point(
              t,
              atRisk,
              counts[t][FIRST],
              counts[t][SECOND],
              counts[t][CENSORED],
              share(survival),
              bound(share(survival), greenwood, Z),
              bound(share(survival), greenwood, -Z),
              share(firstIncidence),
              share(ONE - survival - firstIncidence),
              restrictedMean));
    }
    return new SurvivalCurve(points);
  }

  /** By time: those at risk, and the exits by kind. */
  private static long[][] counts(List<Exits> exits) {
    int times = exits.stream().mapToInt(Exits::exit).max().orElse(-1) + 1;
    long[][] counts = new long[times][CENSORED + 1];
    for (Exits group : exits) {
      counts[group.entry() + 1][AT_RISK] += group.members();
      if (group.exit() + 1 < times) {
        counts[group.exit() + 1][AT_RISK] -= group.members();
      }
      counts[group.exit()][FIRST] += group.first();
      counts[group.exit()][SECOND] += group.second();
      counts[group.exit()][CENSORED] += group.censored();
    }
    // So far the changes from one time to the next.
    for (int t = 1; t < times; t++) {
      counts[t][AT_RISK] += counts[t - 1][AT_RISK];
    }
    return counts;
  }

  /** One point per time, from 0 upwards; empty if nobody is observed. */
  public List<Point> points() {
    return points;
  }

  /** The first time at which S is at most one half; empty if it stays above. */
  public OptionalInt median() {
    return points.stream().filter(p -> p.survival() <= HALF).mapToInt(Point::time).findFirst();
  }

  /** The whole times k / n, to the nearest unit; exactly the whole for k = n, 0 for k = 0. */
  private static long part(long whole, long k, long n) {
    return Math.round(whole * ((double) k / n));
  }

  private static double share(long units) {
    return (double) units / ONE;
  }

  private static double bound(double survival, double greenwood, double z) {
    if (survival == 0 || survival == 1) {
      return survival;
    }
    double log = Math.log(survival);
    return Math.exp(log * Math.exp(z * Math.sqrt(greenwood) / -log));
  }
}
