package clientele.model;

import java.util.Random;

/** Cohorts whose truth is known. */
final class Simulated {
  private Simulated() {}

  /** Survivors of a cohort whose members leave by themselves, one by one. */
  static long[] cohort(RetentionModel truth, int size, int periods, Random random) {
    long[] counts = new long[periods + 1];
    counts[0] = size;
    for (int t = 1; t <= periods; t++) {
      double stay = Math.exp(truth.logRetention(t));
      for (long customer = 0; customer < counts[t - 1]; customer++) {
        counts[t] += random.nextDouble() < stay ? 1 : 0;
      }
    }
    return counts;
  }
}
