package clientele.model;

import java.util.Arrays;
import java.util.List;

/**
 * How many customers could leave in period t = 1, 2, ... and how many did: all that the likelihood
 * of a retention model needs.
 *
 * <p>Cohorts of different age add up, since each customer counts in a period only if there before
 * it: the likelihood is conditional on entry, S(t) / S(entry), for whoever came under observation
 * late or has been observed for a short time.
 */
public final class Risks {
  private final long[] atRisk;
  private final long[] left;

  private Risks(long[] atRisk, long[] left) {
    this.atRisk = atRisk;
    this.left = left;
  }

  /**
   * The sums over cohorts.
   *
   * @param entry period after which the clock starts: t counts from there, and who left up to it
   *     does not count
   */
  public static Risks of(List<Survivors> cohorts, int entry) {
    int last = cohorts.stream().mapToInt(Survivors::last).max().orElse(0);
    long[] atRisk = new long[Math.max(0, last - entry) + 1];
    long[] left = new long[atRisk.length];
    for (Survivors cohort : cohorts) {
      for (int age = entry + 1; age <= cohort.last(); age++) {
        atRisk[age - entry] += cohort.at(age - 1);
        left[age - entry] += cohort.at(age - 1) - cohort.at(age);
      }
    }
    return new Risks(atRisk, left);
  }

  /**
   * Of counts by period.
   *
   * @param atRisk who could leave in period t = 1, 2, ...; 0 for t = 0
   * @param left who did; as long
   */
  public static Risks of(long[] atRisk, long[] left) {
    return new Risks(atRisk.clone(), left.clone());
  }

  /** Without what came after a period. */
  Risks upTo(int period) {
    return new Risks(Arrays.copyOf(atRisk, period + 1), Arrays.copyOf(left, period + 1));
  }

  /** The last period. */
  int last() {
    return atRisk.length - 1;
  }

  long atRisk(int t) {
    return atRisk[t];
  }

  long left(int t) {
    return left[t];
  }

  /** Share that stayed through period t; 1 if nobody was there or nothing is known of it. */
  double retention(int t) {
    return t > last() || atRisk[t] == 0 ? 1 : (atRisk[t] - left[t]) / (double) atRisk[t];
  }

  /** Periods in which somebody could leave. */
  int observed() {
    int observed = 0;
    for (long customers : atRisk) {
      observed += customers > 0 ? 1 : 0;
    }
    return observed;
  }

  /** Share that leaves in a period, over all of them; NaN if nobody could. */
  double churn() {
    long customers = 0;
    long gone = 0;
    for (int t = 1; t <= last(); t++) {
      customers += atRisk[t];
      gone += left[t];
    }
    return gone / (double) customers;
  }
}
