package clientele.fold;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What refunds do to the months, with a window of 31 days at 2024-06-30. */
@ExtendWith(SparkExtension.class)
final class CustomerMonthsTest {
  private final SparkSession spark;

  CustomerMonthsTest(SparkSession spark) {
    this.spark = spark;
  }

  private Dataset<Row> fold(String orders, String refunds) {
    return CustomerMonths.fold(
        TextTable.of(spark, Tables.ORDERS_TABLE.schema(), orders),
        TextTable.of(spark, Tables.REFUNDS_TABLE.schema(), refunds),
        LocalDate.of(2024, 6, 30),
        31,
        CustomerMonths.Categories.NONE);
  }

  @Test
  void refundsBeyondTheAmountChangeTheBooksAndAreFlaggedWithTheOrder() {
    Dataset<Row> months =
        fold(
            """
            order_id | customer_id | ordered_on | amount
            o1       | a           | 2024-02-28 | 10.00
            o2       | a           | 2024-02-28 | 4.00
            """,
            """
            refund_id | customer_id | refunded_on | amount | refund_of
            r1        | a           | 2024-03-01  | 8.00   | o1
            r2        | a           | 2024-03-09  | 5.00   | o1
            r3        | a           | 2024-05-09  | 2.00   | o1
            """);
    assertThat(months)
        .hasRows(
            """
            month      | orders | occasion_revenue | revenue | refunds | excess_refunds
            2024-02-01 | 1      | 4.00             | 14.00   | 0.00    | 3.00
            2024-03-01 | 0      | 0.00             | 0.00    | 13.00   | 0.00
            2024-05-01 | 0      | 0.00             | 0.00    | 2.00    | 0.00
            """);
  }
}
