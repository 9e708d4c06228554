package clientele.clv;

import static clientele.catalogue.Vocabulary.*;

import clientele.catalogue.TableColumn;
import clientele.model.FitStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/** One row of gold.clv_model in the making: cells by column, null where there is nothing to say. */
final class ModelRow {
  /** The columns of a row, in their order. */
  static final List<TableColumn> COLUMNS =
      List.of(
          MODEL,
          SEGMENT,
          TIME_UNIT,
          FITTED_MODEL,
          PARAMETERS,
          STANDARD_ERRORS,
          LOG_COVARIANCE,
          LOG_LIKELIHOOD,
          FITTED_CUSTOMERS,
          ITERATIONS,
          CONVERGED,
          GRADIENT_NORM,
          DIAGNOSTICS,
          IS_USED,
          HOLDOUT,
          METHOD,
          FIT_STEPS,
          WARNINGS,
          STATUS);

  /** The segment of models that are fitted to all that is known. */
  static final String ALL = "all";

  /** The segment of those that know nothing after the nearest {@link Origin}. */
  static final String CALIBRATION = "calibration";

  /** How far off the sum over all customers is, as a share of it; among the diagnostics. */
  static final String MODEL_ERROR = "model_error";

  /**
   * Share of revenue that is margin, of all repeat purchases, or of all first ones if nobody paid
   * for these; among the diagnostics.
   */
  static final String MARGIN_RATIO = "margin_ratio";

  /** Value of one of these purchases, over all of them; among the diagnostics. */
  static final String MEAN_ORDER = "mean_order";

  /** With fewer, intervals have to allow for parameters that are not as good as known. */
  static final long ENOUGH_CUSTOMERS = 10_000;

  /** A warning about a model that foretells no better than a naive one begins so. */
  static final String REFUSED = "refused: ";

  /** A warning about a model that is used for want of a better one begins so. */
  static final String STANDS_IN = "stands in for models that ";

  /** A warning about a date that is too early for what is asked begins so. */
  static final String TOO_EARLY = "the date is before ";

  private final Map<TableColumn, Object> cells = new HashMap<>();
  private final Map<String, Double> diagnostics = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  ModelRow(String model, String segment) {
    cells.put(MODEL, model);
    cells.put(SEGMENT, segment);
    cells.put(TIME_UNIT, "week");
    cells.put(IS_USED, false);
    cells.put(CONVERGED, false);
  }

  /** How the fit ended. */
  void put(FitStatus status) {
    cells.put(STATUS, status.text());
    cells.put(CONVERGED, status == FitStatus.FITTED);
    if (status == FitStatus.RIDGE) {
      warnings.add(
          "the data do not tell the parameters apart: what the model expects is sound, its"
              + " parameters are not");
    }
  }

  /** Something that says how well the model fits. */
  void diagnose(String name, double figure) {
    diagnostics.put(name, figure);
  }

  void diagnose(Map<String, Double> figures) {
    diagnostics.putAll(figures);
  }

  /** Something that a reader of the model has to know. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** Of rows of gold.clv_model, what a run has to say aloud of them. */
  static Stream<String> refusals(Row row) {
    List<String> warnings = row.getList(row.fieldIndex(WARNINGS.name()));
    String subject =
        "%s of %s ".formatted(row.getAs(MODEL.name()), row.<String>getAs(SEGMENT.name()));
    return warnings.stream()
        .filter(warning -> Stream.of(REFUSED, STANDS_IN, TOO_EARLY).anyMatch(warning::startsWith))
        .map(subject::concat);
  }

  /** The row as it is now. */
  Row of(long customers) {
    cells.put(FITTED_CUSTOMERS, customers);
    put(DIAGNOSTICS, diagnostics);
    put(WARNINGS, warnings);
    return RowFactory.create(COLUMNS.stream().map(cells::get).toArray());
  }

  void put(TableColumn column, boolean is) {
    cells.put(column, is);
  }

  void put(TableColumn column, int number) {
    cells.put(column, number);
  }

  void put(TableColumn column, String text) {
    cells.put(column, text);
  }

  /** Null is what is not a number. */
  void put(TableColumn column, double number) {
    cells.put(column, Double.isNaN(number) ? null : number);
  }

  void put(TableColumn column, Map<String, Double> numbers) {
    cells.put(column, numbers.isEmpty() ? null : CollectionConverters.asScala(numbers));
  }

  void put(TableColumn column, List<String> texts) {
    cells.put(column, CollectionConverters.asScala(texts).toSeq());
  }
}
