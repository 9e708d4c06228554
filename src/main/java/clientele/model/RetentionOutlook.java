package clientele.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one way of forecasting says about one cohort.
 *
 * @param model naive, sbg or bdw
 * @param parameters by name; empty where there is no forecast
 * @param holdoutError mean absolute error of the share still there, in the last periods, of the
 *     forecast made without them; empty: too few periods to hold some out
 * @param isBest has the least error of those that can forecast the cohort
 * @param status in words
 * @param bands of the periods after the last known; empty where there is no forecast
 */
public record RetentionOutlook(
    String model,
    Map<String, Double> parameters,
    OptionalDouble holdoutError,
    boolean isBest,
    String status,
    List<Band> bands) {

  /** No forecast, and why. */
  public static RetentionOutlook none(String model, String status) {
    return new RetentionOutlook(model, Map.of(), OptionalDouble.empty(), false, status, List.of());
  }

  /**
   * The share of the cohort's size that is still there after a period, with its 95 % interval: it
   * holds what is not known of the parameters, and the chance of single customers.
   */
  public record Band(double expected, double low, double high) {}
}
