package clientele.clv;

import clientele.model.RetentionFamily;
import clientele.model.RetentionFit;
import clientele.model.RetentionTrial;
import clientele.model.Risks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which model of renewals is used, if any.
 *
 * @param by how that was decided
 * @param trial of models on the last periods, where there are enough
 */
record RenewalChoice(Optional<RetentionFamily> used, String by, Optional<RetentionTrial> trial) {
  /** Half the 5 % point of the chi square distribution with one degree of freedom. */
  private static final double SURE_GAIN = 1.92;

  /** Of models that could be fitted, the simplest first. */
  static RenewalChoice of(List<RetentionFit> fits, Risks risks) {
    Optional<RetentionTrial> trial =
        RetentionTrial.of(risks).filter(tried -> hasAll(tried.scores().keySet(), fits));
    return trial.isPresent()
        ? new RenewalChoice(best(fits, trial.get().scores()), "held out periods", trial)
        : new RenewalChoice(likeliest(fits), "likelihood ratio", trial);
  }

  private static boolean hasAll(Set<RetentionFamily> tried, List<RetentionFit> fits) {
    return !fits.isEmpty()
        && tried.contains(RetentionFamily.CONSTANT)
        && fits.stream().map(RetentionFit::family).allMatch(tried::contains);
  }

  private static Optional<RetentionFamily> best(
      List<RetentionFit> fits, Map<RetentionFamily, Double> scores) {
    RetentionFamily best = RetentionFamily.CONSTANT;
    for (RetentionFit fit : fits) {
      best = scores.get(fit.family()) > scores.get(best) ? fit.family() : best;
    }
    return Optional.of(best).filter(family -> family != RetentionFamily.CONSTANT);
  }

  private static Optional<RetentionFamily> likeliest(List<RetentionFit> fits) {
    if (fits.size() < 2) {
      return fits.stream().map(RetentionFit::family).findFirst();
    }
    double gain =
        fits.get(1).logLikelihood().orElseThrow() - fits.get(0).logLikelihood().orElseThrow();
    return Optional.of(fits.get(gain > SURE_GAIN ? 1 : 0).family());
  }

  boolean isUsed(RetentionFamily family) {
    return used.equals(Optional.of(family));
  }

  /** Whether the model foretold no better than a constant share. */
  boolean isRefused(RetentionFamily family) {
    return trial.map(RetentionTrial::scores).stream()
        .anyMatch(
            scores ->
                scores.containsKey(family)
                    && scores.get(family) <= scores.get(RetentionFamily.CONSTANT));
  }
}
