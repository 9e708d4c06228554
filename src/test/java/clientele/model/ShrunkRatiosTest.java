package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.ShrunkRatios.Shrunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShrunkRatiosTest {
  /** The sums of customers with these x and y. */
  private static RatioSums sums(double[] x, double[] y) {
    double[] sums = new double[5];
    for (int i = 0; i < x.length; i++) {
      sums[0] += x[i];
      sums[1] += y[i];
      sums[2] += x[i] * x[i];
      sums[3] += x[i] * y[i];
      sums[4] += y[i] * y[i];
    }
    return new RatioSums(x.length, sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  private static RatioSums scores(double... y) {
    double[] x = new double[y.length];
    Arrays.fill(x, 1);
    return sums(x, y);
  }

  /**
   * Groups 0, 2 (mean 1) and 8, 10, 9, 9 (mean 9): within groups the squares are 2 and 2, of 4
   * degrees of freedom: φ = 1, v = 1/2 and 1/4; τ² = 32 - 3/8 = 31.625; m = 38/6.
   */
  @Test
  void groupsAreDrawnInBySamplingVariance() {
    List<Optional<Shrunk>> shrunk = ShrunkRatios.of(List.of(scores(0, 2), scores(8, 10, 9, 9)));

    double m = 38.0 / 6;
    double first = 31.625 / (31.625 + 0.5);
    double second = 31.625 / (31.625 + 0.25);
    Shrunk small = shrunk.get(0).orElseThrow();
    Shrunk large = shrunk.get(1).orElseThrow();
    assertThat(small.value()).isCloseTo(m + first * (1 - m), within(1e-12));
    assertThat(small.standardError()).isCloseTo(Math.sqrt(first * 0.5), within(1e-12));
    assertThat(large.value()).isCloseTo(m + second * (9 - m), within(1e-12));
    assertThat(large.standardError()).isCloseTo(Math.sqrt(second * 0.25), within(1e-12));
  }

  @Test
  void groupsThatDifferByNoMoreThanChanceAreAlike() {
    List<Optional<Shrunk>> shrunk = ShrunkRatios.of(List.of(scores(0, 5, 10), scores(1, 5, 12)));

    assertThat(shrunk)
        .allSatisfy(
            one -> assertThat(one.orElseThrow().value()).isCloseTo(33.0 / 6, within(1e-12)));
  }

  @Test
  void aGroupWithNothingToDivideByHasNoRatioAndASingleGroupNoOther() {
    RatioSums none = new RatioSums(0, 0, 0, 0, 0, 0);

    assertThat(ShrunkRatios.of(List.of(none, scores(1, 2)))).allMatch(Optional::isEmpty);
    assertThat(ShrunkRatios.of(List.of(none, scores(1, 2), scores(7, 8))).get(0)).isEmpty();
    assertThat(ShrunkRatios.of(List.of())).isEmpty();
  }

  /** Money of a market of another size: x and y of its customers are ten times as large. */
  @Test
  void theSizeOfAGroupsMoneyDoesNotMatter() {
    double[] x = {10, 20, 30, 15};
    double[] y = {1, 3, 4, 2};
    double[] largeX = {100, 200, 300, 150};
    double[] largeY = {10, 30, 40, 20};
    RatioSums other = sums(new double[] {10, 20, 30}, new double[] {6, 11, 19});

    // The mean of all counts money, so ratios alone are compared: the weights are the same.
    assertThat(weight(sums(x, y), other))
        .isCloseTo(weight(sums(largeX, largeY), other), within(1e-9));
  }

  private static double weight(RatioSums group, RatioSums other) {
    Shrunk shrunk = ShrunkRatios.of(List.of(group, other)).get(0).orElseThrow();
    double mean = group.plus(other).ratio();
    return (shrunk.value() - mean) / (group.ratio() - mean);
  }

  /** Twenty groups of 5 to 100, true means of sd 1, scores of sd 5: nearer to the truth. */
  @Test
  void drawnInRatiosAreNearerToTheTruthAndTheirErrorsAreRight() {
    Random random = new Random(7);
    double raw = 0;
    double drawn = 0;
    double expected = 0;
    for (int trial = 0; trial < 300; trial++) {
      List<RatioSums> groups = new ArrayList<>();
      double[] truth = new double[20];
      for (int group = 0; group < truth.length; group++) {
        truth[group] = 3 + random.nextGaussian();
        double[] y = new double[5 + 5 * group];
        for (int i = 0; i < y.length; i++) {
          y[i] = truth[group] + 5 * random.nextGaussian();
        }
        groups.add(scores(y));
      }
      List<Optional<Shrunk>> shrunk = ShrunkRatios.of(groups);
      for (int group = 0; group < truth.length; group++) {
        Shrunk one = shrunk.get(group).orElseThrow();
        raw += Math.pow(groups.get(group).ratio() - truth[group], 2);
        drawn += Math.pow(one.value() - truth[group], 2);
        expected += one.standardError() * one.standardError();
      }
    }
    assertThat(drawn).isLessThan(0.7 * raw);
    // The variance between groups is estimated, which the standard error does not know.
    assertThat(expected / drawn).isBetween(0.7, 1.05);
  }
}
