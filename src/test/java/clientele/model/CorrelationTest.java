package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.Correlation.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  /** F. J. Anscombe, 1973, first data set: r = .816; cor.test of R gives .4244 to .9507. */
  @Test
  void anscombesFirstQuartetHasItsPublishedCorrelation() {
    double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    double[] y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      pairs.add(new Pair(x[i], y[i], 0, 0));
    }

    Correlation found = Correlation.of(pairs).orElseThrow();

    assertThat(found.r()).isCloseTo(0.81642, within(1e-5));
    assertThat(found.low()).isCloseTo(0.4243912, within(1e-6));
    assertThat(found.high()).isCloseTo(0.9506933, within(1e-6));
    assertThat(found.disattenuated(pairs)).isEqualTo(found);
  }

  @Test
  void fewPairsAndPairsThatAreAllAlikeHaveNone() {
    List<Pair> nine = random(new Random(1), 9, 0.5, 0);
    assertThat(Correlation.of(nine)).isEmpty();
    List<Pair> alike = nine.stream().map(pair -> new Pair(1, pair.y(), 0, 0)).toList();
    List<Pair> twice = new ArrayList<>(alike);
    twice.addAll(alike);
    assertThat(Correlation.of(twice)).isEmpty();
  }

  @Test
  void pairsOnALineHaveNoInterval() {
    List<Pair> line = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      line.add(new Pair(i, -3 * i, 0, 0));
    }
    Correlation found = Correlation.of(line).orElseThrow();
    assertThat(found.r()).isCloseTo(-1, within(1e-12));
    assertThat(found.low()).isEqualTo(found.r());
  }

  /** 4,000 samples: the share has a standard error of .35 points. */
  @Test
  void theIntervalHolds0InNineteenOfTwentySamplesWithoutCorrelation() {
    Random random = new Random(3);
    int holds = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      Correlation found = Correlation.of(random(random, 25, 0, 0)).orElseThrow();
      holds += found.low() <= 0 && found.high() >= 0 ? 1 : 0;
    }
    assertThat(holds / 4_000.0).isBetween(0.94, 0.96);
  }

  /** Values with as much noise as truth, drawn in by half: the reliability of each is one half. */
  @Test
  void withoutErrorsOfMeasurementTheCorrelationIsThatOfTheTruth() {
    List<Pair> pairs = random(new Random(5), 40_000, 0.6, 1);

    Correlation found = Correlation.of(pairs).orElseThrow();

    assertThat(found.r()).isCloseTo(0.3, within(0.02));
    assertThat(found.disattenuated(pairs).r()).isCloseTo(0.6, within(0.03));
  }

  /** Truth of variance 1 and this correlation, seen with noise, and drawn in towards 0. */
  private static List<Pair> random(Random random, int n, double correlation, double noise) {
    double weight = 1 / (1 + noise * noise);
    double error = Math.sqrt(weight) * noise;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      double y = correlation * x + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      pairs.add(
          new Pair(
              weight * (x + noise * random.nextGaussian()),
              weight * (y + noise * random.nextGaussian()),
              error,
              error));
    }
    return pairs;
  }
}
