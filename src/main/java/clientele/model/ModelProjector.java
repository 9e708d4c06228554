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
  private final double[] expected;
  private final List<double[]> plausible;

  /** Curves are ln S by age since the start of the cohort. */
  private ModelProjector(RetentionFit fit, double[] expected, List<double[]> plausible) {
    this.fit = fit;
    this.expected = expected;
    this.plausible = plausible;
  }

  /**
   * Fits a family.
   *
   * @param most periods ahead that will be asked for
   */
  static ModelProjector of(RetentionFamily family, List<Survivors> cohorts, int entry, int most) {
    RetentionFit fit = RetentionFit.of(family, Risks.of(cohorts, entry));
    Risks sinceStart = Risks.of(cohorts, 0);
    int ages = Math.max(sinceStart.last(), entry) + most;
    double[] untilEntry = new double[ages + 1];
    for (int age = 1; age <= entry; age++) {
      untilEntry[age] = untilEntry[age - 1] + Math.log(sinceStart.retention(age));
    }
    return new ModelProjector(
        fit,
        fit.model().map(model -> curve(model, untilEntry, entry)).orElse(untilEntry),
        fit.plausible().stream().map(model -> curve(model, untilEntry, entry)).toList());
  }

  private static double[] curve(RetentionModel model, double[] untilEntry, int entry) {
    double[] curve = untilEntry.clone();
    for (int age = entry + 1; age < curve.length; age++) {
      curve[age] = curve[age - 1] + model.logRetention(age - entry);
    }
    return curve;
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
    return carried(expected, cohort.last(), periods);
  }

  @Override
  public List<double[]> plausible(Survivors cohort, int periods) {
    return plausible.stream().map(curve -> carried(curve, cohort.last(), periods)).toList();
  }

  private static double[] carried(double[] curve, int age, int periods) {
    double[] carried = new double[periods];
    for (int k = 1; k <= periods; k++) {
      carried[k - 1] = Math.exp(curve[age + k] - curve[age]);
    }
    return carried;
  }
}
