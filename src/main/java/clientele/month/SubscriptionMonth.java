package clientele.month;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Tables;
import clientele.fold.SubscriptionMonths;
import clientele.job.BoundedCollect;
import clientele.job.RunContext;
import clientele.job.Workspace;
import clientele.settings.Settings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps silver.subscription_month, which is small enough to be made anew as a whole. */
final class SubscriptionMonth {
  private SubscriptionMonth() {}

  /** Makes it anew if a term, a rate, a setting or the newest business date is another one. */
  static void update(Workspace workspace, RunContext context) {
    List<Row> stored =
        BoundedCollect.rows(
            workspace
                .whole(Tables.SUBSCRIPTION_MONTH)
                .select(HORIZON.col(), FINGERPRINT.col())
                .limit(1),
            1);
    LocalDate horizon = context.businessDate();
    for (Row row : stored) {
      LocalDate built = row.<Date>getAs(0).toLocalDate();
      horizon = built.isAfter(horizon) ? built : horizon;
    }
    String present = digest(workspace, context, horizon);
    boolean isEmpty = stored.isEmpty() && workspace.files(Tables.SUBSCRIPTIONS_TABLE).isEmpty();
    if (isEmpty || (!stored.isEmpty() && stored.get(0).getString(1).equals(present))) {
      return;
    }
    workspace.replace(
        Tables.SUBSCRIPTION_MONTH,
        folded(workspace, context.settings(), horizon)
            .withColumn(HORIZON.name(), lit(horizon))
            .withColumn(FINGERPRINT.name(), lit(present))
            .select(Tables.SUBSCRIPTION_MONTH.selectOwn()));
  }

  private static Dataset<Row> folded(Workspace workspace, Settings settings, LocalDate horizon) {
    Optional<Dataset<Row>> rates =
        workspace.exists(Tables.FX_RATES_TABLE)
            ? Optional.of(workspace.asOf(Tables.FX_RATES_TABLE, horizon))
            : Optional.empty();
    return SubscriptionMonths.of(
        workspace.asOf(Tables.SUBSCRIPTIONS_TABLE, horizon),
        rates,
        settings.currency(),
        settings.subscriptions(),
        horizon);
  }

  /** Data files never change once written, so equal names mean equal rows. */
  private static String digest(Workspace workspace, RunContext context, LocalDate horizon) {
    return MonthDigests.digest(
        String.join(
            "|",
            horizon.toString(),
            context.settings().currency(),
            context.settings().subscriptions().toString(),
            new TreeSet<>(workspace.files(Tables.SUBSCRIPTIONS_TABLE)).toString(),
            new TreeSet<>(workspace.files(Tables.FX_RATES_TABLE)).toString()));
  }
}
