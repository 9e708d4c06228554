package clientele.month;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.job.RunContext;
import clientele.job.StoreJob;
import clientele.job.Workspace;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Folds orders, refunds and subscriptions into months.
 *
 * <p><b>Answers</b>: what each customer did in each month, in columns that add up. <b>Reads</b>
 * silver.orders, refunds, subscriptions and fx_rates. <b>Writes</b> silver.customer_month,
 * silver.customer_state, silver.subscription_month, ops.month_build.
 *
 * <p><b>Method</b>: the digest of all that a month is folded from is kept beside it ({@link
 * MonthDigests}); months whose digest is another one are folded again ({@link CustomerMonths}), the
 * rest stays. The table holds the months up to the newest business date that was ever run.
 *
 * <p><b>Example</b>: {@code clientele run months --date 2026-01-31}
 */
public final class MonthsJob implements StoreJob {
  @Override
  public String name() {
    return "months";
  }

  @Override
  public String summary() {
    return "fold orders, refunds and subscriptions into one row per customer and month";
  }

  @Override
  public List<Table> reads() {
    return List.of(
        Tables.ORDERS_TABLE,
        Tables.REFUNDS_TABLE,
        Tables.SUBSCRIPTIONS_TABLE,
        Tables.FX_RATES_TABLE);
  }

  @Override
  public List<Table> writes() {
    return List.of(
        Tables.CUSTOMER_MONTH,
        Tables.CUSTOMER_STATE,
        Tables.SUBSCRIPTION_MONTH,
        Tables.MONTH_BUILD);
  }

  @Override
  public void run(Workspace workspace, RunContext context) {
    foldOrders(workspace, context);
    SubscriptionMonth.update(workspace, context);
  }

  private static void foldOrders(Workspace workspace, RunContext context) {
    int window = context.settings().cancellationWindowDays();
    Map<LocalDate, String> before = new TreeMap<>();
    LocalDate horizon = context.businessDate();
    for (Row row : MonthDigests.stored(workspace)) {
      before.put(row.<Date>getAs(0).toLocalDate(), row.getString(1));
      LocalDate built = row.<Date>getAs(2).toLocalDate();
      horizon = built.isAfter(horizon) ? built : horizon;
    }
    Map<LocalDate, String> now = MonthDigests.present(workspace, context.settings(), horizon);
    List<LocalDate> changed = new ArrayList<>();
    now.forEach(
        (month, digest) -> {
          if (!digest.equals(before.get(month))) {
            changed.add(month);
          }
        });
    before.keySet().stream().filter(month -> !now.containsKey(month)).forEach(changed::add);
    if (changed.isEmpty()) {
      context.progress().accept("    months: nothing changed");
      return;
    }
    context.progress().accept("    months: %d of %d to fold".formatted(changed.size(), now.size()));
    Dataset<Row> orders =
        workspace.asOf(Tables.ORDERS_TABLE, horizon).where(MONTH.col().isin(changed.toArray()));
    // A refund is dated no earlier than the order it names.
    Dataset<Row> refunds =
        workspace
            .asOf(Tables.REFUNDS_TABLE, horizon)
            .where(MONTH.col().geq(lit(Collections.min(changed))));
    Dataset<Row> folded =
        CustomerMonths.fold(orders, refunds, horizon, window, workspace.categories())
            .where(MONTH.col().isin(changed.toArray()));
    workspace.replaceMonths(Tables.CUSTOMER_MONTH, folded, changed);
    keep(workspace, now, horizon);
    CustomerState.update(workspace, horizon, window, changed);
  }

  private static void keep(Workspace workspace, Map<LocalDate, String> now, LocalDate horizon) {
    List<Row> rows = new ArrayList<>();
    now.forEach(
        (month, digest) ->
            rows.add(RowFactory.create(Date.valueOf(month), digest, Date.valueOf(horizon), null)));
    Dataset<Row> table =
        workspace.spark().createDataFrame(rows, Tables.MONTH_BUILD.schema()).drop(RUN_ID.name());
    workspace.replace(Tables.MONTH_BUILD, table);
  }
}
