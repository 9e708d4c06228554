package clientele.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Differences within strata, from sums over cells and from the units themselves. */
class MatchedTest {
  /** One unit, as the sums never see it. */
  private record One(String stratum, boolean isExposed, double y, double x) {}

  @Test
  void theEffectIsTheDifferenceWithinStrataInTheSharesOfTheExposed() {
    // Stratum a: 1 - 0; b, of three in four of the exposed: 5.5 - 3.
    Matched matched =
        Matched.of(
            cells(
                ones("a", true, 1, 1), ones("a", false, 0, 0),
                ones("b", true, 5, 6, 5, 6, 5, 6), ones("b", false, 3, 3)));

    assertThat(matched.share()).isEqualTo(1);
    assertThat(effect(matched).value()).isCloseTo(0.25 * 1 + 0.75 * 2.5, within(1e-12));
  }

  @Test
  void meansAndRatiosAreThoseOfTheUnits() {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      List<One> units = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String stratum = "s" + random.nextInt(6);
        boolean isExposed = random.nextDouble() < 0.1 + 0.1 * (stratum.charAt(1) - '0');
        double x = round % 2 == 0 ? 1 : 1 + random.nextInt(5);
        units.add(new One(stratum, isExposed, x * random.nextInt(10), x));
      }

      Matched matched = Matched.of(cells(units));

      double[] expected = bruteForce(units);
      assertThat(effect(matched).value()).isCloseTo(expected[0], within(1e-9));
      assertThat(effect(matched).variance()).isCloseTo(expected[1], within(1e-9));
      assertThat(matched.share()).isCloseTo(expected[2], within(1e-12));
    }
  }

  @Test
  void aStratumWithFewerThanTwoOnASideDoesNotCount() {
    List<One> units = new ArrayList<>();
    units.addAll(ones("a", true, 1, 2, 3, 4));
    units.addAll(ones("a", false, 1, 2));
    units.addAll(ones("b", true, 100));
    units.addAll(ones("b", false, 0, 0));

    Matched matched = Matched.of(cells(units));

    assertThat(matched.share()).isEqualTo(0.8);
    assertThat(effect(matched).value()).isEqualTo(1);
  }

  @Test
  void withFewerThanFourFifthsMatchedThereIsNoEffect() {
    Matched matched =
        Matched.of(
            cells(
                ones("a", true, 1, 2, 3), ones("a", false, 1, 2),
                ones("b", true, 100), ones("b", false, 0, 0)));

    assertThat(matched.share()).isEqualTo(0.75);
    assertThat(matched.effect()).isEmpty();
  }

  @Test
  void whatIsFinestIsDroppedWhereTooFewAreAlike() {
    List<Cell> cells = new ArrayList<>();
    for (String channel : List.of("web", "app")) {
      boolean isWeb = channel.equals("web");
      Stratum stratum = Stratum.of("1").finely(channel);
      cells.add(cell(stratum, isWeb, Moments.of(1, 1).plus(Moments.of(3, 1))));
      cells.add(cell(stratum, !isWeb, Moments.of(1, 1)));
    }

    Matched matched = Matched.of(new Cells(cells));

    assertThat(matched.share()).isEqualTo(1);
    assertThat(effect(matched).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void nobodyGivesNoEffect() {
    assertThat(Matched.of(new Cells(List.of())).effect()).isEmpty();
    assertThat(Matched.plain(new Cells(List.of())).effect()).isEmpty();
    assertThat(Matched.of(cells(ones("a", true, 1, 2))).effect()).isEmpty();
    assertThat(Matched.of(cells(ones("a", false, 1, 2))).effect()).isEmpty();
  }

  @Test
  void thePlainDifferenceKnowsNoStrata() {
    Matched matched = Matched.plain(cells(ones("a", true, 1, 3), ones("b", false, 0, 1, 2)));

    // Variances of the means: 2 / 2 and 1 / 3.
    assertThat(effect(matched).value()).isEqualTo(1);
    assertThat(effect(matched).variance()).isCloseTo(1 + 1 / 3.0, within(1e-12));
  }

  @Test
  void aTotalIsThatOfAllUnitsAsIfTheyWereLikeTheExposedOfTheirStratum() {
    Matched total =
        Matched.total(
            cells(ones("a", true, 1, 3), ones("a", false, 0, 0), ones("b", true, 10, 10, 10)));

    assertThat(effect(total).value()).isCloseTo(4 * 2 + 3 * 10, within(1e-9));
  }

  /** Value, variance and share, each from its definition. */
  private static double[] bruteForce(List<One> units) {
    Map<String, List<One>> strata =
        units.stream()
            .collect(Collectors.groupingBy(One::stratum, TreeMap::new, Collectors.toList()));
    double exposed = units.stream().filter(One::isExposed).count();
    strata.values().removeIf(all -> side(all, true).size() < 2 || side(all, false).size() < 2);
    double matched = strata.values().stream().mapToDouble(all -> side(all, true).size()).sum();
    double[] y = new double[2];
    double[] x = new double[2];
    for (List<One> all : strata.values()) {
      double w = side(all, true).size() / matched;
      for (int arm = 0; arm < 2; arm++) {
        y[arm] += w * mean(side(all, arm == 1).stream().map(One::y).toList());
        x[arm] += w * mean(side(all, arm == 1).stream().map(One::x).toList());
      }
    }
    double[] ratio = {y[0] / x[0], y[1] / x[1]};
    double within = 0;
    double between = 0;
    double chance = 0;
    for (List<One> all : strata.values()) {
      double w = side(all, true).size() / matched;
      double variance = 0;
      double effect = 0;
      for (int arm = 0; arm < 2; arm++) {
        int each = arm;
        List<Double> rests =
            side(all, arm == 1).stream().map(u -> (u.y() - ratio[each] * u.x()) / x[each]).toList();
        double mean = mean(rests);
        double squares = rests.stream().mapToDouble(r -> (r - mean) * (r - mean)).sum();
        variance += squares / (rests.size() - 1) / rests.size();
        effect += (arm == 1 ? 1 : -1) * mean;
      }
      within += w * w * variance;
      between += w * effect * effect;
      chance += w * (1 - w) * variance;
    }
    double heterogeneity = Math.max(0, between - chance) / matched;
    return new double[] {ratio[1] - ratio[0], within + heterogeneity, matched / exposed};
  }

  private static List<One> side(List<One> all, boolean isExposed) {
    return all.stream().filter(one -> one.isExposed() == isExposed).toList();
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(n -> n).average().orElseThrow();
  }

  private static Estimate.Normal effect(Matched matched) {
    return (Estimate.Normal) matched.effect().orElseThrow();
  }

  private static List<One> ones(String stratum, boolean isExposed, double... outcomes) {
    List<One> ones = new ArrayList<>();
    for (double y : outcomes) {
      ones.add(new One(stratum, isExposed, y, 1));
    }
    return ones;
  }

  @SafeVarargs
  private static Cells cells(List<One>... units) {
    List<One> all = new ArrayList<>();
    for (List<One> some : units) {
      all.addAll(some);
    }
    return new Cells(
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.stratum() + one.isExposed(), TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .map(
                same ->
                    cell(
                        Stratum.of(same.get(0).stratum()),
                        same.get(0).isExposed(),
                        Moments.sum(same.stream().map(one -> Moments.of(one.y(), one.x())))))
            .toList());
  }

  private static Cell cell(Stratum stratum, boolean isExposed, Moments outcome) {
    return new Cell("", isExposed, stratum, outcome, Moments.NONE);
  }
}
