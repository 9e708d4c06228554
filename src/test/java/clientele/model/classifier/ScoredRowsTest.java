package clientele.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn 1.9.1, by hand, and by all pairs of rows. */
class ScoredRowsTest {
  private static final Offset<Double> EXACT = within(1e-14);

  /** Twelve rows, ties among them. */
  static ScoredRows twelve() {
    int[] labels = {0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1};
    double[] scores = {.1, .2, .2, .3, .3, .4, .5, .5, .6, .7, .8, .9};
    return rows(scores, labels);
  }

  static ScoredRows rows(double[] scores, int[] labels) {
    return ScoredRows.of(
        scores,
        IntStream.of(labels).asDoubleStream().toArray(),
        IntStream.of(labels).mapToDouble(label -> 1 - label).toArray());
  }

  @Test
  void measuresAreThoseOfScikitLearn() {
    ScoredRows rows = twelve();

    assertThat(rows.areaUnderRoc().orElseThrow()).isCloseTo(0.7285714285714286, EXACT);
    assertThat(rows.averagePrecision().orElseThrow()).isCloseTo(0.8119975262832406, EXACT);
    assertThat(rows.brier().orElseThrow()).isCloseTo(0.21916666666666662, EXACT);
    assertThat(rows.logLoss().orElseThrow()).isCloseTo(0.6168870469541478, EXACT);
  }

  @Test
  void liftTakesOfTiedRowsAsManyAsFit() {
    // Three in the top quarter are all yes; of the top half, half of the two at .5 fits.
    assertThat(twelve().liftAt(0.25).orElseThrow()).isCloseTo(12.0 / 7, EXACT);
    assertThat(twelve().liftAt(5.0 / 12).orElseThrow()).isCloseTo(3.5 / 5 / (7.0 / 12), EXACT);
    assertThat(twelve().liftAt(1).orElseThrow()).isCloseTo(1, EXACT);
  }

  @Test
  void areaIsTheShareOfPairsInOrder() {
    Random random = new Random(1);
    double[] scores = IntStream.range(0, 200).mapToDouble(i -> random.nextInt(20)).toArray();
    int[] labels = IntStream.range(0, 200).map(i -> random.nextInt(2)).toArray();
    double inOrder = 0;
    double pairs = 0;
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }

    assertThat(rows(scores, labels).areaUnderRoc().orElseThrow()).isCloseTo(inOrder / pairs, EXACT);
  }

  @Test
  void weightsAreRowsSoManyTimesOver() {
    ScoredRows weighted =
        ScoredRows.of(new double[] {2, 1}, new double[] {3, 1}, new double[] {1, 4});

    assertThat(weighted.rows()).isEqualTo(9);
    assertThat(weighted.baseRate().orElseThrow()).isCloseTo(4.0 / 9, EXACT);
    assertThat(weighted.areaUnderRoc().orElseThrow())
        .isCloseTo((3 * (4 + 0.5) + 1 * 2) / 20.0, EXACT);
  }

  @Test
  void whatCannotBeSaidIsEmpty() {
    ScoredRows nothing = ScoredRows.of(new double[0], new double[0], new double[0]);
    ScoredRows onlyNo = rows(new double[] {.1, .2}, new int[] {0, 0});

    assertThat(nothing.baseRate()).isEmpty();
    assertThat(nothing.brier()).isEmpty();
    assertThat(nothing.logLoss()).isEmpty();
    assertThat(onlyNo.areaUnderRoc()).isEmpty();
    assertThat(onlyNo.averagePrecision()).isEmpty();
    assertThat(onlyNo.liftAt(0.1)).isEmpty();
    assertThat(onlyNo.baseRate()).isEqualTo(OptionalDouble.of(0));
  }

  @Test
  void aScoreOfNothingIsRefused() {
    assertThatThrownBy(() -> rows(new double[] {Double.NaN}, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rows: 1.0 yes and 0.0 no of score NaN");
  }
}
