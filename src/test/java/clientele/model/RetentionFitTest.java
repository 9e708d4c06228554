package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Fits against published ones. The curves are those of P. S. Fader and B. G. S. Hardie, 2007, table
 * 1, of 1000 customers each: years 1 to 7 are fitted, 8 to 12 are compared.
 */
class RetentionFitTest {
  private static final long[] REGULAR = {
    1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173
  };
  private static final long[] HIGH_END = {
    1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394
  };

  @Test
  void geometricOfTheRegularCustomers() {
    RetentionFit fit = fit(RetentionFamily.SBG, REGULAR);

    assertThat(fit.model().orElseThrow().parameters())
        .hasEntrySatisfying("alpha", alpha -> assertThat(alpha).isCloseTo(0.704, within(5e-4)))
        .hasEntrySatisfying("beta", beta -> assertThat(beta).isCloseTo(1.182, within(5e-4)));
    assertThat(fit.logLikelihood().orElseThrow()).isCloseTo(-1680.27, within(0.005));
    assertThat(errorOfYears8To12(fit, REGULAR)).isLessThanOrEqualTo(0.0032);
  }

  @Test
  void geometricOfTheHighEndCustomers() {
    RetentionFit fit = fit(RetentionFamily.SBG, HIGH_END);

    assertThat(fit.model().orElseThrow().parameters())
        .hasEntrySatisfying("alpha", alpha -> assertThat(alpha).isCloseTo(0.668, within(5e-4)))
        .hasEntrySatisfying("beta", beta -> assertThat(beta).isCloseTo(3.806, within(5e-4)));
    assertThat(fit.logLikelihood().orElseThrow()).isCloseTo(-1611.16, within(0.005));
    assertThat(errorOfYears8To12(fit, HIGH_END)).isLessThanOrEqualTo(0.0122);
  }

  @Test
  void weibullOfTheRegularCustomers() {
    RetentionFit fit = fit(RetentionFamily.BDW, REGULAR);

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    assertThat(fit.logLikelihood().orElseThrow()).isCloseTo(-1679.60, within(0.005));
    assertThat(fit.model().orElseThrow().parameters().get("c")).isCloseTo(1.284, within(5e-3));
    assertThat(errorOfYears8To12(fit, REGULAR)).isLessThanOrEqualTo(0.0030);
  }

  @Test
  void weibullOfTheHighEndCustomers() {
    RetentionFit fit = fit(RetentionFamily.BDW, HIGH_END);

    assertThat(fit.status()).isEqualTo(FitStatus.FITTED);
    // The likelihood is flat here; published fits end at -1605.69, this is higher.
    assertThat(fit.logLikelihood().orElseThrow()).isCloseTo(-1605.31, within(0.005));
    assertThat(errorOfYears8To12(fit, HIGH_END)).isLessThanOrEqualTo(0.0055);
  }

  /** Ten million customers, who leave as expected: the likelihood is largest at the truth. */
  @Test
  void parametersAreRecoveredFromExpectedCurves() {
    assertRecovered(RetentionFamily.SBG, new ShiftedBetaGeometric(1.3, 4.2));
    assertRecovered(RetentionFamily.BDW, new BetaDiscreteWeibull(0.9, 3.1, 1.4));
    assertRecovered(RetentionFamily.BDW, new BetaDiscreteWeibull(0.8, 2, 0.7));
  }

  private static void assertRecovered(RetentionFamily family, RetentionModel truth) {
    long[] counts = new long[25];
    for (int t = 0; t < counts.length; t++) {
      counts[t] = Math.round(1e7 * Math.exp(truth.logSurvival(t)));
    }
    Map<String, Double> found = fit(family, counts, 24).model().orElseThrow().parameters();
    truth
        .parameters()
        .forEach((name, value) -> assertThat(found.get(name)).isCloseTo(value, within(1e-3)));
  }

