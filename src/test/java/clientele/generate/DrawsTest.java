package clientele.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.generate.Draws.Purpose;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Tolerances are five standard errors of the mean or variance of the draws. */
final class DrawsTest {
  private static final int COUNT = 200_000;

  @Test
  void anAddressAlwaysGivesTheSameNumbers() {
    assertThat(Draws.of(1, 2, Purpose.TRAITS, 3).bits())
        .isEqualTo(Draws.of(1, 2, Purpose.TRAITS, 3).bits())
        .isNotEqualTo(Draws.of(1, 2, Purpose.TRAITS, 4).bits())
        .isNotEqualTo(Draws.of(1, 2, Purpose.BASKET, 3).bits())
        .isNotEqualTo(Draws.of(1, 3, Purpose.TRAITS, 3).bits())
        .isNotEqualTo(Draws.of(2, 2, Purpose.TRAITS, 3).bits());
  }

  @Test
  void distributionsHaveTheirMeansAndVariances() {
    check(Draws::uniform, 0.5, 1 / 12.0);
    check(Draws::exponential, 1, 1);
    check(Draws::normal, 0, 1);
    check(draws -> draws.gamma(2.5), 2.5, 2.5);
    check(draws -> draws.gamma(0.4), 0.4, 0.4);
    check(draws -> draws.beta(0.65, 12), 0.65 / 12.65, 0.65 * 12 / (12.65 * 12.65 * 13.65));
    check(draws -> draws.poisson(3), 3, 3);
  }

  /** The first draw of neighbouring customers: streams must be independent, not only each fair. */
  private static void check(ToDoubleFunction<Draws> distribution, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (int customer = 0; customer < COUNT; customer++) {
      double value = distribution.applyAsDouble(Draws.of(5, customer, Purpose.TRAITS, 0)) - mean;
      sum += value;
      squares += value * value;
      fourths += Math.pow(value, 4);
    }
    double spread = Math.sqrt((fourths / COUNT - variance * variance) / COUNT);
    assertThat(sum / COUNT).isCloseTo(0, within(5 * Math.sqrt(variance / COUNT)));
    assertThat(squares / COUNT).isCloseTo(variance, within(5 * spread));
  }
}
