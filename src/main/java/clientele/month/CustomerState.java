package clientele.month;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Tables;
import clientele.fold.CustomerMonths;
import clientele.fold.CustomerTotals;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Totals of the settled months, so that a daily run need not add up all history. */
final class CustomerState {
  private CustomerState() {}

  /** Adds them up again where a settled month changed, or another one is settled now. */
  static void update(
      Workspace workspace, LocalDate horizon, int windowDays, List<LocalDate> changed) {
    LocalDate settled = CustomerMonths.settledThrough(horizon, windowDays);
    Dataset<Row> state = workspace.whole(Tables.CUSTOMER_STATE);
    List<Row> stored = BoundedCollect.rows(state.select(SETTLED_THROUGH.col()).distinct(), 10);
    boolean same = stored.size() == 1 && stored.get(0).getDate(0).toLocalDate().equals(settled);
    if (same && changed.stream().allMatch(month -> month.isAfter(settled))) {
      return;
    }
    Dataset<Row> months =
        workspace.whole(Tables.CUSTOMER_MONTH).where(MONTH.col().leq(lit(settled)));
    workspace.replace(
        Tables.CUSTOMER_STATE,
        CustomerTotals.of(months)
            .withColumn(SETTLED_THROUGH.name(), lit(settled))
            .select(Tables.CUSTOMER_STATE.selectOwn()));
  }
}
