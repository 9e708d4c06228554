package clientele.profit;

import static clientele.catalogue.Vocabulary.CLV;
import static clientele.catalogue.Vocabulary.PROFIT_12M;
import static clientele.catalogue.Vocabulary.STATUS;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Ranks;
import org.apache.spark.sql.Column;

/**
 * The level of service that a customer's profit and expected value pay for.
 *
 * <p>Customers with a profit in the last 12 months, and those with a value to come, are cut into
 * thirds, 1 with the most; who has none of it is in the last third. Both thirds added up: 2 or 3 is
 * high-touch, 4 standard, 5 or 6 self-service. Before that, who lost more than is to come is for
 * review.
 */
final class ServiceLevels {
  /** Profit of 12 months of those who have any. */
  static final String GAIN = "gain";

  /** Value to come of those who have any. */
  static final String PROMISE = "promise";

  private static final int THIRDS = 3;

  private ServiceLevels() {}

  /** Null where there is none, so that customers with nothing do not fill up the thirds. */
  static Column gain(Column amount) {
    return when(amount.gt(0), amount);
  }

  /** Of rows ranked by {@link #GAIN} and {@link #PROMISE}. */
  static Column level() {
    Column both = third(GAIN).plus(third(PROMISE));
    return when(isLost(), "review")
        .when(both.leq(3), "high-touch")
        .when(both.equalTo(4), "standard")
        .otherwise("self-service");
  }

  /** In words. */
  static Column reason() {
    Column noValue =
        concat(lit("no value: "), coalesce(STATUS.col(), lit("not in gold.customer_clv")));
    Column value =
        when(CLV.col().isNull(), noValue)
            .otherwise(concat(lit("value third "), third(PROMISE).cast("string")));
    Column profit =
        when(isLost(), "loss of 12 months above value")
            .otherwise(concat(lit("profit third "), third(GAIN).cast("string")));
    return concat(profit, lit(", "), value);
  }

  private static Column isLost() {
    return PROFIT_12M.col().plus(coalesce(CLV.col(), lit(0))).lt(0);
  }

  private static Column third(String amount) {
    return coalesce(Ranks.tile(amount, THIRDS), lit(THIRDS));
  }
}
