package clientele.ingest;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.settings.SourceName;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class RulesTest {
  private final SparkSession spark;

  RulesTest(SparkSession spark) {
    this.spark = spark;
  }

  /** pax8-cli#439 and #465: what is paid for once, or only tried, taken for recurring revenue. */
  @Test
  void whatDoesNotRecurIsNoSubscription() {
    assertThat(
            checked(
                """
                subscription_id | started_on | ended_on   | price | billing_period | end_reason
                monthly         | 2024-01-05 |            | 9.00  | month          |
                three-years     | 2024-01-05 | 2024-01-05 | 0.00  | P3Y            | cancelled
                once            | 2024-01-05 |            | 9.00  | once           |
                one-time        | 2024-01-05 |            | 9.00  | one-time       |
                lifetime        | 2024-01-05 |            | 9.00  | lifetime       |
                no-months       | 2024-01-05 |            | 9.00  | P0M            |
                hours           | 2024-01-05 |            | 9.00  | PT1H           |
                two-parts       | 2024-01-05 |            | 9.00  | P1Y6M          |
                backwards       | 2024-01-05 | 2024-01-04 | -9.00 | month          | bored
                """))
        .hasRows(
            """
            subscription_id | reasons
            monthly         | ""
            three-years     | ""
            once            | unknown_billing_period
            one-time        | unknown_billing_period
            lifetime        | unknown_billing_period
            no-months       | unknown_billing_period
            hours           | unknown_billing_period
            two-parts       | unknown_billing_period
            backwards       | ended_before_started negative_price unknown_end_reason
            """);
  }

  /** Each row with the names of the rules that it breaks. */
  private Dataset<Row> checked(String subscriptions) {
    Map<String, Column> rules = new TreeMap<>(Rules.of(SourceName.SUBSCRIPTIONS));
    Column[] broken =
        rules.entrySet().stream()
            .map(rule -> when(rule.getValue(), lit(rule.getKey())))
            .toArray(Column[]::new);
    String schema =
        "subscription_id STRING, started_on DATE, ended_on DATE, price DECIMAL(18,2),"
            + " list_price DECIMAL(18,2), billing_period STRING, end_reason STRING";
    return TextTable.of(spark, schema, subscriptions)
        .withColumn("reasons", concat_ws(" ", broken))
        .select("subscription_id", "reasons");
  }
}
