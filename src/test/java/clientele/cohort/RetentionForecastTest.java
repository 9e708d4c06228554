package clientele.cohort;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;
import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Check;
import clientele.catalogue.Tables;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Subscriptions of 2024-01 leave as Fader and Hardie's (2007) regular customers did in years 1 to
 * 7; a younger cohort shares their fit. Orders have one cohort whose counts cannot be, and one of a
 * single customer. The last row of each is not over.
 */
@ExtendWith(SparkExtension.class)
final class RetentionForecastTest {
  private final Dataset<Row> forecast;

  RetentionForecastTest(SparkSession spark) {
    Dataset<Row> retention =
        TextTable.of(
            spark,
            Tables.COHORT_RETENTION.schema(),
            """
            basis         | dimension | value | window | cohort     | period | is_total | cohort_size | active_or_later | churned | is_mature
            subscriptions | all       | all   | month  | 2024-01-01 | 0      | false    | 1000        | 1000            | 0       | true
            subscriptions | all       | all   | month  | 2024-01-01 | 1      | false    | 1000        | 1000            | 369     | true
            subscriptions | all       | all   | month  | 2024-01-01 | 2      | false    | 1000        | 1000            | 163     | true
            subscriptions | all       | all   | month  | 2024-01-01 | 3      | false    | 1000        | 1000            | 86      | true
            subscriptions | all       | all   | month  | 2024-01-01 | 4      | false    | 1000        | 1000            | 56      | true
            subscriptions | all       | all   | month  | 2024-01-01 | 5      | false    | 1000        | 1000            | 37      | true
            subscriptions | all       | all   | month  | 2024-01-01 | 6      | false    | 1000        | 1000            | 27      | true
            subscriptions | all       | all   | month  | 2024-01-01 | 7      | false    | 1000        | 1000            | 21      | true
            subscriptions | all       | all   | month  | 2024-01-01 | 8      | false    | 1000        | 1000            | 9       | false
            subscriptions | all       | all   | month  | 2024-08-01 | 0      | false    | 100         | 100             | 0       | true
            subscriptions | all       | all   | day30  | 2024-01-01 | 0      | false    | 1000        | 1000            | null    | true
            subscriptions | all       | all   | month  | null       | 0      | true     | 1100        | 1100            | 0       | true
            subscriptions | all       | all   | month  | 1900-01-01 | 0      | false    | 500         | 500             | 3       | true
            subscriptions | all       | all   | month  | 2024-02-01 | 0      | false    | 0           | 0               | 0       | true
            orders        | region    | North | month  | 2024-01-01 | 0      | false    | 10          | 10              | 0       | true
            orders        | region    | North | month  | 2024-01-01 | 1      | false    | 10          | 10              | 4       | true
            orders        | region    | North | month  | 2024-01-01 | 2      | false    | 10          | 10              | -1      | true
            orders        | region    | North | month  | 2024-01-01 | 3      | false    | 10          | 10              | 0       | false
            orders        | region    | North | month  | 2024-02-01 | 0      | false    | 1           | 1               | 0       | true
            """);
    this.forecast = RetentionForecast.of(retention, 90).cache();
  }

  @Test
  void everyCohortIsForecastForTwelvePeriodsByEveryModel() {
    assertThat(
            forecast
                .groupBy("basis", "dimension", "value", "cohort", "model")
                .agg(count("*").as("cohort_size"), min("period").as("period")))
        .hasRows(
            """
            basis         | dimension | value | cohort     | model | cohort_size | period
            subscriptions | all       | all   | 2024-01-01 | naive | 12          | 8
            subscriptions | all       | all   | 2024-01-01 | sbg   | 12          | 8
            subscriptions | all       | all   | 2024-01-01 | bdw   | 12          | 8
            subscriptions | all       | all   | 2024-08-01 | naive | 12          | 1
            subscriptions | all       | all   | 2024-08-01 | sbg   | 12          | 1
            subscriptions | all       | all   | 2024-08-01 | bdw   | 12          | 1
            orders        | region    | North | 2024-01-01 | naive | 12          | 3
            orders        | region    | North | 2024-01-01 | sbg   | 12          | 3
            orders        | region    | North | 2024-01-01 | bdw   | 12          | 3
            orders        | region    | North | 2024-02-01 | naive | 12          | 1
            orders        | region    | North | 2024-02-01 | sbg   | 12          | 1
            orders        | region    | North | 2024-02-01 | bdw   | 12          | 1
            """);
  }

  /** .241 × (β + 7) / (α + β + 7) for period 8; β / (α + β) for the first period of a cohort. */
  @Test
  void cohortsGoOnFromWhereTheyStand() {
    assertThat(
            forecast.where(
                "basis = 'subscriptions' and model = 'sbg' and period = if(cohort ="
                    + " date'2024-01-01', 8, 1)"))
        .within(2e-4)
        .hasRows(
            """
            cohort     | period | expected_retention | status
            2024-01-01 | 8      | 0.2219             | fitted
            2024-08-01 | 1      | 0.6267             | fitted
            """);
  }

  @Test
  void aCurveThatRisesIsRefusedAndStopsNothing() {
    assertThat(forecast.where("basis = 'orders' and period = 4"))
        .hasRows(
            """
            cohort     | model | expected_retention | low  | high | parameters | holdout_error | is_best | status
            2024-01-01 | naive | null               | null | null | null       | null          | false   | refused: the survival curve rises
            2024-01-01 | sbg   | null               | null | null | null       | null          | false   | refused: the survival curve rises
            2024-01-01 | bdw   | null               | null | null | null       | null          | false   | refused: the survival curve rises
            2024-02-01 | naive | null               | null | null | null       | null          | false   | skipped: too few periods
            2024-02-01 | sbg   | null               | null | null | null       | null          | false   | skipped: too few periods
            2024-02-01 | bdw   | null               | null | null | null       | null          | false   | skipped: too few periods
            """);
  }

  @Test
  void oneModelIsTheBestOfACohort() {
    assertThat(
            forecast
                .where("is_best and cohort = date'2024-01-01' and basis = 'subscriptions'")
                .selectExpr("count(distinct model) as period"))
        .hasRows(
            """
            period
            1
            """);
    assertThat(
            forecast
                .where("holdout_error is not null")
                .groupBy("basis", "dimension", "value", "cohort")
                .agg(expr("min(holdout_error)").as("least"), expr("max_by(holdout_error, is_best)"))
                .toDF("basis", "dimension", "value", "cohort", "least", "of_best")
                .selectExpr("count_if(least <> of_best) AS wrong", "count(*) > 0 AS some"))
        .hasRows(
            """
            wrong | some
            0     | true
            """);
  }

  @Test
  void rowsObeyTheRulesOfTheTable() {
    List<Column> broken =
        Tables.RETENTION_FORECAST.checks().stream().map(Check::violations).toList();
    Row row = forecast.agg(broken.get(0), broken.get(1)).first();

    assertThat(row.getLong(0)).isZero();
    assertThat(row.getLong(1)).isZero();
  }
}
