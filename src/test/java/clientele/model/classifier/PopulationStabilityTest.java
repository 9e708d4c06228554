package clientele.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {
  @Test
  void theIndexIsThatOfItsFormula() {
    PopulationStability moved =
        PopulationStability.of(new long[] {3000, 7000}, new long[] {5000, 5000});

    // Half a row more in each bin moves the shares by 2e-5 at most.
    assertThat(moved.index())
        .isCloseTo(-.2 * Math.log(.3 / .5) + .2 * Math.log(.7 / .5), within(1e-4));
    assertThat(moved.isDrift()).isTrue();
  }

  @Test
  void theAlarmOfFewRowsIsWhatChancePassesOnceInAHundred() {
    long[] hundred = {10, 10, 10, 10, 10, 10, 10, 10, 10, 10};
    PopulationStability same = PopulationStability.of(hundred, hundred);

    // The 99 % point of chi-square with 9 degrees of freedom is 21.665994 (SciPy 1.16).
    assertThat(same.alarm()).isCloseTo(21.665994333461924 * 2 / 100, within(1e-9));
    assertThat(same.index()).isZero();
  }

  @Test
  void manyRowsHaveTheAlarmThatMatters() {
    long[] many = {100_000, 100_000};

    assertThat(PopulationStability.of(many, many).alarm()).isEqualTo(0.1);
  }

  @Test
  void anEmptyBinIsFinite() {
    assertThat(PopulationStability.of(new long[] {0, 100}, new long[] {50, 50}).index())
        .isFinite()
        .isGreaterThan(1);
  }

  /** 2,000 pairs of samples of one distribution: the mean, to four of its standard errors. */
  @Test
  void whereNothingMovedTheMeanIsWhatIsExpected() {
    Random random = new Random(1);
    int trials = 2_000;
    double sum = 0;
    double expected = 0;
    for (int trial = 0; trial < trials; trial++) {
      PopulationStability same =
          PopulationStability.of(sample(random, 5_000), sample(random, 10_000));
      sum += same.index();
      expected = same.expected();
    }
    // Chi-square with 9 degrees of freedom has the variance 18.
    double error = expected / 9 * Math.sqrt(18.0 / trials);

    assertThat(sum / trials).isCloseTo(expected, within(4 * error));
  }

  private static long[] sample(Random random, int rows) {
    long[] bins = new long[10];
    for (int i = 0; i < rows; i++) {
      bins[random.nextInt(10)]++;
    }
    return bins;
  }
}
