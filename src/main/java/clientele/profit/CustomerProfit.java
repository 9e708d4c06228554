package clientele.profit;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Ranks;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of gold.customer_profit: customers ranked by profit, with the level of service that
 * matches it.
 */
final class CustomerProfit {
  private CustomerProfit() {}

  /**
   * One row per customer.
   *
   * @param accounts rows of {@link CustomerAccounts}
   * @param values customer_id, clv and status of gold.customer_clv, at most one row per customer
   */
  static Dataset<Row> of(Dataset<Row> accounts, Dataset<Row> values) {
    Dataset<Row> valued =
        accounts
            .join(values, new String[] {CUSTOMER_ID.name()}, "left") // at most one value each
            .withColumn(ServiceLevels.GAIN, ServiceLevels.gain(PROFIT_12M.col()))
            .withColumn(ServiceLevels.PROMISE, ServiceLevels.gain(CLV.col()));
    Column share =
        try_divide(
            Ranks.runningSum(PROFIT.name()).cast("double"),
            Ranks.total(PROFIT.name()).cast("double"));
    Column service = SERVICE_COST_12M.col().cast("double");
    return Ranks.of(valued, PROFIT.name(), ServiceLevels.GAIN, ServiceLevels.PROMISE)
        .withColumn(PROFIT_RANK.name(), PROFIT_RANK.as(Ranks.rank(PROFIT.name())))
        .withColumn(PROFIT_DECILE.name(), PROFIT_DECILE.as(Ranks.tile(PROFIT.name(), 10)))
        .withColumn(CUMULATIVE_PROFIT_SHARE.name(), when(Ranks.total(PROFIT.name()).gt(0), share))
        .withColumn(SERVICE_COST_TO_CLV.name(), try_divide(service, CLV.col().cast("double")))
        .withColumn(SERVICE_LEVEL.name(), ServiceLevels.level())
        .withColumn(SERVICE_LEVEL_REASON.name(), ServiceLevels.reason())
        .select(Tables.CUSTOMER_PROFIT.selectOwn());
  }
}
