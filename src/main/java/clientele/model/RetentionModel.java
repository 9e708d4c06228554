package clientele.model;

import java.util.Map;

/**
 * How the members of a cohort leave, in whole periods t = 1, 2, ... after the start, when all of
 * them are there.
 */
public sealed interface RetentionModel
    permits ShiftedBetaGeometric, BetaDiscreteWeibull, ConstantRetention {
  /** ln S(t): of the share still there after t periods; 0 for t = 0. */
  double logSurvival(int t);

  /** ln r(t): of the share of those there before period t who stay through it; t from 1. */
  double logRetention(int t);

  /** ln (1 - r(t)). */
  double logChurn(int t);

  /** Derivatives of {@link #logRetention} by the logs of the parameters, in their order. */
  double[] logRetentionGradient(int t);

  /** The parameters by name, in their order. */
  Map<String, Double> parameters();
}
