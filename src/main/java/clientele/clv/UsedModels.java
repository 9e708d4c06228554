package clientele.clv;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.model.CovariateFamily;
import clientele.model.GammaGamma;
import clientele.model.LogCovariance;
import clientele.model.PurchaseFamily;
import clientele.model.PurchaseModel;
import clientele.model.Renewals;
import clientele.model.RetentionFamily;
import clientele.model.RetentionModel;
import clientele.model.Season;
import clientele.model.SeasonFit;
import clientele.model.SpendModel;
import clientele.model.ValueIntervals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The models in use, as one row. */
final class UsedModels {
  private static final String PURCHASES = "purchases";
  private static final String SPEND = "spend";
  private static final String COVARIATES = "covariates";
  private static final String VALUES = "values";
  private static final String RENEWALS = "renewals";
  private static final String SEASON = "season";
  private static final String MODEL_ERROR = "model_error";
  private static final String SPEND_MODEL = "spend_model";
  private static final String SPEND_PARAMETERS = "spend_parameters";
  private static final String MARGIN_RATIO = "margin_ratio";

  /** The covariance of the purchase model, however many customers tell it. */
  private static final String SPREAD = "spread";

  /** That could be the true one, and which the draws of an interval take in turn. */
  private static final int PLAUSIBLE_MODELS = 100;

  private UsedModels() {}

  /**
   * One row; what has no model is null.
   *
   * @param models rows of gold.clv_model
   */
  static Dataset<Row> row(Dataset<Row> models) {
    Column ofSpend = MODEL.col().equalTo(GammaGamma.LABEL);
    Column isSeason = MODEL.col().equalTo(SeasonFit.LABEL);
    Column ofOrders = IS_USED.col().and(SEGMENT.col().equalTo(ModelRow.ALL));
    // With more customers the parameters are as good as known.
    Column covariance =
        when(FITTED_CUSTOMERS.col().lt(ModelRow.ENOUGH_CUSTOMERS), LOG_COVARIANCE.col());
    Column purchases =
        struct(
            FITTED_MODEL.col(),
            METHOD.col(),
            PARAMETERS.col(),
            DIAGNOSTICS.col(),
            LOG_COVARIANCE.col().as(SPREAD),
            covariance.as(LOG_COVARIANCE.name()));
    Column isWellKnown = array_min(map_values(Cells.sizes())).geq(ModelRow.ENOUGH_CUSTOMERS);
    Column covariates =
        struct(
            METHOD.col(),
            PARAMETERS.col(),
            Cells.values().as(VALUES),
            LOG_COVARIANCE.col().as(SPREAD),
            when(not(isWellKnown), LOG_COVARIANCE.col()).as(LOG_COVARIANCE.name()));
    Column spend = struct(FITTED_MODEL.col(), PARAMETERS.col(), DIAGNOSTICS.col());
    Column renewals =
        struct(
            SEGMENT.col(),
            FITTED_MODEL.col(),
            PARAMETERS.col(),
            covariance.as(LOG_COVARIANCE.name()));
    Column ofCovariates = IS_USED.col().and(SEGMENT.col().equalTo(SegmentRows.COVARIATES));
    Column ofRenewals = IS_USED.col().and(RenewalModels.isOfRenewals());
    Column ofPurchases = col(PURCHASES).getField(DIAGNOSTICS.name());
    Column ofMoney = col(SPEND).getField(DIAGNOSTICS.name());
    return models
        .agg(
            first(when(ofOrders.and(not(ofSpend.or(isSeason))), purchases), true).as(PURCHASES),
            first(when(ofOrders.and(isSeason), PARAMETERS.col()), true).as(SEASON),
            first(when(ofOrders.and(ofSpend), spend), true).as(SPEND),
            first(when(ofCovariates, covariates), true).as(COVARIATES),
            collect_list(when(ofRenewals, renewals)).as(RENEWALS))
        .select(
            col(PURCHASES).getField(FITTED_MODEL.name()).as(MODEL.name()),
            col(PURCHASES).getField(METHOD.name()).as(METHOD.name()),
            col(PURCHASES).getField(PARAMETERS.name()).as(PARAMETERS.name()),
            col(PURCHASES).getField(LOG_COVARIANCE.name()).as(LOG_COVARIANCE.name()),
            col(PURCHASES).getField(SPREAD).as(SPREAD),
            ofPurchases.getItem(ModelRow.MODEL_ERROR).as(MODEL_ERROR),
            col(SPEND).getField(FITTED_MODEL.name()).as(SPEND_MODEL),
            col(SPEND).getField(PARAMETERS.name()).as(SPEND_PARAMETERS),
            ofMoney.getItem(ModelRow.MARGIN_RATIO).as(MARGIN_RATIO),
            col(COVARIATES),
            col(SEASON),
            col(RENEWALS));
  }

  /** Whether what orders will bring can be told. */
  static Column knowOrders() {
    return MODEL.col().isNotNull().and(col(SPEND_MODEL).isNotNull());
  }

  /** Share of payments for subscriptions that is margin, as {@link SubscriberValues} has it. */
  static Column marginOfSubscriptions() {
    return coalesce(greatest(col(MARGIN_RATIO), lit(0.0)), lit(1.0));
  }

