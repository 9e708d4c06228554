package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every retention model, whatever its parameters. */
class RetentionModelTest {
  private static final List<RetentionModel> MODELS =
      List.of(
          new ShiftedBetaGeometric(0.704, 1.182),
          new ShiftedBetaGeometric(0.668, 3.806),
          new ShiftedBetaGeometric(1e-4, 2e4),
          new ShiftedBetaGeometric(2e4, 1e-4),
          new BetaDiscreteWeibull(0.214, 1.427, 1.724),
          new BetaDiscreteWeibull(0.456, 0.779, 1.284),
          new BetaDiscreteWeibull(3, 0.5, 0.3),
          new BetaDiscreteWeibull(2e4, 2e4, 20));

  @TestFactory
  Stream<DynamicTest> survivalIsAFallingCurveOfShares() {
    return each(
        model -> {
          assertThat(model.logSurvival(0)).isZero();
          for (int t = 1; t <= 240; t++) {
            assertThat(model.logSurvival(t)).isFinite().isLessThanOrEqualTo(0);
            assertThat(model.logSurvival(t)).isLessThanOrEqualTo(model.logSurvival(t - 1) + 1e-12);
            assertThat(model.logRetention(t)).isFinite().isLessThanOrEqualTo(0);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> survivalIsTheProductOfRetentionRates() {
    return each(
        model -> {
          double sum = 0;
          for (int t = 1; t <= 60; t++) {
            sum += model.logRetention(t);
            // Logs of beta functions of 10^5 and more carry about 1e-11 of rounding.
            assertThat(model.logSurvival(t))
                .isCloseTo(sum, within(1e-8 * Math.max(1, Math.abs(sum))));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> stayingAndLeavingAddUpToOne() {
    return each(
        model -> {
          for (int t = 1; t <= 60; t++) {
            double sum = Math.exp(model.logRetention(t)) + Math.exp(model.logChurn(t));
            assertThat(sum).isCloseTo(1, within(1e-12));
          }
        });
  }

  @Test
  void theWeibullWithoutDurationDependenceIsTheGeometric() {
    RetentionModel geometric = new ShiftedBetaGeometric(0.7, 2.1);
    RetentionModel weibull = new BetaDiscreteWeibull(0.7, 2.1, 1);
    for (int t = 1; t <= 100; t++) {
      assertThat(weibull.logSurvival(t)).isCloseTo(geometric.logSurvival(t), within(1e-12));
      assertThat(weibull.logRetention(t)).isCloseTo(geometric.logRetention(t), within(1e-12));
    }
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreThoseOfDifferences() {
    Risks risks = Risks.of(List.of(Survivors.of(1000, 631, 468, 382, 326, 289, 262, 241)), 0);
    return Stream.of(RetentionFamily.values())
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.label(),
                    () -> {
                      RetentionLikelihood likelihood = new RetentionLikelihood(family, risks);
                      double[] point = {-0.6, 0.4, 0.3};
                      double[] logs = Arrays.copyOf(point, family.parameters());
                      double[] gradient = likelihood.gradient(logs);
                      for (int i = 0; i < logs.length; i++) {
                        double[] above = logs.clone();
                        double[] below = logs.clone();
                        above[i] += 1e-5;
                        below[i] -= 1e-5;
                        double difference =
                            (likelihood.value(above) - likelihood.value(below)) / 2e-5;
                        assertThat(gradient[i]).isCloseTo(difference, within(1e-4));
                      }
                    }));
  }

  @Test
  void likelihoodIsAddedUpOverCohorts() {
    Survivors old = Survivors.of(1000, 631, 468, 382, 326);
    Survivors young = Survivors.of(500, 320, 250);
    for (RetentionFamily family : RetentionFamily.values()) {
      double[] logs = Arrays.copyOf(new double[] {-0.3, 0.2, 0.1}, family.parameters());
      double apart = value(family, logs, old) + value(family, logs, young);
      assertThat(value(family, logs, old, young)).isCloseTo(apart, within(1e-9));
    }
  }

  /** Fader and Hardie's form: the dates of leaving, given that one entered. */
  @Test
  void likelihoodIsConditionalOnEntry() {
    RetentionModel model = new ShiftedBetaGeometric(0.7, 1.2);
    double[] logs = {Math.log(0.7), Math.log(1.2)};
    Risks risks = Risks.of(List.of(Survivors.of(100, 98, 60, 45)), 1);

    double expected =
        38 * Math.log(1 - Math.exp(model.logSurvival(1)))
            + 15 * Math.log(Math.exp(model.logSurvival(1)) - Math.exp(model.logSurvival(2)))
            + 45 * model.logSurvival(2);
    assertThat(new RetentionLikelihood(RetentionFamily.SBG, risks).value(logs))
        .isCloseTo(expected, within(1e-9));
  }

  private static double value(RetentionFamily family, double[] logs, Survivors... cohorts) {
    return new RetentionLikelihood(family, Risks.of(List.of(cohorts), 0)).value(logs);
  }

  private static Stream<DynamicTest> each(Consumer<RetentionModel> fact) {
    return MODELS.stream()
        .map(model -> DynamicTest.dynamicTest(model.toString(), () -> fact.accept(model)));
  }
}
