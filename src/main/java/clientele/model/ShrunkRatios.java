package clientele.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ratios of several groups, each drawn towards the ratio of all the more, the less certain it is.
 *
 * <p>Of K groups with ratios r_i, m = Σy / Σx over all of them:
 *
 * <pre>
 * φ    = Σ n_i residual_i / (Σ n_i - K)       within groups, n_i customers
 * v_i  = φ concentration_i                    sampling variance of r_i
 * τ²   = max(0, Σ (r_i - r̄)² / (K - 1) - Σ v_i / K)       (L. V. Hedges, 1983)
 * B_i  = τ² / (τ² + v_i)
 * s_i  = m + B_i (r_i - m),     standard error √(B_i v_i)
 * </pre>
 *
 * <p>The variance within groups is pooled: of a group of three, all of one answer, its own would be
 * 0, and the group would be left as it is.
 */
public final class ShrunkRatios {
  /** A ratio, drawn in, with its standard error. */
  public record Shrunk(double value, double standardError) {}

  private ShrunkRatios() {}

  /**
   * One per group, in order; empty where the group has nothing to divide by, and everywhere with
   * fewer than two groups that have, as there is nothing to compare.
   */
  public static List<Optional<Shrunk>> of(List<RatioSums> groups) {
    List<RatioSums> there = groups.stream().filter(RatioSums::isThere).toList();
    if (there.size() < 2) {
      return groups.stream().map(group -> Optional.<Shrunk>empty()).toList();
    }
    double within = within(there);
    double between = between(there, within);
    double mean = there.stream().reduce(RatioSums::plus).orElseThrow().ratio();
    List<Optional<Shrunk>> shrunk = new ArrayList<>();
    for (RatioSums group : groups) {
      shrunk.add(
          group.isThere() ? Optional.of(shrunk(group, mean, within, between)) : Optional.empty());
    }
    return shrunk;
  }

  private static Shrunk shrunk(RatioSums group, double mean, double within, double between) {
    double variance = within * group.concentration();
    // Groups that differ by no more than chance are all alike; so are those without any chance.
    double weight = between > 0 ? between / (between + variance) : 0;
    return new Shrunk(weight * group.ratio() + (1 - weight) * mean, Math.sqrt(weight * variance));
  }

  private static double within(List<RatioSums> groups) {
    double residuals = 0;
    double freedom = -groups.size();
    for (RatioSums group : groups) {
      residuals += group.customers() * group.residual();
      freedom += group.customers();
    }
    return freedom > 0 ? residuals / freedom : 0;
  }

  private static double between(List<RatioSums> groups, double within) {
    double mean = groups.stream().mapToDouble(RatioSums::ratio).average().orElseThrow();
    double spread = 0;
    double chance = 0;
    for (RatioSums group : groups) {
      spread += (group.ratio() - mean) * (group.ratio() - mean);
      chance += within * group.concentration();
    }
    return Math.max(0, spread / (groups.size() - 1) - chance / groups.size());
  }
}
