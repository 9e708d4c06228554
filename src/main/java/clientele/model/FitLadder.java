package clientele.model;

import clientele.model.FitStep.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attempts to fit a purchase model, one after the other until one succeeds: some histories
 * choose among the starts, all starts with all histories, a ridge penalty, a simpler model, the
 * mean of the population.
 */
final class FitLadder {
  /** Enough histories to tell a good start from a bad one. */
  private static final int SOME = 1024;

  private final PurchaseFamily family;
  private final PurchaseHistories histories;
  private final Optional<double[]> near;

  /** ln of what the caller's times are multiplied with, so that the mean rate of purchases is 1. */
  private final double shift;

  private final PurchaseHistories scaled;
  private final PurchaseLikelihood likelihood;
  private final List<FitStep> steps = new ArrayList<>();

  FitLadder(PurchaseFamily family, PurchaseHistories histories) {
    this(family, histories, Optional.empty());
  }

  /**
   * @param near logs of parameters to begin with, if some are likely, in the caller's unit of time
   */
  FitLadder(PurchaseFamily family, PurchaseHistories histories, Optional<double[]> near) {
    this.family = family;
    this.histories = histories;
    this.near = near;
    boolean fixed = !family.hasUnit() || histories.repeats() == 0;
    this.shift = fixed ? 0 : Math.log(histories.repeats() / histories.exposure());
    this.scaled = fixed ? histories : histories.scaled(Math.exp(shift));
    this.likelihood = new PurchaseLikelihood(family, scaled);
  }

  PurchaseFit climbed() {
    if (histories.repeats() == 0) {
      return mean(FitStatus.NO_REPEATS);
    }
    List<double[]> starts = family.starts(scaled);
    double[] start =
        near.map(logs -> family.shifted(logs, shift)).orElseGet(() -> bestForSome(starts));
    Estimate estimate = Estimate.of(likelihood, List.of(start));
    note(Method.MAXIMUM_LIKELIHOOD, estimate);
    if (estimate.status() != FitStatus.FITTED) {
      estimate = Estimate.of(likelihood, starts);
      note(Method.ALL_STARTS, estimate);
    }
    if (estimate.status() == FitStatus.FITTED) {
      return fitted(FitStatus.FITTED, estimate);
    }
    Estimate held = Estimate.of(new Penalised(likelihood, starts.get(0)), starts);
    note(Method.RIDGE_PENALTY, held);
    if (held.converged()) {
      return fitted(FitStatus.RIDGE, held);
    }
    return family == PurchaseFamily.NBD ? mean(FitStatus.NOT_CONVERGED) : simpler();
  }

  private double[] bestForSome(List<double[]> starts) {
    return Estimate.of(new PurchaseLikelihood(family, scaled.thinned(SOME)), starts).logs();
  }

  private void note(Method method, Estimate estimate) {
    steps.add(
        new FitStep(
            method,
            family.label(),
            estimate.status(),
            logLikelihood(estimate),
            estimate.iterations()));
  }

  /** In the caller's unit of time: the likelihood is a density of as many times as purchases. */
  private double logLikelihood(Estimate estimate) {
    return likelihood.value(estimate.logs()) + shift * histories.repeats();
  }

  private PurchaseFit fitted(FitStatus status, Estimate estimate) {
    PurchaseModel model = family.at(family.shifted(estimate.logs(), -shift));
    return new PurchaseFit(family, status, model, steps, Optional.of(estimate), shift);
  }

  /** By a model in which nobody stops. */
  PurchaseFit simpler() {
    PurchaseFit nbd = PurchaseFit.of(PurchaseFamily.NBD, histories);
    FitStep last = nbd.steps().get(nbd.steps().size() - 1);
    steps.add(
        new FitStep(
            Method.SIMPLER_MODEL,
            last.model(),
            last.status(),
            last.logLikelihood(),
            last.iterations()));
    return nbd.status() == FitStatus.FITTED
        ? new PurchaseFit(
            family, FitStatus.NOT_CONVERGED, nbd.model(), steps, Optional.empty(), shift)
        : mean(FitStatus.NOT_CONVERGED);
  }

  /** By what does without a likelihood. */
  PurchaseFit mean(FitStatus status) {
    steps.add(new FitStep(Method.POPULATION_MEAN, ConstantRate.LABEL, status, Double.NaN, 0));
    return new PurchaseFit(
        family, status, ConstantRate.of(histories), steps, Optional.empty(), shift);
  }
}
