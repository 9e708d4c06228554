package clientele.insight;

import clientele.insight.Strata.Pair;
import clientele.insight.Strata.Side;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The difference of an outcome between exposed units and others of the same strata.
 *
 * <p>In stratum s there are n1s exposed units with means y1s, x1s and n0s others with y0s, x0s; w_s
 * is the share of the stratum among the units that the difference is about. An outcome is the ratio
 * of what y and x would be on average with the strata in these shares:
 *
 * <pre>
 * Y1 = sum w_s y1s,  X1 = sum w_s x1s,  R1 = Y1 / X1,  likewise R0;  effect = R1 - R0
 * variance = sum w_s² (v1s / n1s / X1² + v0s / n0s / X0²) + heterogeneity
 * </pre>
 *
 * where v1s is the variance of y - R1 x within the stratum. Where x is 1 for each unit this is the
 * sum of w_s (y1s - y0s). The heterogeneity is what the strata drawn add to it, as effects differ
 * between them: sum w_s d_s² / n for the effects d_s around their mean, less what chance within
 * strata alone would bring about.
 *
 * <p>A stratum counts with two or more units on each side. If those that count hold less than 80 %
 * of the units that the difference is about, the finest characteristic is dropped and strata are
 * made anew; if none is left to drop, there is no estimate.
 *
 * @param effect empty: too few have a counterpart
 * @param share of the units that the difference is about, those in strata that count; 0..1
 * @param dropped how many characteristics were dropped
 */
record Matched(Optional<Estimate> effect, double share, int dropped) {
  static final double LEAST_SHARE = 0.8;
  private static final int LEAST_UNITS = 2;

  /** In what shares strata count. */
  enum Weights {
    /** Those of the exposed: what it did to them. */
    EXPOSED,
    /** Those of all units: what differs between two groups made alike. */
    ALL,
    /** There are no strata: the plain difference. */
    NONE
  }

  static Matched of(Cells cells) {
    return of(cells, Side::of, Weights.EXPOSED);
  }

  /** The plain difference of the outcomes, as if all units were of one stratum. */
  static Matched plain(Cells cells) {
    return of(cells, Side::of, Weights.NONE);
  }

  static Matched of(Cells cells, Function<Cell, Side> side, Weights weights) {
    if (weights == Weights.NONE) {
      return of(
          List.of(Strata.single(cells, side)), Pair::units, Matched::isPaired, Matched::effect);
    }
    ToDoubleFunction<Pair> weight =
        weights == Weights.ALL ? Pair::units : pair -> pair.exposed().n();
    return coarsened(cells, side, weight, Matched::isPaired, Matched::effect);
  }

  /**
   * The sum of the outcome over all units if the exposed stand for those of their stratum: N sum
   * w_s y1s for the shares w_s of the strata among all N units.
   */
  static Matched total(Cells cells) {
    double all = cells.total().n();
    return coarsened(
        cells,
        Side::of,
        Pair::units,
        pair -> pair.exposed().n() >= LEAST_UNITS,
        (strata, weight, units) -> Optional.of(total(strata, weight).scaled(all)));
  }

  private static boolean isPaired(Pair pair) {
    return pair.exposed().n() >= LEAST_UNITS && pair.others().n() >= LEAST_UNITS;
  }

  /** What is made of the strata that count, given their shares and how many units they hold. */
  private interface Making {
    Optional<Estimate> of(List<Pair> strata, ToDoubleFunction<Pair> share, double units);
  }

  /** Drops what is finest until enough have a counterpart. */
  private static Matched coarsened(
      Cells cells,
      Function<Cell, Side> side,
      ToDoubleFunction<Pair> weight,
      Predicate<Pair> counts,
      Making making) {
    int finer = cells.all().stream().mapToInt(c -> c.stratum().finer().size()).min().orElse(0);
    Matched matched = of(Strata.of(cells, side, finer), weight, counts, making);
    int dropped = 0;
    while (matched.effect().isEmpty() && dropped < finer) {
      dropped++;
      matched = of(Strata.of(cells, side, finer - dropped), weight, counts, making);
    }
    return new Matched(matched.effect(), matched.share(), dropped);
  }

  private static Matched of(
      List<Pair> strata, ToDoubleFunction<Pair> weight, Predicate<Pair> counts, Making making) {
    double all = strata.stream().mapToDouble(weight).sum();
    List<Pair> counting = strata.stream().filter(counts).toList();
    double matched = counting.stream().mapToDouble(weight).sum();
    double share = all == 0 ? 0 : matched / all;
    if (matched == 0 || share < LEAST_SHARE) {
      return new Matched(Optional.empty(), share, 0);
    }
    ToDoubleFunction<Pair> shares = pair -> weight.applyAsDouble(pair) / matched;
    return new Matched(making.of(counting, shares, matched), share, 0);
  }

  private static Estimate total(List<Pair> strata, ToDoubleFunction<Pair> share) {
    double mean = 0;
    double variance = 0;
    for (Pair pair : strata) {
      double w = share.applyAsDouble(pair);
      mean += w * pair.exposed().meanY();
      variance += w * w * pair.exposed().varianceOfMean(0);
    }
    return new Estimate.Normal(mean, variance);
  }

  private static Optional<Estimate> effect(
      List<Pair> strata, ToDoubleFunction<Pair> share, double units) {
    double y1 = 0;
    double x1 = 0;
    double y0 = 0;
    double x0 = 0;
    for (Pair pair : strata) {
      double w = share.applyAsDouble(pair);
      y1 += w * pair.exposed().meanY();
      x1 += w * pair.exposed().meanX();
      y0 += w * pair.others().meanY();
      x0 += w * pair.others().meanX();
    }
    if (x1 <= 0 || x0 <= 0) {
      return Optional.empty();
    }
    double r1 = y1 / x1;
    double r0 = y0 / x0;
    double within = 0;
    double between = 0;
    double byChance = 0;
    for (Pair pair : strata) {
      double w = share.applyAsDouble(pair);
      double variance =
          pair.exposed().varianceOfMean(r1) / (x1 * x1)
              + pair.others().varianceOfMean(r0) / (x0 * x0);
      double deviation =
          (pair.exposed().meanY() - r1 * pair.exposed().meanX()) / x1
              - (pair.others().meanY() - r0 * pair.others().meanX()) / x0;
      within += w * w * variance;
      between += w * deviation * deviation;
      byChance += w * (1 - w) * variance;
    }
    double heterogeneity = Math.max(0, between - byChance) / units;
    return Optional.of(new Estimate.Normal(r1 - r0, within + heterogeneity));
  }
}
