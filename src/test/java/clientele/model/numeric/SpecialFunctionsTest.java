package clientele.model.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SpecialFunctionsTest {
  private static final double EULER = 0.5772156649015329;

  /** Gauss' values, and ψ(x + 1) = ψ(x) + 1/x where the series takes over from the recurrence. */
  @Test
  void digammaIsGoodToTheLastDigits() {
    assertThat(SpecialFunctions.digamma(1)).isCloseTo(-EULER, within(4e-15));
    assertThat(SpecialFunctions.digamma(0.5)).isCloseTo(-EULER - 2 * Math.log(2), within(4e-15));
    assertThat(SpecialFunctions.digamma(0.25))
        .isCloseTo(-EULER - Math.PI / 2 - 3 * Math.log(2), within(4e-15));
    for (double x : new double[] {1e-6, 0.3, 9.5, 49, 60, 1e6}) {
      assertThat(SpecialFunctions.digamma(x + 1))
          .isCloseTo(SpecialFunctions.digamma(x) + 1 / x, within(1e-15 * (20 + 1 / x)));
    }
  }

  /** That of the JDK is good to one rounding. */
  @Test
  void logOfOneMore() {
    for (double x = 1e-320; x < Double.POSITIVE_INFINITY; x *= 1.7) {
      assertThat(SpecialFunctions.logOnePlus(x))
          .isCloseTo(Math.log1p(x), Percentage.withPercentage(6e-14));
    }
    assertThat(SpecialFunctions.logOnePlus(0)).isZero();
    assertThat(SpecialFunctions.logOnePlus(Double.POSITIVE_INFINITY))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }
}
