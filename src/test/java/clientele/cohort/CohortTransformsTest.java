package clientele.cohort;

import static clientele.testing.TableAssert.assertThat;

import clientele.catalogue.Tables;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Four customers and W = 31 at 2024-04-15: a bought on 2024-01-31 only; b on 2024-01-01 and again
 * on 2024-04-15; c on 2024-03-15, exactly W days ago; d one day later. e was refunded only.
 */
@ExtendWith(SparkExtension.class)
final class CohortTransformsTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 4, 15);

  private final CohortTransforms transforms;
  private final CohortTransforms empty;

  CohortTransformsTest(SparkSession spark) {
    this.transforms =
        transforms(
            spark,
            """
            customer_id | month      | order_days | revenue | refunds
            a           | 2024-01-01 | 1073741824 | 10.00   | 0.00
            a           | 2024-02-01 | 0          | 0.00    | 4.00
            b           | 2024-01-01 | 1          | 20.00   | 0.00
            b           | 2024-04-01 | 16384      | 40.00   | 0.00
            c           | 2024-03-01 | 16384      | 30.00   | 0.00
            d           | 2024-03-01 | 32768      | 50.00   | 0.00
            e           | 2024-02-01 | 0          | 0.00    | 5.00
            """);
    this.empty = transforms(spark, "customer_id | month | order_days | revenue | refunds");
  }

  private static CohortTransforms transforms(SparkSession spark, String customerMonth) {
    Dataset<Row> months = TextTable.of(spark, Tables.CUSTOMER_MONTH.schema(), customerMonth);
    return new CohortTransforms(
        List.of(Activity.orders(months, 31, Optional.empty(), AS_OF)),
        TextTable.of(spark, Tables.CUSTOMERS_TABLE.schema(), "customer_id"),
        List.of(),
        List.of(),
        AS_OF);
  }

  @Test
  void churnIsDatedInactiveAfterDaysAfterTheLastOccasion() {
    assertThat(transforms.churnMonthly())
        .within(1e-6)
        .hasRows(
            """
            month      | customers_at_start | gained | churned | returned | customers_at_end | churn_rate | churn_low | churn_high | revenue_at_risk | inactive_after_days | is_mature
            2024-01-01 | 0                  | 2      | 0       | 0        | 2                | null       | null      | null       | 0.00            | 31                  | true
            2024-02-01 | 2                  | 0      | 1       | 0        | 1                | 0.5        | 0.094531  | 0.905469   | 20.00           | 31                  | true
            2024-03-01 | 1                  | 2      | 1       | 0        | 2                | 1          | 0.206549  | 1          | 6.00            | 31                  | true
            2024-04-01 | 2                  | 0      | 1       | 1        | 2                | null       | null      | null       | 30.00           | 31                  | false
            """);
  }

  @Test
  void retentionCountsCustomersWhosePeriodHasPassed() {
    assertThat(transforms.cohortRetention())
        .within(1e-6)
        .hasRows(
            """
            window | cohort     | period | is_total | is_final | cohort_size | eligible | active | active_or_later | retention | churned | hazard | revenue | cumulative_revenue | is_mature
            month  | 2024-01-01 | 0      | false    | true     | 2           | 2        | 2      | 2               | 1         | 0       | 0      | 30.00   | 30.00              | true
            month  | 2024-01-01 | 1      | false    | true     | 2           | 2        | 0      | 1               | 0         | 1       | 0.5    | -4.00   | 26.00              | true
            month  | 2024-01-01 | 2      | false    | false    | 2           | 2        | 0      | 1               | 0         | 1       | 1      | 0.00    | 26.00              | true
            month  | 2024-01-01 | 3      | false    | false    | 2           | 0        | 1      | 1               | null      | 0       | null   | 40.00   | 66.00              | false
            month  | 2024-02-01 | 0      | false    | true     | 0           | 0        | 0      | 0               | null      | 0       | null   | -5.00   | -5.00              | true
            month  | 2024-02-01 | 1      | false    | false    | 0           | 0        | 0      | 0               | null      | 0       | null   | 0.00    | -5.00              | true
            month  | 2024-02-01 | 2      | false    | false    | 0           | 0        | 0      | 0               | null      | 0       | null   | 0.00    | -5.00              | false
            month  | 2024-03-01 | 0      | false    | false    | 2           | 2        | 2      | 2               | 1         | 0       | 0      | 80.00   | 80.00              | true
            month  | 2024-03-01 | 1      | false    | false    | 2           | 0        | 0      | 0               | null      | 1       | null   | 0.00    | 80.00              | false
            month  | null       | 0      | true     | false    | 4           | 4        | 4      | 4               | 1         | 0       | 0      | 105.00  | 105.00             | true
            month  | null       | 1      | true     | false    | 2           | 2        | 0      | 1               | 0         | 1       | 0.5    | -4.00   | 21.00              | true
            month  | null       | 2      | true     | false    | 2           | 2        | 0      | 1               | 0         | 1       | 1      | 0.00    | 26.00              | true
            day30  | 2024-01-01 | 0      | false    | null     | 2           | 2        | 2      | 2               | 1         | null    | null   | null    | null               | true
            day30  | 2024-01-01 | 1      | false    | null     | 2           | 2        | 0      | 1               | 0         | null    | null   | null    | null               | true
            day30  | 2024-01-01 | 2      | false    | null     | 2           | 1        | 0      | 1               | 0         | null    | null   | null    | null               | false
            day30  | 2024-03-01 | 0      | false    | null     | 2           | 2        | 2      | 2               | 1         | null    | null   | null    | null               | true
            day30  | null       | 0      | true     | null     | 4           | 4        | 4      | 4               | 1         | null    | null   | null    | null               | true
            day30  | null       | 1      | true     | null     | 2           | 2        | 0      | 1               | 0         | null    | null   | null    | null               | true
            """);
  }

  @Test
  void withoutOrdersThereAreNoRows() {
    assertThat(empty.churnMonthly()).hasRows("month");
    assertThat(empty.cohortRetention()).hasRows("cohort");
  }
}
