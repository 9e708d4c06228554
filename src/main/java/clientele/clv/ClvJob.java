package clientele.clv;

import static clientele.catalogue.Vocabulary.ACQUISITION_CHANNEL;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.FIRST_PAID_ON;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.PaidSpans;
import clientele.fold.RenewalClocks;
import clientele.job.BoundedCollect;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.model.Season;
import clientele.settings.ClvSettings;
import clientele.settings.Dimension;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers will be worth.
 *
 * <p><b>Answers</b>: of each customer, how likely it is that the customer is still there, how many
 * orders will come within the horizon, what these and the payments of subscriptions will bring, and
 * between which bounds that lies; how customers as a whole buy again and renew, and how well that
 * could be foretold of the last days.
 *
 * <p><b>Reads</b> silver.customer_month, subscription_month, subscriptions and fx_rates;
 * silver.customers for who was registered before the history begins, and for dimensions and
 * acquisition cost; silver.orders and subscriptions for the dimensions that describe the first
 * order or the plan.
 *
 * <p><b>Writes</b> gold.clv_model, clv_validation, customer_clv, clv_cohort.
 *
 * <p><b>Method</b>: each customer's months become one history ({@link CustomerHistories}); models
 * are fitted to the distinct ones ({@link ModelFits}), by the clock of the season where the data
 * tell one ({@link Seasons}), and tried on days that they do not know ({@link Validation}), and
 * what those that are used expect is worked out once for each ({@link CustomerValues}).
 * Subscriptions are put on the clock of their renewals ({@link RenewalClocks}), which models are
 * fitted to as well ({@link RenewalModels}). Customers add up by month of their first order ({@link
 * CohortValues}).
 *
 * <p><b>Example</b>: {@code clientele run clv --date 2024-03-31}
 */
public final class ClvJob implements TableJob {
  /** Of purchases a hundred, of renewals three for each length of billing period. */
  private static final int MOST_MODELS = 10_000;

  @Override
  public String name() {
    return "clv";
  }

  @Override
  public String summary() {
    return "what each customer will be worth, and the models that say so";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.CUSTOMER_MONTH,
        Tables.SUBSCRIPTION_MONTH,
        Tables.CUSTOMERS_TABLE,
        Tables.ORDERS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.FX_RATES_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.CLV_MODEL, Tables.CLV_VALIDATION, Tables.CUSTOMER_CLV, Tables.CLV_COHORT);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    ClvSettings clv = settings.clv();
    LocalDate date = context.businessDate();
    Dataset<Row> months = inputs.table(Tables.CUSTOMER_MONTH);
    Dataset<Row> occasions =
        clv.opportunity().map(period -> OpportunityMonths.of(months, period, date)).orElse(months);
    Dataset<Row> customers = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
    Dataset<Row> histories =
        CustomerHistories.told(
            CustomerHistories.of(occasions, clv.holdoutDays(), date),
            customers,
            settings.source(settings.books()).flatMap(SourceSettings::historyStartsOn),
            settings.churn().inactiveAfterDays());
    Dataset<Row> known = CustomerHistories.known(histories, customers, clv.covariates());
    Optional<Dataset<Row>> clocks = clocks(inputs, settings, date);
    return Outputs.ofFit(
            Tables.CLV_MODEL, () -> told(models(known, clocks, clv, date), context.progress()))
        .andFrom(
            Tables.CLV_VALIDATION,
            written ->
                new Validation(clv.holdoutDays(), clv.pace(Season.NONE))
                    .rows(occasions, histories, written.table(Tables.CLV_MODEL), date))
        .andFrom(
            Tables.CUSTOMER_CLV,
            written -> CustomerValues.of(known, clocks, written.table(Tables.CLV_MODEL), clv, date))
        .andFrom(
            Tables.CLV_COHORT,
            written ->
                cohorts(inputs, context, customers)
                    .rows(
                        months,
                        settings
                            .source(SourceName.SUBSCRIPTIONS)
                            .map(source -> inputs.table(Tables.SUBSCRIPTION_MONTH)),
                        written.table(Tables.CUSTOMER_CLV),
                        written.table(Tables.CLV_MODEL),
                        clv));
  }

  private static Dataset<Row> models(
      Dataset<Row> histories, Optional<Dataset<Row>> clocks, ClvSettings clv, LocalDate date) {
    Dataset<Row> ofOrders = ModelFits.of(clv).rows(histories, date);
    return clocks.map(all -> ofOrders.unionByName(RenewalModels.rows(all, date))).orElse(ofOrders);
  }

  /** The rows, as they are, after saying which models are refused. */
  private static Dataset<Row> told(Dataset<Row> models, Consumer<String> progress) {
    List<Row> rows = BoundedCollect.rows(models, MOST_MODELS);
    rows.stream().flatMap(ModelRow::refusals).forEach(line -> progress.accept("    clv: " + line));
    return models.sparkSession().createDataFrame(rows, models.schema());
  }

  /** Empty where no subscriptions are read. */
  private static Optional<Dataset<Row>> clocks(Inputs inputs, Settings settings, LocalDate date) {
    return settings
        .source(SourceName.SUBSCRIPTIONS)
        .map(
            source ->
                RenewalClocks.of(
                    inputs.comparableTerms(),
                    settings.subscriptions(),
                    source.historyStartsOn(),
                    date));
  }

  private static CohortValues cohorts(Inputs inputs, RunContext context, Dataset<Row> customers) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    List<Dimension> dimensions = dimensions(settings);
    Dataset<Row> terms = inputs.comparableTerms();
    CohortMembers members =
        new CohortMembers(
            customers,
            settings
                .source(SourceName.SUBSCRIPTIONS)
                .map(source -> PaidSpans.perCustomer(terms, date, settings.subscriptions()))
                .map(paid -> paid.select(CUSTOMER_ID.col(), FIRST_PAID_ON.col())),
            settings.source(settings.books()).flatMap(SourceSettings::historyStartsOn),
            settings.churn().inactiveAfterDays());
    List<Dataset<Row>> builtIns =
        Dimensions.builtIns(
            dimensions,
            inputs.table(Tables.ORDERS_TABLE),
            inputs.table(Tables.CUSTOMER_MONTH),
            terms,
            settings.subscriptions(),
            date);
    return new CohortValues(members, dimensions, builtIns, date);
  }

  /** Those of the settings, and the channel that brought the customer, where it can be known. */
  private static List<Dimension> dimensions(Settings settings) {
    Stream<Dimension> channel =
        settings.source(SourceName.CUSTOMERS).stream()
            .map(source -> new Dimension(ACQUISITION_CHANNEL.name()));
    return Stream.concat(settings.dimensions().stream(), channel).distinct().toList();
  }
}
