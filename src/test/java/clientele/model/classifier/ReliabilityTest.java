package clientele.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.model.classifier.Reliability.Bin;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static final int BINS = 10;

  @Test
  void errorsOfTwoBinsAreTheseByHand() {
    ScoredRows rows =
        ScoredRows.of(new double[] {.2, .6}, new double[] {30, 50}, new double[] {70, 50});

    Reliability reliability = Reliability.of(rows, 2);

    assertThat(reliability.bins()).hasSize(2);
    // Gaps of .1 and -.1; variances of a share .2 × .8 / 100 and .6 × .4 / 100.
    assertThat(reliability.error()).isCloseTo(.1, within(1e-12));
    assertThat(reliability.debiasedError()).isCloseTo(Math.sqrt(.01 - .002), within(1e-12));
    assertThat(reliability.noiseFloor())
        .isCloseTo((Math.sqrt(.0016) + Math.sqrt(.0024)) / Math.sqrt(2 * Math.PI), within(1e-12));
  }

  @Test
  void binsAreOfEqualSizeAndTiesStayTogether() {
    double[] scores = {.1, .2, .3, .3, .3, .3, .3, .8, .9, 1};
    ScoredRows rows = ScoredRowsTest.rows(scores, new int[] {0, 1, 0, 1, 0, 0, 0, 1, 1, 1});

    Reliability reliability = Reliability.of(rows, 5);

    assertThat(reliability.bins()).extracting(Bin::rows).containsExactly(2.0, 5.0, 1.0, 2.0);
    assertThat(reliability.bins()).extracting(Bin::actual).containsExactly(.5, .2, 1.0, 1.0);
    assertThat(reliability.bins().stream().mapToDouble(Bin::rows).sum()).isEqualTo(10);
  }

  /** Of 200 draws of labels by right probabilities, and their mean within its own chance. */
  @Test
  void theNoiseFloorIsTheMeanErrorOfRightProbabilities() {
    Random random = new Random(1);
    double[] p = random.doubles(20_000).map(u -> u * u).toArray();
    double[] errors = new double[200];
    double floor = 0;
    for (int draw = 0; draw < errors.length; draw++) {
      int[] labels = Arrays.stream(p).mapToInt(x -> random.nextDouble() < x ? 1 : 0).toArray();
      Reliability drawn = Reliability.of(ScoredRowsTest.rows(p, labels), BINS);
      errors[draw] = drawn.error();
      floor = drawn.noiseFloor();
    }
    double mean = Arrays.stream(errors).average().orElseThrow();
    double spread = Math.sqrt(Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum()) / 200;

    assertThat(mean).isCloseTo(floor, within(4 * spread));
  }

  @Test
  void whatChanceExplainsIsNoError() {
    ScoredRows right = ScoredRows.of(new double[] {.5}, new double[] {51}, new double[] {49});

    assertThat(Reliability.of(right, BINS).debiasedError()).isZero();
  }
}
