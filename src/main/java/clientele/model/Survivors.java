package clientele.model;

import java.util.Arrays;

/** How many of a cohort are still there after 0, 1, 2, ... periods. */
public final class Survivors {
  private final long[] counts;

  private Survivors(long[] counts) {
    this.counts = counts;
  }

  /**
   * The curve of one cohort.
   *
   * @param counts one or more, the first is the size of the cohort
   * @throws IllegalArgumentException if {@link #isCurve} is false
   */
  public static Survivors of(long... counts) {
    if (!isCurve(counts)) {
      throw new IllegalArgumentException("no survival curve: " + Arrays.toString(counts));
    }
    return new Survivors(counts.clone());
  }

  /** Whether counts neither rise nor fall below 0: who has left for good cannot come back. */
  public static boolean isCurve(long... counts) {
    boolean falls = counts.length > 0 && counts[counts.length - 1] >= 0;
    for (int t = 1; t < counts.length; t++) {
      falls &= counts[t] <= counts[t - 1];
    }
    return falls;
  }

  /** The last period with a count. */
  public int last() {
    return counts.length - 1;
  }

  public long size() {
    return counts[0];
  }

  /** Still there after period t. */
  public long at(int t) {
    return counts[t];
  }

  /** What was known after period t, which is 0 or more. */
  Survivors upTo(int t) {
    return new Survivors(Arrays.copyOf(counts, t + 1));
  }
}
