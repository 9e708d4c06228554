package clientele.fold;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SubscriptionSettings;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The terms as the settings would have them counted: what ends one, and what it is worth. */
public final class TermPolicy {
  private static final String CANCELLED = "cancelled";

  private TermPolicy() {}

  /**
   * The terms with end and price by the policy; days of grace are not in them.
   *
   * @param terms silver.subscriptions as known at a date
   */
  public static Dataset<Row> applied(Dataset<Row> terms, SubscriptionSettings policy) {
    Dataset<Row> ended =
        switch (policy.churnDatedBy()) {
          case SERVICE_END -> terms;
          case NOTICE -> endedByNotice(terms);
        };
    return switch (policy.priceBasis()) {
      case BILLED -> ended;
      case LIST -> ended.withColumn(PRICE.name(), coalesce(LIST_PRICE.col(), PRICE.col()));
    };
  }

  private static Dataset<Row> endedByNotice(Dataset<Row> terms) {
    Column isByNotice =
        coalesce(CANCELLED_ON.col().lt(ENDED_ON.col()), CANCELLED_ON.col().isNotNull());
    // Who gave notice before the term began has never been in it.
    Column noticed = greatest(CANCELLED_ON.col(), STARTED_ON.col());
    return terms
        .withColumn(END_REASON.name(), when(isByNotice, CANCELLED).otherwise(END_REASON.col()))
        .withColumn(ENDED_ON.name(), when(isByNotice, noticed).otherwise(ENDED_ON.col()));
  }
}
