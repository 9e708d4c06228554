package clientele.model.classifier;

import clientele.model.numeric.Maximum;
import clientele.model.numeric.Objective;
import java.util.Optional;

/**
 * A logistic curve over scores: P(yes) = 1 / (1 + exp(-(intercept + slope score))).
 *
 * <p>J. Platt (1999), Probabilistic outputs for support vector machines, in Advances in Large
 * Margin Classifiers: labels count as (n+ + 1) / (n+ + 2) and 1 / (n- + 2) instead of 1 and 0, so
 * that scores which part yes from no have a curve too.
 *
 * <p>Over the log odds of probabilities, slope 1 and intercept 0 say that these are right (D. R.
 * Cox, 1958, Two further applications of a model for binary regression, Biometrika 45): {@link
 * #ofLabels}.
 *
 * @param slope 0 or more: a higher score never means less
 */
public record Platt(double intercept, double slope) implements Calibration {
  private static final long serialVersionUID = 1;

  /** Of standardised scores; further out the curve is a step. */
  private static final double BOUND = 30;

  /** Nothing is surer than this: one row would make a log loss infinite. */
  private static final double NEVER = 1e-12;

  /** The curve of rows with both labels and two scores at least; of others there is none. */
  public static Optional<Platt> of(ScoredRows rows) {
    double positives = rows.positives();
    double negatives = rows.negatives();
    return fit(rows, (positives + 1) / (positives + 2), 1 / (negatives + 2))
        .map(curve -> curve.slope < 0 ? flat(rows) : curve);
  }

  /** The same with labels as they are: what it is without a prior, falling too. */
  public static Optional<Platt> ofLabels(ScoredRows rows) {
    return fit(rows, 1, 0);
  }

  /** Scores that rank the wrong way round say nothing. */
  private static Platt flat(ScoredRows rows) {
    return new Platt(Math.log(rows.positives() / rows.negatives()), 0);
  }

  private static Optional<Platt> fit(ScoredRows rows, double ofYes, double ofNo) {
    double all = rows.rows();
    double mean = 0;
    double square = 0;
    for (int i = 0; i < rows.size(); i++) {
      mean += rows.rows(i) * rows.score(i) / all;
    }
    for (int i = 0; i < rows.size(); i++) {
      double apart = rows.score(i) - mean;
      square += rows.rows(i) * apart * apart / all;
    }
    boolean isFit = rows.positives() > 0 && rows.negatives() > 0 && square > 0;
    if (!isFit) {
      return Optional.empty();
    }
    double scale = Math.sqrt(square);
    double start = Math.log(rows.positives() / rows.negatives());
    Maximum curve =
        Maximum.of(new Likelihood(rows, ofYes, ofNo, mean, scale), new double[] {start, 0}, BOUND);
    if (!curve.converged()) {
      return Optional.empty();
    }
    double slope = curve.point()[1] / scale;
    return Optional.of(new Platt(curve.point()[0] - slope * mean, slope));
  }

  @Override
  public double probability(double score) {
    return Math.min(Math.max(logistic(intercept + slope * score), NEVER), 1 - NEVER);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Of the labels, by intercept and slope of standardised scores. */
  private record Likelihood(ScoredRows rows, double ofYes, double ofNo, double mean, double scale)
      implements Objective {
    @Override
    public double value(double[] point) {
      double sum = 0;
      for (int i = 0; i < rows.size(); i++) {
        double x = point[0] + point[1] * standard(i);
        double yes = expected(i);
        sum -= yes * logOnePlusExp(-x) + (rows.rows(i) - yes) * logOnePlusExp(x);
      }
      return sum;
    }

    @Override
    public double[] gradient(double[] point) {
      double[] slopes = new double[2];
      for (int i = 0; i < rows.size(); i++) {
        double x = point[0] + point[1] * standard(i);
        double apart = expected(i) - rows.rows(i) * logistic(x);
        slopes[0] += apart;
        slopes[1] += apart * standard(i);
      }
      return slopes;
    }

    private double standard(int i) {
      return (rows.score(i) - mean) / scale;
    }

    private double expected(int i) {
      return ofYes * rows.yes(i) + ofNo * (rows.rows(i) - rows.yes(i));
    }

    private static double logOnePlusExp(double x) {
      return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }
  }
}
