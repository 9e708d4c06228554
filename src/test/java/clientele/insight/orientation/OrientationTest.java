package clientele.insight.orientation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.insight.orientation.Ingredient.Index;
import clientele.insight.orientation.Orientation.Score;
import clientele.insight.orientation.Orientation.Unit;
import clientele.model.Correlation;
import clientele.model.RatioSums;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrientationTest {
  private static final double[][] NOBODY = {};

  /** x and y of the customers of a unit, by ingredient. */
  private record Customers(String unit, Map<Ingredient, double[][]> pairs) {
    Unit sums() {
      Map<Ingredient, RatioSums> sums = new EnumMap<>(Ingredient.class);
      for (Ingredient one : Ingredient.values()) {
        double[][] own = pairs.getOrDefault(one, NOBODY);
        sums.put(
            one,
            new RatioSums(
                own.length,
                sum(own, 0, 9),
                sum(own, 1, 9),
                sum(own, 0, 0),
                sum(own, 0, 1),
                sum(own, 1, 1)));
      }
      return new Unit(unit, sums);
    }

    private static double sum(double[][] pairs, int one, int other) {
      return Arrays.stream(pairs)
          .mapToDouble(pair -> pair[one] * (other > 1 ? 1 : pair[other]))
          .sum();
    }
  }

  /** Every customer has the same score, so that nothing is drawn in and nothing is chance. */
  private static Unit certain(String name, Map<Ingredient, Double> scores) {
    Map<Ingredient, double[][]> pairs = new EnumMap<>(Ingredient.class);
    scores.forEach(
        (ingredient, score) -> pairs.put(ingredient, new double[][] {{1, score}, {1, score}}));
    return new Customers(name, pairs).sums();
  }

  private static Map<Ingredient, Double> alike(double sales, double customer) {
    Map<Ingredient, Double> scores = new EnumMap<>(Ingredient.class);
    Index.SALES.ingredients().forEach(one -> scores.put(one, sales));
    Index.CUSTOMER.ingredients().forEach(one -> scores.put(one, customer));
    return scores;
  }

  /** Reference 1, 2, 3: mean 2, deviation 1. */
  private static final List<Unit> REFERENCE =
      List.of(certain("r", alike(1, 1)), certain("s", alike(2, 2)), certain("t", alike(3, 3)));

  @Test
  void indexesCountDeviationsFromTheFirstYear() {
    List<Unit> units =
        List.of(
            certain("above", alike(3.5, 1)),
            certain("far", alike(100, 0)),
            certain("between", alike(2, 2.5)));

    Orientation found = Orientation.of(units, REFERENCE);

    assertThat(found.index(0, Index.SALES)).contains(new Score(65, 0));
    assertThat(found.index(0, Index.CUSTOMER)).contains(new Score(40, 0));
    assertThat(found.index(1, Index.SALES)).contains(new Score(80, 0));
    assertThat(found.index(1, Index.CUSTOMER)).contains(new Score(30, 0));
    assertThat(found.index(2, Index.CUSTOMER)).contains(new Score(55, 0));
    assertThat(found.quadrant(0)).contains(Quadrant.SALES);
    assertThat(found.quadrant(2)).contains(Quadrant.ON_THE_LINE);
  }

  @Test
  void anIndexNeedsThreeIngredientsInWhichUnitsDiffer() {
    Map<Ingredient, Double> two = alike(3, 3);
    two.remove(Ingredient.OUTBOUND_CONTACTS);
    two.remove(Ingredient.ACQUISITION_COST);
    two.remove(Ingredient.DISCOUNT_SHARE);
    List<Unit> units = List.of(certain("a", two), certain("b", alike(1, 1)));

    Orientation found = Orientation.of(units, REFERENCE);

    assertThat(found.index(0, Index.SALES)).isEmpty();
    assertThat(found.quadrant(0)).isEmpty();
    assertThat(found.index(0, Index.CUSTOMER)).isPresent();
    assertThat(Orientation.of(units, List.of()).index(1, Index.SALES)).isEmpty();
    assertThat(Orientation.of(units, List.of(units.get(0))).index(1, Index.SALES)).isEmpty();
  }

  @Test
  void theFirstCompleteYearBeginsWithTheFirstWholeMonth() {
    LocalDate date = LocalDate.of(2025, 3, 31);
    assertThat(Year.first(LocalDate.of(2024, 3, 15), date))
        .contains(new Year(LocalDate.of(2024, 4, 1), date));
    assertThat(Year.first(LocalDate.of(2024, 3, 1), date))
        .contains(new Year(LocalDate.of(2024, 3, 1), LocalDate.of(2025, 2, 28)));
    assertThat(Year.first(LocalDate.of(2024, 3, 15), date.minusDays(1))).isEmpty();
    assertThat(Year.until(LocalDate.of(2024, 2, 29)).from()).isEqualTo(LocalDate.of(2023, 3, 1));
  }

  /** Customers as they are, against formulas written a second time, over rows and not over sums. */
  @Test
  void indexesAreThoseOfBruteForce() {
    Random random = new Random(11);
    List<Customers> now = IntStream.range(0, 8).mapToObj(i -> drawn("u" + i, random)).toList();
    List<Customers> first = IntStream.range(0, 6).mapToObj(i -> drawn("r" + i, random)).toList();

    Orientation found =
        Orientation.of(
            now.stream().map(Customers::sums).toList(),
            first.stream().map(Customers::sums).toList());

    int compared = 0;
    for (Index index : Index.values()) {
      double[] z = new double[now.size()];
      double[] variance = new double[now.size()];
      int known = 0;
      for (Ingredient ingredient : index.ingredients()) {
        double[][] reference = bruteForce(pairs(first, ingredient));
        double mean = Arrays.stream(reference).mapToDouble(one -> one[0]).average().orElseThrow();
        double sd =
            Math.sqrt(
                Arrays.stream(reference).mapToDouble(one -> Math.pow(one[0] - mean, 2)).sum()
                    / (reference.length - 1));
        double[][] own = bruteForce(pairs(now, ingredient));
        known++;
        for (int unit = 0; unit < z.length; unit++) {
          z[unit] += Math.min(3, Math.max(-3, (own[unit][0] - mean) / sd));
          variance[unit] += Math.pow(own[unit][1] / sd, 2);
        }
      }
      for (int unit = 0; unit < z.length; unit++) {
        Score score = found.index(unit, index).orElseThrow();
        assertThat(score.value()).isCloseTo(50 + 10 * z[unit] / known, within(1e-9));
        assertThat(score.standardError())
            .isCloseTo(10 * Math.sqrt(variance[unit]) / known, within(1e-9));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(16);
  }

  private static List<double[][]> pairs(List<Customers> units, Ingredient ingredient) {
    return units.stream().map(unit -> unit.pairs().get(ingredient)).toList();
  }

  /** Value and standard error of each unit. */
  private static double[][] bruteForce(List<double[][]> units) {
    int customers = units.stream().mapToInt(unit -> unit.length).sum();
    double within = 0;
    double sumOfX = 0;
    double sumOfY = 0;
    double[] ratios = new double[units.size()];
    double[] concentration = new double[units.size()];
    for (int i = 0; i < ratios.length; i++) {
      double x = 0;
      double y = 0;
      double xx = 0;
      for (double[] pair : units.get(i)) {
        x += pair[0];
        y += pair[1];
        xx += pair[0] * pair[0];
      }
      ratios[i] = y / x;
      concentration[i] = xx / x / x;
      double residuals = 0;
      for (double[] pair : units.get(i)) {
        residuals += Math.pow(pair[1] - ratios[i] * pair[0], 2);
      }
      within += units.get(i).length * residuals / xx;
      sumOfX += x;
      sumOfY += y;
    }
    within /= customers - ratios.length;
    double mean = Arrays.stream(ratios).average().orElseThrow();
    double spread = Arrays.stream(ratios).map(r -> (r - mean) * (r - mean)).sum();
    double chance = within * Arrays.stream(concentration).average().orElseThrow();
    double between = spread / (ratios.length - 1) - chance;
    double[][] result = new double[ratios.length][];
    for (int i = 0; i < ratios.length; i++) {
      double v = within * concentration[i];
      double weight = between / (between + v);
      double all = sumOfY / sumOfX;
      result[i] = new double[] {all + weight * (ratios[i] - all), Math.sqrt(weight * v)};
    }
    return result;
  }

  /** Units that really differ, of 200 to 400 customers with several rows each. */
  private static Customers drawn(String name, Random random) {
    Map<Ingredient, double[][]> pairs = new EnumMap<>(Ingredient.class);
    for (Ingredient ingredient : Ingredient.values()) {
      double truth = 2 + random.nextGaussian();
      double[][] own = new double[200 + random.nextInt(200)][];
      for (int i = 0; i < own.length; i++) {
        double x = 1 + random.nextInt(5);
        own[i] = new double[] {x, x * (truth + 2 * random.nextGaussian())};
      }
      pairs.put(ingredient, own);
    }
    return new Customers(name, pairs);
  }

  /**
   * Companies of 14 markets whose two orientations have nothing to do with each other: the interval
   * holds 0 in 95 of 100, and is never narrow enough to call the axes independent.
   */
  @Test
  void unrelatedAxesAreNotFoundToBeRelated() {
    Random random = new Random(13);
    int holds = 0;
    for (int company = 0; company < 200; company++) {
      List<Unit> units =
          IntStream.range(0, 14).mapToObj(i -> drawn("u" + i, random).sums()).toList();
      List<Correlation.Pair> pairs = new ArrayList<>(Orientation.of(units, units).pairs());
      Correlation found = Correlation.of(pairs).orElseThrow();
      holds += found.low() <= 0 && found.high() >= 0 ? 1 : 0;
      assertThat(OrientationTable.verdict(found)).isNotEqualTo("supported");
    }
    // 190 expected, standard deviation 3.1.
    assertThat(holds).isBetween(180, 199);
  }

  @Test
  void axesAreIndependentOnlyIfTheIntervalIsNarrow() {
    assertThat(OrientationTable.verdict(new Correlation(400, 0.1, 0, 0.2))).isEqualTo("supported");
    assertThat(OrientationTable.verdict(new Correlation(20, 0, -0.4, 0.4)))
        .isEqualTo("not enough data");
    assertThat(OrientationTable.verdict(new Correlation(400, -0.6, -0.7, -0.5)))
        .isEqualTo("contradicted");
  }
}
