package clientele.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The last periods of cohorts, foretold from those before them. */
class RetentionTrialTest {
  @Test
  void scoresAreThoseOfModelsThatKnowThePeriodsBefore() {
    Risks risks = risks(new BetaDiscreteWeibull(0.456, 0.779, 1.9), 40_000, 12);
    RetentionTrial trial = RetentionTrial.of(risks).orElseThrow();

    assertThat(trial.periods()).isEqualTo(4);
    long renewals = 0;
    for (int t = 9; t <= 12; t++) {
      renewals += risks.atRisk(t);
    }
    assertThat(trial.renewals()).isEqualTo(renewals);
    assertThat(trial.scores()).containsOnlyKeys(RetentionFamily.values());
    for (RetentionFamily family : RetentionFamily.values()) {
      RetentionModel model = RetentionFit.of(family, risks.upTo(8)).model().orElseThrow();
      double score = 0;
      for (int t = 9; t <= 12; t++) {
        score += risks.left(t) * Math.log(1 - Math.exp(model.logRetention(t)));
        score += (risks.atRisk(t) - risks.left(t)) * model.logRetention(t);
      }
      assertThat(trial.scores().get(family)).isEqualTo(score / renewals, within(1e-12));
    }
    assertThat(trial.scores().get(RetentionFamily.BDW))
        .isGreaterThan(trial.scores().get(RetentionFamily.SBG));
    assertThat(trial.scores().get(RetentionFamily.SBG))
        .isGreaterThan(trial.scores().get(RetentionFamily.CONSTANT));
  }

  @Test
  void fewPeriodsOrRenewalsTellNothing() {
    RetentionModel truth = new ShiftedBetaGeometric(0.7, 1.2);

    assertThat(RetentionTrial.of(risks(truth, 40_000, 4))).isEmpty();
    assertThat(RetentionTrial.of(risks(truth, 40_000, 6))).isPresent();
    assertThat(RetentionTrial.of(risks(truth, 30, 12))).isEmpty();
    assertThat(RetentionTrial.of(Risks.of(new long[1], new long[1]))).isEmpty();
  }

  private static Risks risks(RetentionModel truth, int size, int periods) {
    List<Survivors> cohorts = new ArrayList<>();
    cohorts.add(Survivors.of(Simulated.cohort(truth, size, periods, new Random(5))));
    return Risks.of(cohorts, 0);
  }
}
