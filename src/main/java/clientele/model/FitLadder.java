package clientele.model;

import clientele.model.FitStep.Method;
import clientele.model.numeric.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attempts to fit a purchase model, one after the other until one succeeds: some histories
 * choose among the starts, all starts with all histories, a ridge penalty, a simpler model, the
 * mean of the population.
 */
final class FitLadder {
  private final PurchaseFamily family;
  private final Parts<PurchaseHistories> customers;
  private final Optional<UnitEstimate> near;
  private final PurchaseTotals totals;

  /** ln of what the caller's times are multiplied with, so that the mean rate of purchases is 1. */
  private final double shift;

  private final Objective likelihood;
  private final List<FitStep> steps = new ArrayList<>();

  FitLadder(PurchaseFamily family, Parts<PurchaseHistories> customers) {
    this(family, customers, Optional.empty());
  }

  /**
   * @param near of other customers who are much the same, to begin with
   */
  FitLadder(
      PurchaseFamily family, Parts<PurchaseHistories> customers, Optional<UnitEstimate> near) {
    this.family = family;
    this.customers = customers;
    this.near = near;
    this.totals = PurchaseTotals.of(customers);
    boolean fixed = !family.hasUnit() || totals.repeats() == 0;
    this.shift = fixed ? 0 : Math.log(totals.rate());
    this.likelihood = PurchaseLikelihood.of(family, customers, Math.exp(shift));
  }

  PurchaseFit climbed() {
    if (totals.repeats() == 0) {
      return mean(FitStatus.NO_REPEATS);
    }
    List<double[]> starts = family.starts(totals.scaled(Math.exp(shift)));
    UnitEstimate start = near.orElseGet(() -> bestForSome(starts));
    Estimate estimate =
        Estimate.near(
            likelihood,
            start.logs(family, shift),
            start.estimate(),
            totals.customers() / start.customers());
    int before = near.isPresent() ? 0 : start.estimate().iterations();
    note(Method.MAXIMUM_LIKELIHOOD, estimate, before);
    if (estimate.status() != FitStatus.FITTED) {
      estimate = Estimate.of(likelihood, starts);
      note(Method.ALL_STARTS, estimate, 0);
    }
    if (estimate.status() == FitStatus.FITTED) {
      return fitted(FitStatus.FITTED, estimate);
    }
    Estimate held = Estimate.of(new Penalised(likelihood, starts.get(0)), starts);
    note(Method.RIDGE_PENALTY, held, 0);
    if (held.converged()) {
      return fitted(FitStatus.RIDGE, held);
    }
    return family == PurchaseFamily.NBD ? mean(FitStatus.NOT_CONVERGED) : simpler();
  }

  private UnitEstimate bestForSome(List<double[]> starts) {
    PurchaseHistories some = customers.some();
    Objective ofSome = PurchaseLikelihood.of(family, some.parts(), Math.exp(shift));
    return new UnitEstimate(Estimate.of(ofSome, starts), shift, some.customers());
  }

  /**
   * @param before steps that led to the start
   */
  private void note(Method method, Estimate estimate, int before) {
    steps.add(
        new FitStep(
            method,
            family.label(),
            estimate.status(),
            logLikelihood(estimate),
            before + estimate.iterations()));
  }

  /** In the caller's unit of time: the likelihood is a density of as many times as purchases. */
  private double logLikelihood(Estimate estimate) {
    return likelihood.value(estimate.logs()) + shift * totals.repeats();
  }

  private PurchaseFit fitted(FitStatus status, Estimate estimate) {
    PurchaseModel model = family.at(family.shifted(estimate.logs(), -shift));
    UnitEstimate found = new UnitEstimate(estimate, shift, totals.customers());
    return new PurchaseFit(family, status, model, steps, Optional.of(found));
  }

  /** By a model in which nobody stops. */
  PurchaseFit simpler() {
    PurchaseFit nbd = PurchaseFit.of(PurchaseFamily.NBD, customers);
    FitStep last = nbd.steps().get(nbd.steps().size() - 1);
    steps.add(
        new FitStep(
            Method.SIMPLER_MODEL,
            last.model(),
            last.status(),
            last.logLikelihood(),
            last.iterations()));
    return nbd.status() == FitStatus.FITTED
        ? new PurchaseFit(family, FitStatus.NOT_CONVERGED, nbd.model(), steps, Optional.empty())
        : mean(FitStatus.NOT_CONVERGED);
  }

  /** By what does without a likelihood. */
  PurchaseFit mean(FitStatus status) {
    steps.add(new FitStep(Method.POPULATION_MEAN, ConstantRate.LABEL, status, Double.NaN, 0));
    return new PurchaseFit(family, status, ConstantRate.of(totals), steps, Optional.empty());
  }
}