  /** Share of the total that past forecasts were off by; null: not known. */
  static Column modelError() {
    return col(MODEL_ERROR);
  }

  /** Whether there are purchase models around the fitted ones. */
  static Column isTold() {
    Column ofCells = col(COVARIATES).isNull().or(col(COVARIATES).getField(SPREAD).isNotNull());
    return col(SPREAD).isNotNull().and(ofCells);
  }

  /** The values, as region=North, that the model of purchases knows; null: none. */
  static Column covariateValues() {
    return col(COVARIATES).getField(VALUES);
  }

  /** How the model that knows them came about. */
  static Column covariateMethod() {
    return col(COVARIATES).getField(METHOD.name());
  }

  static boolean knowOrders(Row row) {
    return row.getAs(MODEL.name()) != null && row.getAs(SPEND_MODEL) != null;
  }

  /**
   * Of the customers of a cell.
   *
   * @param cell {@link Cells#of}; empty: of all
   */
  static PurchaseModel purchases(Row row, List<String> cell) {
    Map<String, Double> parameters =
        cell.isEmpty()
            ? numbers(row, PARAMETERS.name())
            : CovariateFamily.parameters(
                numbers(row.<Row>getAs(COVARIATES), PARAMETERS.name()), cell);
    return PurchaseFamily.model(row.getAs(MODEL.name()), parameters);
  }

  /** How well the data tell it, if that matters and can be told. */
  private static Optional<LogCovariance> covariance(Row row, List<String> cell, String name) {
    Row model = cell.isEmpty() ? row : row.<Row>getAs(COVARIATES);
    if (model.isNullAt(model.fieldIndex(name))) {
      return Optional.empty();
    }
    LogCovariance all = new LogCovariance(numbers(model, name));
    return Optional.of(cell.isEmpty() ? all : all.ofCell(purchaseFamily(row), cell));
  }

  static SpendModel spend(Row row) {
    return SpendModel.of(row.getAs(SPEND_MODEL), numbers(row, SPEND_PARAMETERS));
  }

  /** The clock of purchases; the calendar if no season is used. */
  static Season season(Row row) {
    return row.isNullAt(row.fieldIndex(SEASON)) ? Season.NONE : Season.of(numbers(row, SEASON));
  }

  /** Share of revenue that is margin; 1 if no revenue is known. */
  static double marginRatio(Row row) {
    Double ratio = row.getAs(MARGIN_RATIO);
    return ratio == null ? 1 : ratio;
  }

  static ValueIntervals intervals(Row row, List<String> cell, Horizon horizon) {
    return ValueIntervals.of(
        plausible(row, cell), spend(row), horizon.length(), horizon.present(), horizon.version());
  }

  /** Models that could be the true one: the fitted one alone, if the data tell it well. */
  private static List<PurchaseModel> plausible(Row row, List<String> cell) {
    PurchaseModel fitted = purchases(row, cell);
    return covariance(row, cell, LOG_COVARIANCE.name())
        .map(all -> all.plausible(purchaseFamily(row), fitted.parameters(), PLAUSIBLE_MODELS))
        .orElse(List.of(fitted));
  }

  /** A few models around the fitted one, as far as the data tell it; itself if they do not. */
  static List<PurchaseModel> around(Row row, List<String> cell) {
    PurchaseModel fitted = purchases(row, cell);
    return covariance(row, cell, SPREAD)
        .map(all -> all.around(purchaseFamily(row), fitted.parameters()))
        .orElse(List.of(fitted));
  }

  private static PurchaseFamily purchaseFamily(Row row) {
    return PurchaseFamily.ofLabel(row.getAs(MODEL.name())).orElseThrow();
  }

  /** By segment; {@link RenewalModels#TRIAL} has the first payment after a trial alone. */
  static Map<String, Renewals> renewals(Row row) {
    Map<String, Row> models = new HashMap<>();
    for (Row model : row.<Row>getList(row.fieldIndex(RENEWALS))) {
      models.put(model.getAs(SEGMENT.name()), model);
    }
    Row trial = models.remove(RenewalModels.TRIAL);
    double conversion = trial == null ? 0 : Math.exp(retention(trial).logSurvival(1));
    Map<String, Renewals> renewals = new HashMap<>();
    models.forEach(
        (segment, model) ->
            renewals.put(
                segment, Renewals.of(retention(model), plausibleRetention(model), conversion)));
    return renewals;
  }

  private static RetentionModel retention(Row model) {
    return family(model).model(numbers(model, PARAMETERS.name()));
  }

  private static RetentionFamily family(Row model) {
    return RetentionFamily.ofLabel(model.getAs(FITTED_MODEL.name()));
  }

  private static List<RetentionModel> plausibleRetention(Row model) {
    return model.isNullAt(model.fieldIndex(LOG_COVARIANCE.name()))
        ? List.of(retention(model))
        : new LogCovariance(numbers(model, LOG_COVARIANCE.name()))
            .plausible(family(model), numbers(model, PARAMETERS.name()), PLAUSIBLE_MODELS);
  }

  /** The numbers of a column by their names. */
  static Map<String, Double> numbers(Row row, String name) {
    return row.getJavaMap(row.fieldIndex(name));
  }
}
