package clientele.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How well models foretell the last periods of those that somebody has been seen in, if they know
 * the periods before alone.
 *
 * @param periods how many are foretold: a third, six at most
 * @param renewals that were due in these
 * @param scores mean of ln P(what came) by renewal, of each family that could be fitted
 */
public record RetentionTrial(int periods, long renewals, Map<RetentionFamily, Double> scores) {
  private static final int MOST_PERIODS = 6;

  /** Fewer do not tell which model is the better one. */
  private static final long LEAST_RENEWALS = 100;

  public RetentionTrial {
    scores = Map.copyOf(scores);
  }

  /** All families; empty if there are too few periods or renewals. */
  public static Optional<RetentionTrial> of(Risks risks) {
    int periods = Math.min(MOST_PERIODS, risks.last() / 3);
    Risks known = risks.upTo(risks.last() - periods);
    long renewals = 0;
    for (int t = known.last() + 1; t <= risks.last(); t++) {
      renewals += risks.atRisk(t);
    }
    boolean isEnough = known.observed() > RetentionFamily.BDW.parameters();
    if (!isEnough || renewals < LEAST_RENEWALS) {
      return Optional.empty();
    }
    Map<RetentionFamily, Double> scores = new EnumMap<>(RetentionFamily.class);
    for (RetentionFamily family : RetentionFamily.values()) {
      Optional<RetentionModel> model = RetentionFit.of(family, known).model();
      if (model.isPresent()) {
        double score = RetentionLikelihood.of(model.get(), risks, known.last() + 1);
        scores.put(family, score / renewals);
      }
    }
    return Optional.of(new RetentionTrial(periods, renewals, scores));
  }
}
