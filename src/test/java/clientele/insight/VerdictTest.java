package clientele.insight;

import static clientele.insight.Verdict.CONTRADICTED;
import static clientele.insight.Verdict.NOT_ENOUGH_DATA;
import static clientele.insight.Verdict.SUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.insight.Estimate.Normal;
import clientele.insight.Estimate.Quotient;
import clientele.insight.Estimate.Share;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Intervals, and what follows from them for a claim. */
class VerdictTest {
  @Test
  void aClaimOfAtLeastIsTrueFromFourFifthsOfItOn() {
    Claim claim = Claim.atLeast(10);

    assertThat(claim.verdict(interval(8.1, 9))).isEqualTo(SUPPORTED);
    assertThat(claim.verdict(interval(30, 40))).isEqualTo(SUPPORTED);
    assertThat(claim.verdict(interval(7.9, 9))).isEqualTo(NOT_ENOUGH_DATA);
    assertThat(claim.verdict(interval(1, 7.9))).isEqualTo(CONTRADICTED);
  }

  @Test
  void aClaimedShareIsTrueWithinFivePoints() {
    Claim claim = Claim.share(0.62);

    assertThat(claim.verdict(interval(0.58, 0.66))).isEqualTo(SUPPORTED);
    assertThat(claim.verdict(interval(0.56, 0.66))).isEqualTo(NOT_ENOUGH_DATA);
    assertThat(claim.verdict(interval(0.30, 0.56))).isEqualTo(CONTRADICTED);
    assertThat(claim.verdict(interval(0.68, 0.70))).isEqualTo(CONTRADICTED);
    assertThat(claim.verdict(interval(0.30, 0.90))).isEqualTo(NOT_ENOUGH_DATA);
  }

  @Test
  void aClaimedRatioHasABandAroundIt() {
    Claim claim = Claim.between(6, 7);

    assertThat(claim.from()).isCloseTo(4.8, within(1e-12));
    assertThat(claim.to()).isEqualTo(8.75);
    assertThat(claim.verdict(interval(5, 8))).isEqualTo(SUPPORTED);
    assertThat(claim.verdict(interval(9, 10))).isEqualTo(CONTRADICTED);
  }

  @Test
  void aClaimedDirectionIsSupportedOrNot() {
    assertThat(Claim.POSITIVE.verdict(interval(0.1, 1))).isEqualTo(SUPPORTED);
    assertThat(Claim.POSITIVE.verdict(interval(-0.1, 1))).isEqualTo(NOT_ENOUGH_DATA);
    assertThat(Claim.POSITIVE.verdict(interval(-1, -0.1))).isEqualTo(NOT_ENOUGH_DATA);
    assertThat(Claim.NEGATIVE.verdict(interval(-1, -0.1))).isEqualTo(SUPPORTED);
    // No difference at all, with no chance in it, is none in any direction.
    assertThat(Claim.POSITIVE.verdict(new Normal(0, 0))).isEqualTo(NOT_ENOUGH_DATA);
  }

  @Test
  void aVerdictAndTheChanceOfItBelongTogether() {
    for (Claim claim : List.of(Claim.atLeast(10), Claim.between(6, 7), Claim.POSITIVE)) {
      for (double value = -2; value < 15; value += 0.13) {
        for (double variance : List.of(0.01, 0.5, 4.0)) {
          Estimate estimate = new Normal(value, variance);
          boolean isDecided =
              claim.verdict(estimate) != NOT_ENOUGH_DATA
                  || (claim.equals(Claim.POSITIVE) && estimate.high() < 0);
          assertThat(claim.pValue(estimate) < 0.05)
              .as("%s, %s", claim, estimate)
              .isEqualTo(isDecided);
        }
      }
    }
  }

  @Test
  void aBoundOfAnIntervalIsZFromTheEstimate() {
    List<Estimate> estimates =
        List.of(
            new Normal(3, 2),
            new Share(7, 30),
            new Share(0, 30),
            new Quotient(20, 2, 1, 0.01, 0.02),
            new Quotient(20, 2, 9, 0.09, 0.02),
            new Quotient(-1, 2, 9, 0.09, 0.02));
    for (Estimate estimate : estimates) {
      assertThat(estimate.low()).isLessThanOrEqualTo(estimate.value());
      assertThat(estimate.high()).isGreaterThan(estimate.value());
      assertThat(estimate.pValue(estimate.high())).as("%s", estimate).isCloseTo(0.05, within(1e-9));
      if (estimate.low() > 0 || !(estimate instanceof Share)) {
        assertThat(estimate.pValue(estimate.low()))
            .as("%s", estimate)
            .isCloseTo(0.05, within(1e-9));
      }
    }
  }

  @Test
  void aQuotientWithAFirmDenominatorIsLogNormal() {
    Quotient quotient = new Quotient(20, 2, 1, 0.01, 0.05);

    double error = Math.sqrt(1 / 400.0 - 2 * 0.05 / 40 + 0.01 / 4);
    assertThat(quotient.low()).isCloseTo(10 * Math.exp(-Estimate.Z * error), within(1e-12));
    assertThat(quotient.high()).isCloseTo(10 * Math.exp(Estimate.Z * error), within(1e-12));
  }

  /** The bounds solve (a - r b)² = z² (va - 2 r cab + r² vb). */
  @Test
  void aQuotientWithAWeakDenominatorIsThatOfFieller() {
    Quotient quotient = new Quotient(3, 1, 0.25, 0.04, 0.01);

    for (double r : List.of(quotient.low(), quotient.high())) {
      double distance = (3 - r) * (3 - r);
      double variance = 0.25 - 2 * r * 0.01 + r * r * 0.04;
      assertThat(distance).isCloseTo(Estimate.Z * Estimate.Z * variance, within(1e-9));
    }
  }

  @Test
  void aQuotientWhoseDenominatorMayBeNothingHasNoBounds() {
    Answer answer = Answer.of(Optional.of(new Quotient(3, 1, 0.25, 0.5, 0)), 500);

    assertThat(answer.estimate()).isEmpty();
    assertThat(answer.lacks()).containsExactly("the interval has no bounds");
  }

  @Test
  void scalingChangesTheUnitOnly() {
    Estimate cents = new Quotient(2000, 2, 10_000, 0.01, 2);
    Estimate pounds = cents.scaled(0.01);

    assertThat(pounds.value()).isCloseTo(10, within(1e-12));
    assertThat(pounds.low()).isCloseTo(cents.low() / 100, within(1e-9));
    assertThat(pounds.z(9)).isCloseTo(cents.z(900), within(1e-9));
  }

  private static Estimate interval(double low, double high) {
    double error = (high - low) / 2 / Estimate.Z;
    return new Normal((low + high) / 2, error * error);
  }
}
