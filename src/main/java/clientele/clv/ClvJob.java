package clientele.clv;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.job.Inputs;
import clientele.job.Outputs;
import clientele.job.RunContext;
import clientele.job.TableJob;
import clientele.settings.ClvSettings;
import clientele.settings.Settings;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers will be worth.
 *
 * <p><b>Answers</b>: of each customer, how likely it is that the customer is still there, how many
 * orders will come within the horizon, what these will bring, and between which bounds that lies;
 * how customers as a whole buy again, and how well that could be foretold of the last days.
 *
 * <p><b>Reads</b> silver.customer_month; silver.customers for who was registered before the history
 * begins.
 *
 * <p><b>Writes</b> gold.clv_model, clv_validation, customer_clv.
 *
 * <p><b>Method</b>: each customer's months become one history ({@link CustomerHistories}); models
 * are fitted to the distinct ones ({@link ModelFits}) and tried on days that they do not know
 * ({@link Validation}), and what those that are used expect is worked out once for each ({@link
 * CustomerValues}).
 *
 * <p><b>Example</b>: {@code clientele run clv --date 2024-03-31}
 */
public final class ClvJob implements TableJob {
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
    return List.of(Tables.CUSTOMER_MONTH, Tables.CUSTOMERS_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(Tables.CLV_MODEL, Tables.CLV_VALIDATION, Tables.CUSTOMER_CLV);
  }

  @Override
  public Outputs run(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    ClvSettings clv = settings.clv();
    LocalDate date = context.businessDate();
    Dataset<Row> months = inputs.table(Tables.CUSTOMER_MONTH);
    Dataset<Row> histories =
        CustomerHistories.told(
            CustomerHistories.of(months, clv.holdoutDays(), date),
            Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date),
            settings.source(settings.books()).flatMap(SourceSettings::historyStartsOn),
            settings.churn().inactiveAfterDays());
    return Outputs.of(Tables.CLV_MODEL, ModelFits.of(clv).rows(histories, date))
        .andFrom(
            Tables.CLV_VALIDATION,
            written ->
                new Validation(clv.holdoutDays())
                    .rows(months, histories, written.table(Tables.CLV_MODEL), date))
        .andFrom(
            Tables.CUSTOMER_CLV,
            written -> CustomerValues.of(histories, written.table(Tables.CLV_MODEL), clv, date));
  }
}
