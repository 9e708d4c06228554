package clientele.model;

import clientele.model.numeric.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link GammaGamma} model fitted by maximum likelihood, or what stands in for it.
 *
 * <p>The search runs in logs and in a unit of money of its own, so that cents and thousands give
 * the same fit. The model is refused where its mean does not exist (q ≤ 1) or is more than {@link
 * #MOST_MEAN} times that of all orders, to which new customers would be valued.
 */
public final class SpendFit {
  /** Sampling does not explain more; q is so near 1 that the mean hangs on the far tail. */
  private static final double MOST_MEAN = 2;

  /** p, q, γ of different kinds of customers, all with mean 1. */
  private static final List<double[]> STARTS =
      List.of(
          new double[] {Math.log(5), Math.log(3), Math.log(0.4)},
          new double[] {Math.log(1), Math.log(3), Math.log(2)},
          new double[] {Math.log(2), Math.log(11), Math.log(5)});

  private final FitStatus status;
  private final Optional<SpendModel> model;
  private final Optional<Estimate> estimate;
  private final double logLikelihood;
  private final int iterations;

  private SpendFit(
      FitStatus status,
      Optional<SpendModel> model,
      Optional<Estimate> estimate,
      double logLikelihood,
      int iterations) {
    this.status = status;
    this.model = model;
    this.estimate = estimate;
    this.logLikelihood = logLikelihood;
    this.iterations = iterations;
  }

  /** Never throws for lack of data, {@link #status()} says what was the matter. */
  public static SpendFit of(SpendHistories spend) {
    return of(spend.parts());
  }

  /** The same of customers in many places. */
  public static SpendFit of(Parts<SpendHistories> spend) {
    double customers = spend.sums(1, part -> new double[] {part.customers()})[0];
    if (customers == 0) {
      return new SpendFit(
          FitStatus.NO_REPEAT_SPEND, Optional.empty(), Optional.empty(), Double.NaN, 0);
    }
    double mean = SpendHistories.meanOfOrders(spend);
    Objective likelihood = SpendLikelihood.of(spend, 1 / mean);
    SpendHistories some = spend.some();
    Estimate ofSome = Estimate.of(SpendLikelihood.of(some.parts(), 1 / mean), STARTS);
    Estimate estimate =
        Estimate.near(likelihood, ofSome.logs(), ofSome, customers / some.customers());
    int steps = ofSome.iterations() + estimate.iterations();
    // The likelihood is a density of one mean for each customer.
    double offset = -customers * Math.log(mean);
    if (estimate.status() == FitStatus.FITTED) {
      return judged(
          FitStatus.FITTED, estimate, likelihood.value(estimate.logs()) + offset, mean, steps);
    }
    // Held back by a penalty, what the model expects is sound where its parameters are not.
    Estimate held = Estimate.of(new Penalised(likelihood, STARTS.get(0)), STARTS);
    boolean found = held.status() != FitStatus.NOT_CONVERGED;
    return judged(
        found ? FitStatus.RIDGE : FitStatus.NOT_CONVERGED,
        held,
        likelihood.value(held.logs()) + offset,
        mean,
        held.iterations());
  }

  private static SpendFit judged(
      FitStatus status, Estimate estimate, double logLikelihood, double mean, int iterations) {
    double p = Math.exp(estimate.logs()[0]);
    double q = Math.exp(estimate.logs()[1]);
    double gamma = Math.exp(estimate.logs()[2]);
    boolean hasMean = q > 1 && p * gamma / (q - 1) <= MOST_MEAN;
    boolean used = hasMean && status != FitStatus.NOT_CONVERGED;
    return new SpendFit(
        hasMean ? status : FitStatus.NO_MEAN,
        Optional.of(used ? new GammaGamma(p, q, gamma * mean) : new OwnMean(mean)),
        Optional.of(estimate),
        logLikelihood,
        iterations);
  }

  /**
   * {@link FitStatus#FITTED}; {@link FitStatus#RIDGE}: the data do not tell the parameters apart,
   * and those of the model are held by a penalty; otherwise there is no Gamma-Gamma model.
   */
  public FitStatus status() {
    return status;
  }

  /**
   * {@link GammaGamma} if the status is {@link FitStatus#FITTED} or {@link FitStatus#RIDGE},
   * otherwise {@link OwnMean}; empty if nobody has paid for buying again.
   */
  public Optional<SpendModel> model() {
    return model;
  }

  /** Of the Gamma-Gamma model, also if it is refused; NaN if there is none. */
  public double logLikelihood() {
    return logLikelihood;
  }

  /** Steps of the search, and of that with some of the customers before it. */
  public int iterations() {
    return iterations;
  }

  /** Length of the gradient by the logs of the parameters, where the search ended. */
  public Optional<Double> gradientNorm() {
    return estimate.map(Estimate::gradientNorm);
  }

  /** Standard errors of p, q and gamma by name; empty unless {@link FitStatus#FITTED}. */
  public Map<String, Double> standardErrors() {
    Map<String, Double> errors = new LinkedHashMap<>();
    if (status == FitStatus.FITTED && model.orElseThrow() instanceof GammaGamma fitted) {
      double[] logarithmic = estimate.orElseThrow().curvature().standardErrors();
      // By the delta method: d exp(x) = exp(x) dx.
      fitted
          .parameters()
          .forEach((name, value) -> errors.put(name, value * logarithmic[errors.size()]));
    }
    return errors;
  }
}
