package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Lifetimes under contract, regularity of purchase, and spend by frequency. */
class CustomerStatisticsTest {
  /** Fader and Hardie, 2010, as ₂F₁, for customers of several ages. */
  @Test
  void residualLifetimeIsThePublishedHypergeometricForm() {
    for (double d : new double[] {0.1, 0.01}) {
      for (int n = 1; n <= 5; n++) {
        double sum = 0;
        double term = 1;
        for (int k = 0; term > 1e-18 * sum; k++) {
          sum += term;
          term *= (3.806 + n + k) / (4.474 + n + k) / (1 + d);
        }
        double published = (3.806 + n - 1) / (4.474 + n - 1) * sum;

        assertThat(
                ResidualLifetime.discounted(
                    new ShiftedBetaGeometric(0.668, 3.806), n, Math.log1p(d)))
            .isCloseTo(published, within(1e-11 * published));
        assertThat(
                ResidualLifetime.discounted(
                    new BetaDiscreteWeibull(0.668, 3.806, 1), n, Math.log1p(d)))
            .isCloseTo(published, within(1e-10 * published));
      }
    }
  }

  @Test
  void residualLifetimeOfLimitedTime() {
    RetentionModel model = new BetaDiscreteWeibull(0.456, 0.779, 1.284);

    assertThat(ResidualLifetime.discounted(model, 3, 0.1, 0)).isZero();
    assertThat(ResidualLifetime.discounted(model, 3, 0.1, 1))
        .isCloseTo(Math.exp(model.logRetention(3)), within(1e-12));
    assertThat(ResidualLifetime.discounted(model, 1, 0, 240)).isBetween(1.0, 240.0);
    assertThat(ResidualLifetime.discounted(model, 3, 0.1, 100_000))
        .isCloseTo(ResidualLifetime.discounted(model, 3, 0.1), within(1e-12));
    assertThatThrownBy(() -> ResidualLifetime.discounted(model, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an unlimited lifetime needs interest, not 0.0");
  }

  /** Gaps of gamma distributed length with shape k, of customers as different as one likes. */
  @Test
  void regularityIsTheShapeOfTheGaps() {
    Dice dice = Dice.of(5);
    for (double k : new double[] {0.7, 1, 2, 6}) {
      Regularity regularity = Regularity.NONE;
      for (int i = 0; i < 20_000; i++) {
        double rate = dice.gamma(0.5);
        regularity = regularity.plus(Regularity.of(dice.gamma(k) / rate, dice.gamma(k) / rate));
      }
      assertThat(regularity.customers()).isEqualTo(20_000);
      assertThat(Math.abs(regularity.k().orElseThrow() - k))
          .isLessThan(3.5 * regularity.standardError().orElseThrow());
      assertThat(regularity.standardError().orElseThrow()).isLessThan(0.02 * (1 + k));
    }
    assertThat(Regularity.NONE.k()).isEmpty();
    Regularity clockwork = Regularity.of(7, 7).plus(Regularity.of(30, 30));
    assertThat(clockwork.k()).isEqualTo(OptionalDouble.of(Double.POSITIVE_INFINITY));
    assertThat(clockwork.standardError()).isEmpty();
  }

  @Test
  void spendThatRisesWithFrequencyIsSeen() {
    Dice dice = Dice.of(6);
    SpendDependence apart = spend(dice, 0).orElseThrow();
    SpendDependence together = spend(dice, 3).orElseThrow();

    assertThat(apart.rho()).isBetween(-0.05, 0.05);
    assertThat(apart.etaSquared()).isBetween(0.0, 0.01);
    assertThat(apart.isStrong()).isFalse();
    assertThat(together.rho()).isBetween(0.3, 1.0);
    assertThat(together.isStrong()).isTrue();
  }

  /** By hand: means 1, 3 for x = 1, and 5, 7 for x = 2; sums of squares 4 of 20 within. */
  @Test
  void spendByHand() {
    SpendDependence dependence =
        SpendDependence.of(
                List.of(
                    new SpendDependence.Frequency(1, 2, 4, 10),
                    new SpendDependence.Frequency(2, 2, 12, 74)))
            .orElseThrow();

    assertThat(dependence.rho()).isCloseTo(4 / Math.sqrt(20), within(1e-12));
    assertThat(dependence.etaSquared()).isCloseTo(1 - 4.0 / 2 / (20.0 / 3), within(1e-12));
    assertThat(SpendDependence.of(List.of())).isEmpty();
    assertThat(SpendDependence.of(List.of(new SpendDependence.Frequency(1, 9, 9, 20)))).isEmpty();
    assertThat(
            SpendDependence.of(
                List.of(
                    new SpendDependence.Frequency(1, 2, 10, 50),
                    new SpendDependence.Frequency(2, 3, 15, 75))))
        .isEmpty();
  }

  private static Optional<SpendDependence> spend(Dice dice, double rise) {
    List<SpendDependence.Frequency> frequencies = new ArrayList<>();
    for (int x = 1; x <= 8; x++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 500; i++) {
        double mean = 10 + rise * x + 6 * dice.normal();
        sum += mean;
        squares += mean * mean;
      }
      frequencies.add(new SpendDependence.Frequency(x, 500, sum, squares));
    }
    return SpendDependence.of(frequencies);
  }
}
