package clientele.model.classifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How good probabilities of yes are: each measure with its interval of 95 %, by the bootstrap of
 * clusters.
 */
public final class Quality {
  /** Bins of a calibration error. */
  private static final int BINS = 10;

  private static final double TOP = 0.1;
  private static final int SAMPLES = 200;
  private static final double Z = 1.959963984540054;

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("auc", 1, ScoredRows::areaUnderRoc),
          new Measure("average_precision", 1, ScoredRows::averagePrecision),
          new Measure("brier", 1, ScoredRows::brier),
          new Measure("log_loss", Double.POSITIVE_INFINITY, ScoredRows::logLoss),
          new Measure("ece", 1, Quality::calibrationError),
          new Measure("lift_at_10", 1 / TOP, rows -> rows.liftAt(TOP)));

  private Quality() {}

  /**
   * A measure of rows whose scores are probabilities, 0 or more.
   *
   * @param most that it can be
   */
  private record Measure(String name, double most, Function<ScoredRows, OptionalDouble> figure) {}

  /**
   * The figures by name: {@code rows}, {@code base_rate}; {@code auc}, {@code average_precision},
   * {@code brier}, {@code log_loss}, {@code ece} (of ten bins of equal mass), {@code lift_at_10}
   * with {@code _low} and {@code _high}; {@code ece_noise_floor}, what {@code ece} would be of
   * probabilities that are right, and {@code ece_debiased}; {@code calibration_slope} and {@code
   * calibration_intercept}, 1 and 0 where they are right. What the rows do not tell is left out.
   *
   * @param scores probabilities
   * @param seed of the bootstrap
   */
  public static Map<String, Double> of(LabelledScores scores, long seed) {
    Map<String, Double> figures = new LinkedHashMap<>();
    ScoredRows rows = scores.rows();
    figures.put("rows", rows.rows());
    rows.baseRate().ifPresent(rate -> figures.put("base_rate", rate));
    double[] errors = scores.standardErrors(Quality::figures, SAMPLES, seed);
    OptionalDouble[] values = figures(rows);
    for (int i = 0; i < values.length; i++) {
      Measure measure = MEASURES.get(i);
      if (values[i].isPresent() && Double.isFinite(values[i].getAsDouble())) {
        double value = values[i].getAsDouble();
        figures.put(measure.name, value);
        if (Double.isFinite(errors[i])) {
          figures.put(measure.name + "_low", Math.max(0, value - Z * errors[i]));
          figures.put(measure.name + "_high", Math.min(measure.most, value + Z * errors[i]));
        }
      }
    }
    if (rows.rows() > 0) {
      Reliability reliability = Reliability.of(rows, BINS);
      figures.put("ece_noise_floor", reliability.noiseFloor());
      figures.put("ece_debiased", reliability.debiasedError());
    }
    Platt.ofLabels(rows.logOdds())
        .ifPresent(
            line -> {
              figures.put("calibration_slope", line.slope());
              figures.put("calibration_intercept", line.intercept());
            });
    return figures;
  }

  private static OptionalDouble[] figures(ScoredRows rows) {
    return MEASURES.stream()
        .map(measure -> measure.figure.apply(rows))
        .toArray(OptionalDouble[]::new);
  }

  private static OptionalDouble calibrationError(ScoredRows rows) {
    return rows.rows() > 0
        ? OptionalDouble.of(Reliability.of(rows, BINS).error())
        : OptionalDouble.empty();
  }
}
