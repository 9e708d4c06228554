package clientele.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fitted model that carries a cohort on from where it stands: S(age + k) / S(age).
 *
 * <p>The model's clock starts after the entry period. Of a cohort younger than that, the few who
 * leave until then are taken from the cohorts that were fitted.
 */
final class ModelProjector implements Projector {
  private final RetentionFit fit;
  private final List<RetentionModel> plausible;
  private final Risks sinceStart;
  private final int entry;

  private ModelProjector(RetentionFit fit, Risks sinceStart, int entry) {
    this.fit = fit;
    this.plausible = fit.plausible();
    this.sinceStart = sinceStart;
    this.entry = entry;
  }

  static ModelProjector of(RetentionFamily family, List<Survivors> cohorts, int entry) {
    return new ModelProjector(
        RetentionFit.of(family, Risks.of(cohorts, entry)), Risks.of(cohorts, 0), entry);
  }

  @Override
  public String label() {
    return fit.family().label();
  }

  /** The estimates, and their standard errors under the same names with {@code _se}. */
  @Override
  public Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    fit.model().ifPresent(model -> parameters.putAll(model.parameters()));
    fit.standardErrors().forEach((name, error) -> parameters.put(name + "_se", error));
    return parameters;
  }

  @Override
  public FitStatus status(Survivors cohort) {
    return fit.status();
  }

  @Override
  public double[] expected(Survivors cohort, int periods) {
    return carried(fit.model().orElseThrow(), cohort.last(), periods);
  }

  @Override
  public List<double[]> plausible(Survivors cohort, int periods) {
    return plausible.stream().map(model -> carried(model, cohort.last(), periods)).toList();
  }

  private double[] carried(RetentionModel model, int age, int periods) {
    double[] carried = new double[periods];
    double untilEntry = 1;
    double start = model.logSurvival(Math.max(0, age - entry));
    for (int k = 1; k <= periods; k++) {
      int time = age + k - entry;
      if (time <= 0) {
        untilEntry *= sinceStart.retention(age + k);
      }
      // Rounding must not let a curve rise.
      double later = Math.min(0, model.logSurvival(Math.max(0, time)) - start);
      carried[k - 1] = untilEntry * Math.exp(later);
    }
    return carried;
  }
}
