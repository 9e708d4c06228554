package clientele.clv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All statistics there are, or, where these are too many, a share of them: a half, a quarter, and
 * so on, by a hash of what they are. Which ones stay depends neither on the order in which they
 * come nor on how the data are partitioned, and what a statistic is worth has no say in it, so sums
 * over the sample are without bias.
 */
final class Sample {
  private final int most;
  private final List<Statistic> kept = new ArrayList<>();
  private int halvings;

  /**
   * @param most how many statistics may stay; 1 or more
   */
  Sample(int most) {
    this.most = most;
  }

  void add(Statistic statistic) {
    if (stays(statistic)) {
      kept.add(statistic);
      while (kept.size() > most) {
        halvings++;
        kept.removeIf(one -> !stays(one));
      }
    }
  }

  private boolean stays(Statistic statistic) {
    return halvings == 0 || statistic.mixed() >>> (Long.SIZE - halvings) == 0;
  }

  /** In an order of their own, whatever the one they came in. */
  List<Statistic> all() {
    return kept.stream()
        .sorted(
            Comparator.comparingLong(Statistic::frequency)
                .thenComparingInt(Statistic::recency)
                .thenComparingInt(Statistic::age)
                .thenComparingLong(Statistic::later)
                .thenComparingDouble(Statistic::mean))
        .toList();
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** 1 divided by the share that stayed. */
  long oneOf() {
    return 1L << halvings;
  }
}
