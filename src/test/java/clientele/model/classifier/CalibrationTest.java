package clientele.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against scikit-learn 1.9.1 and SciPy, by hand, and where the right curve is known. */
class CalibrationTest {
  @Test
  void plattsCurveIsThatOfScikitLearn() {
    Platt curve = Platt.of(ScoredRowsTest.twelve()).orElseThrow();

    // sklearn.calibration._sigmoid_calibration, to the precision of its search.
    assertThat(curve.intercept()).isCloseTo(-0.9180777569, within(1e-6));
    assertThat(curve.slope()).isCloseTo(2.7800966230, within(1e-6));
  }

  @Test
  void theCurveOfLabelsIsLogisticRegression() {
    Platt curve = Platt.ofLabels(ScoredRowsTest.twelve()).orElseThrow();

    // sklearn.linear_model.LogisticRegression without a penalty.
    assertThat(curve.intercept()).isCloseTo(-1.41644997, within(1e-6));
    assertThat(curve.slope()).isCloseTo(4.0292228, within(1e-6));
  }

  @Test
  void scoresThatPartTheLabelsHaveACurve() {
    ScoredRows parted = ScoredRowsTest.rows(new double[] {1, 2, 3, 4}, new int[] {0, 0, 1, 1});

    Platt curve = Platt.of(parted).orElseThrow();

    assertThat(curve.slope()).isPositive().isFinite();
    assertThat(curve.probability(4)).isBetween(0.5, 0.8);
  }

  @Test
  void scoresTheWrongWayRoundAreAllTheBaseRate() {
    ScoredRows wrong = ScoredRowsTest.rows(new double[] {1, 2, 3, 4}, new int[] {1, 1, 1, 0});

    Platt curve = Platt.of(wrong).orElseThrow();

    assertThat(curve.probability(-5)).isCloseTo(0.75, within(1e-12));
    assertThat(curve.probability(5)).isCloseTo(0.75, within(1e-12));
    assertThat(Platt.ofLabels(wrong).map(Platt::slope).orElse(-1.0)).isNegative();
  }

  @Test
  void theRisingCurvePoolsWhatFalls() {
    Isotonic curve = Isotonic.of(ScoredRowsTest.twelve()).orElseThrow();

    // Blocks by scikit-learn: .1; .2 to .6 with 4 of 8; .7 to .9 with 3 of 3; one row of 7/12 each.
    assertThat(curve.probability(.1)).isCloseTo((7.0 / 12) / 2, within(1e-12));
    assertThat(curve.probability(.375)).isCloseTo((4 + 7.0 / 12) / 9, within(1e-12));
    assertThat(curve.probability(.8)).isCloseTo((3 + 7.0 / 12) / 4, within(1e-12));
    assertThat(curve.probability(0)).isEqualTo(curve.probability(.1));
    assertThat(curve.probability(1)).isEqualTo(curve.probability(.8));
    // Half way between two blocks.
    assertThat(curve.probability((.375 + .8) / 2))
        .isCloseTo((curve.probability(.375) + curve.probability(.8)) / 2, within(1e-12));
  }

  @Test
  void ofOneLabelThereIsNoCurve() {
    ScoredRows onlyYes = ScoredRowsTest.rows(new double[] {1, 2}, new int[] {1, 1});
    ScoredRows oneScore = ScoredRowsTest.rows(new double[] {1, 1}, new int[] {0, 1});

    assertThat(Platt.of(onlyYes)).isEqualTo(Optional.empty());
    assertThat(Isotonic.of(onlyYes)).isEqualTo(Optional.empty());
    assertThat(Platt.of(oneScore)).isEqualTo(Optional.empty());
    assertThat(Isotonic.of(oneScore).orElseThrow().probability(1)).isCloseTo(.5, within(1e-12));
  }

  /** Scores are log odds that are twice too far out; the law of statistics holds to .01. */
  @Test
  void distortedScoresBecomeProbabilities() {
    Random random = new Random(1);
    int n = 100_000;
    double[] odds = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian() - 1).toArray();
    int[] labels =
        IntStream.range(0, n)
            .map(i -> random.nextDouble() < 1 / (1 + Math.exp(-odds[i])) ? 1 : 0)
            .toArray();
    double[] distorted = IntStream.range(0, n).mapToDouble(i -> 2 * odds[i] + 1).toArray();
    ScoredRows rows = ScoredRowsTest.rows(distorted, labels);

    for (Calibration curve :
        new Calibration[] {Platt.of(rows).orElseThrow(), Isotonic.of(rows).orElseThrow()}) {
      for (double x : new double[] {-2, -1, 0, 1}) {
        assertThat(curve.probability(2 * x + 1)).isCloseTo(1 / (1 + Math.exp(-x)), within(0.015));
      }
      assertThat(curve.calibrated(rows).rows()).isEqualTo(n);
      assertThat(Reliability.of(curve.calibrated(rows), 10).debiasedError()).isLessThan(0.005);
    }
  }

  @Test
  void aHigherScoreNeverMeansLessAndNothingIsSure() {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      int n = 2 + random.nextInt(30);
      double[] scores = IntStream.range(0, n).mapToDouble(i -> random.nextInt(10)).toArray();
      int[] labels = IntStream.range(0, n).map(i -> i < 2 ? i : random.nextInt(2)).toArray();
      ScoredRows rows = ScoredRowsTest.rows(scores, labels);
      Optional<Platt> platt = Platt.of(rows);
      double before = 0;
      double plattBefore = 0;
      for (double x = -1; x < 11; x += 0.25) {
        double p = Isotonic.of(rows).orElseThrow().probability(x);
        assertThat(p).isGreaterThanOrEqualTo(before).isStrictlyBetween(0.0, 1.0);
        before = p;
        double score = x;
        double q = platt.map(curve -> curve.probability(score)).orElse(0.5);
        assertThat(q).isGreaterThanOrEqualTo(plattBefore).isStrictlyBetween(0.0, 1.0);
        plattBefore = q;
      }
    }
  }
}
