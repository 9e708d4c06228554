package clientele.model;

/**
 * One rung of the ladder on which a model is looked for when the fit fails.
 *
 * @param method what was tried
 * @param model the name of the model that it was tried with
 * @param status how it ended
 * @param logLikelihood where it ended, without a penalty; NaN if there is none
 * @param iterations steps of the search, and of that with some of the customers before it
 */
public record FitStep(
    Method method, String model, FitStatus status, double logLikelihood, int iterations) {
  /** What can be tried, the best first. */
  public enum Method {
    MAXIMUM_LIKELIHOOD("maximum likelihood"),
    ALL_STARTS("maximum likelihood from all starts"),
    RIDGE_PENALTY("maximum likelihood with a ridge penalty"),
    SIMPLER_MODEL("maximum likelihood of a simpler model"),
    POPULATION_MEAN("mean of the population");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** As in tables. */
    public String text() {
      return text;
    }
  }
}