  /**
   * 200 simulated cohorts: the standard errors say how far estimates scatter. The squared distance
   * in standard errors has mean 1; over 200 it strays by 0.1, so 0.7 to 1.3 is three of that.
   */
  @Test
  void standardErrorsTellHowFarEstimatesScatter() {
    RetentionModel truth = new ShiftedBetaGeometric(0.9, 2.5);
    Random random = new Random(1);
    double squares = 0;
    for (int i = 0; i < 200; i++) {
      RetentionFit fit = fit(RetentionFamily.SBG, Simulated.cohort(truth, 5000, 10, random), 10);
      double logError =
          fit.standardErrors().get("alpha") / fit.model().orElseThrow().parameters().get("alpha");
      double distance =
          Math.log(fit.model().orElseThrow().parameters().get("alpha") / 0.9) / logError;
      squares += distance * distance / 200;
    }
    assertThat(squares).isBetween(0.7, 1.3);
  }

  /** Cohorts of different age in one fit are as good as one cohort of the same customers. */
  @Test
  void youngAndOldCohortsAreFittedTogether() {
    RetentionModel truth = new ShiftedBetaGeometric(0.9, 2.5);
    long[] counts = new long[13];
    for (int t = 0; t < counts.length; t++) {
      counts[t] = Math.round(1e6 * Math.exp(truth.logSurvival(t)));
    }
    Survivors old = Survivors.of(counts);

    RetentionFit fit =
        RetentionFit.of(
            RetentionFamily.SBG, Risks.of(List.of(old, old.upTo(5), old.upTo(1), old.upTo(0)), 0));

    assertThat(fit.model().orElseThrow().parameters().get("alpha")).isCloseTo(0.9, within(1e-3));
  }

  @Test
  void whatCannotBeFittedSaysWhy() {
    assertThat(fit(RetentionFamily.SBG, new long[] {100, 60}, 1).status())
        .isEqualTo(FitStatus.TOO_FEW_PERIODS);
    assertThat(fit(RetentionFamily.SBG, new long[] {100, 100, 100, 100, 100}, 4).status())
        .isEqualTo(FitStatus.NOBODY_LEFT);
    // After the first period nobody is at risk any more.
    assertThat(fit(RetentionFamily.SBG, new long[] {100, 0, 0, 0, 0}, 4).status())
        .isEqualTo(FitStatus.TOO_FEW_PERIODS);
    assertThat(fit(RetentionFamily.SBG, new long[] {1, 1, 1, 1, 0}, 4).status())
        .isEqualTo(FitStatus.RIDGE);
    assertThat(fit(RetentionFamily.BDW, new long[] {2, 1, 1, 1, 1, 0}, 5).status())
        .isEqualTo(FitStatus.RIDGE);
  }

  @Test
  void customersWhoAreAllAlikeAreARidge() {
    long[] counts = new long[20];
    for (int t = 0; t < counts.length; t++) {
      counts[t] = Math.round(1e6 * Math.pow(0.9, t));
    }
    RetentionFit fit = fit(RetentionFamily.SBG, counts, 19);

    assertThat(fit.status()).isEqualTo(FitStatus.RIDGE);
    assertThat(fit.model()).isEmpty();
    assertThat(fit.standardErrors()).isEmpty();
  }

  @Test
  void aCurveThatRisesIsRefused() {
    assertThat(Survivors.isCurve(100, 60, 61)).isFalse();
    assertThat(Survivors.isCurve(100, 60, -1)).isFalse();
    assertThat(Survivors.isCurve()).isFalse();
    assertThat(Survivors.isCurve(100, 100, 0)).isTrue();
    assertThatThrownBy(() -> Survivors.of(100, 60, 61))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no survival curve: [100, 60, 61]");
  }

  private static RetentionFit fit(RetentionFamily family, long[] counts) {
    return fit(family, counts, 7);
  }

  private static RetentionFit fit(RetentionFamily family, long[] counts, int last) {
    return RetentionFit.of(family, Risks.of(List.of(Survivors.of(counts).upTo(last)), 0));
  }

  private static double errorOfYears8To12(RetentionFit fit, long[] counts) {
    RetentionModel model = fit.model().orElseThrow();
    double sum = 0;
    for (int year = 8; year <= 12; year++) {
      sum += Math.abs(Math.exp(model.logSurvival(year)) - counts[year] / 1000.0);
    }
    return sum / 5;
  }
}
