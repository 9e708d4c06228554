package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.model.FitStatus;
import clientele.model.FitStep;
import clientele.model.LogCovariance;
import clientele.model.RetentionFamily;
import clientele.model.RetentionFit;
import clientele.model.RetentionTrial;
import clientele.model.Risks;
import clientele.model.ShrunkChurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * What is known of the renewals of subscriptions with one length of billing period, or of the ends
 * of trials, and the models of it.
 *
 * <p>The sBG and the BdW are fitted; used is the one that foretells the last periods better, if
 * that is better than a constant share to leave does. With too few periods for that the BdW is used
 * where it is likelier than chance would make it with its one parameter more. Where the data tell
 * neither, a constant share leaves: that of the length, drawn to what the leaving in all lengths
 * together comes to in this one. Of trials, nothing but the share is asked for.
 *
 * @param name segment
 * @param risks at the ends of periods
 * @param runs how many there are
 * @param due renewals that could have happened
 * @param left those that did not
 */
record RenewalSegment(String name, Risks risks, long runs, long due, long left) {
  /** Weight of what all lengths say, in renewals. */
  private static final double WEIGHT = 10;

  /** Trials: half are lost, which weighs as much as one of them. */
  private static final double LOST_TRIALS = 0.5;

  /** Somebody may always stay, however long a period is. */
  private static final double MOST_CHURN = 0.999;

  private static final double DAYS_PER_MONTH = 365 / 12.0;

  private static final String SHRUNK = "mean, drawn to that of all periods";

  /**
   * Equal runs: at risk at the ends of periods entry + 1 to exit, and at the last they left or not;
   * an exit of 0: at none.
   */
  record Exposure(int entry, int exit, boolean hasLeft, long runs) {}

  static RenewalSegment of(String name, List<Exposure> exposures) {
    int last = exposures.stream().mapToInt(Exposure::exit).max().orElse(0);
    long[] atRisk = new long[last + 1];
    long[] left = new long[last + 1];
    long runs = 0;
    long due = 0;
    long gone = 0;
    for (Exposure exposure : exposures) {
      for (int t = exposure.entry + 1; t <= exposure.exit; t++) {
        atRisk[t] += exposure.runs;
      }
      long leaving = exposure.hasLeft ? exposure.runs : 0;
      left[exposure.exit] += leaving;
      runs += exposure.exit > 0 ? exposure.runs : 0;
      due += exposure.runs * (exposure.exit - exposure.entry);
      gone += leaving;
    }
    return new RenewalSegment(name, Risks.of(atRisk, left), runs, due, gone);
  }

  /**
   * Ends in a day under contract, of all lengths together, as if there had been half an end more.
   */
  static double intensity(List<RenewalSegment> segments) {
    double left = 0.5;
    double days = 0;
    for (RenewalSegment segment : segments) {
      if (!segment.isOfTrials()) {
        left += segment.left;
        days += segment.due * segment.days();
      }
    }
    return left / days;
  }

  private boolean isOfTrials() {
    return name.equals(RenewalModels.TRIAL);
  }

  /** Of the billing period, on average. */
  private double days() {
    String length = name.substring(RenewalModels.TERM.length());
    int number = Integer.parseInt(length.substring(1, length.length() - 1));
    return length.endsWith("M") ? number * DAYS_PER_MONTH : number;
  }

  /**
   * Rows of gold.clv_model; none of renewals if none has been due in any length.
   *
   * @param intensity as of {@link #intensity}
   */
  List<Row> rows(double intensity) {
    if (isOfTrials()) {
      return List.of(constant(ShrunkChurn.of(left, due, LOST_TRIALS, 1), true, List.of()));
    }
    if (Double.isInfinite(intensity)) {
      return List.of();
    }
    RetentionFit geometric = RetentionFit.of(RetentionFamily.SBG, risks);
    RetentionFit weibull = RetentionFit.of(RetentionFamily.BDW, risks);
    RenewalChoice choice =
        RenewalChoice.of(
            Stream.of(geometric, weibull).filter(fit -> fit.model().isPresent()).toList(), risks);
    double expected = Math.min(MOST_CHURN, -Math.expm1(-intensity * days()));
    return List.of(
        row(geometric, choice),
        row(weibull, choice),
        constant(
            ShrunkChurn.of(left, due, expected, WEIGHT),
            choice.used().isEmpty(),
            List.of(text(geometric), text(weibull))));
  }

  private static String text(RetentionFit fit) {
    return "%s of %s: %s"
        .formatted(
            FitStep.Method.MAXIMUM_LIKELIHOOD.text(), fit.family().label(), fit.status().text());
  }

  private Row row(RetentionFit fit, RenewalChoice choice) {
    boolean isUsed = choice.isUsed(fit.family());
    ModelRow row = row(fit.family(), isUsed);
    row.put(STATUS, fit.status().text());
    row.put(FIT_STEPS, List.of(text(fit)));
    fit.iterations().ifPresent(steps -> row.put(ITERATIONS, steps));
    fit.gradientNorm().ifPresent(norm -> row.put(GRADIENT_NORM, norm));
    fit.model()
        .ifPresent(
            model -> {
              row.put(fit.status());
              row.put(FITTED_MODEL, fit.family().label());
              String method = FitStep.Method.MAXIMUM_LIKELIHOOD.text();
              row.put(METHOD, isUsed ? method + ", by " + choice.by() : method);
              row.put(LOG_LIKELIHOOD, fit.logLikelihood().orElseThrow());
              row.put(PARAMETERS, model.parameters());
              row.put(STANDARD_ERRORS, fit.standardErrors());
              double[][] covariance = fit.covariance().orElseThrow();
              row.put(LOG_COVARIANCE, LogCovariance.of(fit.family().names(), covariance).pairs());
              choice.trial().ifPresent(trial -> row.put(HOLDOUT, measures(trial, fit.family())));
              if (choice.isRefused(fit.family())) {
                row.warn(ModelRow.REFUSED + "a constant share that leaves foretold no worse");
              }
            });
    return row.of(runs);
  }

  private static Map<String, Double> measures(RetentionTrial trial, RetentionFamily family) {
    return Map.of(
        "periods",
        (double) trial.periods(),
        "renewals",
        (double) trial.renewals(),
        Holdout.LOG_SCORE,
        trial.scores().get(family),
        "naive_" + Holdout.LOG_SCORE,
        trial.scores().get(RetentionFamily.CONSTANT));
  }

  /**
   * The constant share.
   *
   * @param tried what has failed before it, where it is used
   */
  private Row constant(ShrunkChurn churn, boolean isUsed, List<String> tried) {
    RetentionFamily family = RetentionFamily.CONSTANT;
    ModelRow row = row(family, isUsed);
    row.put(FitStatus.FITTED);
    List<String> steps = new ArrayList<>(isUsed ? tried : List.of());
    steps.add("%s of %s: %s".formatted(SHRUNK, family.label(), FitStatus.FITTED.text()));
    row.put(FIT_STEPS, steps);
    row.put(FITTED_MODEL, family.label());
    row.put(METHOD, SHRUNK);
    row.put(LOG_LIKELIHOOD, churn.logLikelihood());
    row.put(PARAMETERS, churn.model().parameters());
    double variance = churn.logVariance();
    row.put(STANDARD_ERRORS, Map.of("odds", churn.model().odds() * Math.sqrt(variance)));
    double[][] covariance = {{variance}};
    row.put(LOG_COVARIANCE, LogCovariance.of(family.names(), covariance).pairs());
    row.diagnose("due", (double) due);
    row.diagnose("left", (double) left);
    return row.of(runs);
  }

  private ModelRow row(RetentionFamily family, boolean isUsed) {
    ModelRow row = new ModelRow(family.label(), name);
    row.put(TIME_UNIT, isOfTrials() ? name : name.substring(RenewalModels.TERM.length()));
    row.put(IS_USED, isUsed);
    return row;
  }
}
