package clientele.subscription;

import static clientele.testing.TableAssert.assertThat;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.settings.Dimension;
import clientele.testing.DataFolder;
import clientele.testing.SparkExtension;
import clientele.testing.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A few customers at 2024-06-30.
 *
 * <p>a pays from the end of January on: five months on July 1st, as June 30th is the fifth. b's
 * payment failed after two months, and b is back twelve days later. c failed in the first month and
 * stays away. d left, came back and failed; e fails on the day itself.
 */
@ExtendWith(SparkExtension.class)
final class SurvivalTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 6, 30);
  private static final String SPELL =
      "customer_id STRING, spell INT, paid_from DATE, ended_on DATE, end_reason STRING";
  private static final String SPELLS =
      """
      customer_id | spell | paid_from  | ended_on   | end_reason
      a           | 1     | 2024-01-31 | null       | null
      b           | 1     | 2024-01-10 | 2024-03-10 | payment_failed
      b           | 2     | 2024-03-22 | null       | null
      c           | 1     | 2024-03-15 | 2024-04-14 | payment_failed
      d           | 1     | 2024-01-01 | 2024-02-01 | null
      d           | 2     | 2024-04-01 | 2024-06-15 | payment_failed
      d           | 3     | 2024-06-20 | null       | null
      e           | 1     | 2024-02-29 | 2024-06-30 | payment_failed
      """;

  private final SparkSession spark;

  SurvivalTest(SparkSession spark) {
    this.spark = spark;
  }

  private Survival survival(String spells, String customers, Optional<LocalDate> historyStartsOn) {
    return new Survival(
        TextTable.of(spark, SPELL, spells),
        TextTable.of(spark, Tables.CUSTOMERS_TABLE.schema(), customers),
        List.of(),
        List.of(),
        historyStartsOn,
        AS_OF);
  }

  @Test
  void theFirstSpellOfEachCustomerCounts() {
    assertThat(survival(SPELLS, "customer_id", Optional.empty()).subscriptionSurvival())
        .within(1e-6)
        .hasRows(
            """
            dimension | value | tenure_month | at_risk | churned | involuntary | censored | survival | low      | high     | voluntary_incidence | involuntary_incidence | restricted_mean_months | median_months
            all       | all   | 0            | 5       | 1       | 1           | 0        | 0.8      | 0.203809 | 0.969180 | 0                   | 0.2                   | 0                      | 2
            all       | all   | 1            | 4       | 1       | 0           | 0        | 0.6      | 0.125730 | 0.881756 | 0.2                 | 0.2                   | 0.8                    | 2
            all       | all   | 2            | 3       | 1       | 1           | 0        | 0.4      | 0.051976 | 0.752816 | 0.2                 | 0.4                   | 1.4                    | 2
            all       | all   | 3            | 2       | 0       | 0           | 0        | 0.4      | 0.051976 | 0.752816 | 0.2                 | 0.4                   | 1.8                    | 2
            all       | all   | 4            | 2       | 1       | 1           | 0        | 0.2      | 0.008369 | 0.581853 | 0.2                 | 0.6                   | 2.2                    | 2
            all       | all   | 5            | 1       | 0       | 0           | 1        | 0.2      | 0.008369 | 0.581853 | 0.2                 | 0.6                   | 2.4                    | 2
            """);
  }

  /**
   * b is back in the first month, c is followed for two full months, d and e for none: d's return
   * is in a month that is not over.
   */
  @Test
  void recoveryCountsFullMonthsAfterTheFirstFailure() {
    assertThat(survival(SPELLS, "customer_id", Optional.empty()).paymentRecovery())
        .within(1e-6)
        .hasRows(
            """
            dimension | value | months_since_failure | at_risk | recovered | censored | recovery | low      | high
            all       | all   | 0                    | 4       | 0         | 2        | 0        | 0        | 0
            all       | all   | 1                    | 2       | 1         | 0        | 0.5      | 0.089590 | 0.994017
            all       | all   | 2                    | 1       | 0         | 1        | 0.5      | 0.089590 | 0.994017
            """);
  }

  /**
   * History from 2024-03-01: a and b enter late, after one full month, e after none; d had left
   * before; c registered before, is first seen paying after, and may have paid before.
   */
  @Test
  void whoCameBeforeTheHistoryEntersLate() {
    Survival survival =
        survival(
            SPELLS,
            """
            customer_id | signed_up_on
            a           | 2023-12-01
            c           | 2024-02-01
            """,
            Optional.of(LocalDate.of(2024, 3, 1)));
    assertThat(survival.subscriptionSurvival())
        .within(1e-6)
        .hasRows(
            """
            tenure_month | at_risk | churned | censored | survival | involuntary_incidence | median_months
            0            | 0       | 0       | 0        | 1        | 0                     | 4
            1            | 1       | 0       | 0        | 1        | 0                     | 4
            2            | 3       | 1       | 0        | 0.666667 | 0.333333              | 4
            3            | 2       | 0       | 0        | 0.666667 | 0.333333              | 4
            4            | 2       | 1       | 0        | 0.333333 | 0.666667              | 4
            5            | 1       | 0       | 1        | 0.333333 | 0.666667              | 4
            """);
    assertThat(survival.paymentRecovery())
        .hasRows(
            """
            months_since_failure | at_risk | recovered | censored
            0                    | 4       | 0         | 2
            1                    | 2       | 1         | 0
            2                    | 1       | 0         | 1
            """);
  }

  @Test
  void failuresBeforeTheHistoryAreNotCounted() {
    Survival survival = survival(SPELLS, "customer_id", Optional.of(LocalDate.of(2024, 6, 1)));
    assertThat(survival.paymentRecovery())
        .hasRows(
            """
            months_since_failure | at_risk | recovered | censored
            0                    | 2       | 0         | 2
            """);
  }

  @Test
  void withoutSubscriptionsThereAreNoRows() {
    Survival survival = survival("customer_id", "customer_id", Optional.empty());
    assertThat(survival.subscriptionSurvival()).hasRows("tenure_month");
    assertThat(survival.paymentRecovery()).hasRows("months_since_failure");
  }

  /**
   * The customers of IBM's Telco sample as spells. Expected: KaplanMeierFitter of lifelines 0.30.3
   * on (tenure, Churn), all and by Contract, with restricted_mean_survival_time and
   * median_survival_time_.
   */
  @Test
  void telcoCustomersHaveTheCurveOfLifelines() throws IOException {
    Dimension contract = new Dimension("contract");
    Survival survival =
        new Survival(
            telcoSpells(),
            telco()
                .select(
                    col("customerID").as("customer_id"),
                    map(lit("contract"), col("Contract")).as("attributes")),
            List.of(contract),
            List.of(),
            Optional.empty(),
            AS_OF);
    Dataset<Row> rows = survival.subscriptionSurvival();
    Column isOfAll = col("value").equalTo(Dimensions.ALL).and(col("tenure_month").isin(0, 1, 72));
    assertThat(rows.where(isOfAll.or(col("tenure_month").isin(12, 24, 71))))
        .within(1e-9)
        .hasRows(
            """
            value | tenure_month | at_risk | churned | censored | survival | low | high | restricted_mean_months | median_months
            all            |  0 | 7043 |   0 |  11 | 1.0000000000000 | 1.0000000000000 | 1.0000000000000 | 0.000000000000 | null
            all            |  1 | 7032 | 380 | 233 | 0.9459613196815 | 0.9404183713158 | 0.9510021209572 | 1.000000000000 | null
            all            | 12 | 4974 |  38 |  79 | 0.8431995538158 | 0.8341686858115 | 0.8517833206931 | 10.778148110207 | null
            all            | 24 | 3927 |  23 |  71 | 0.7887363983706 | 0.7783129555299 | 0.7987352021362 | 20.567393609536 | null
            all            | 71 |  532 |   6 | 164 | 0.6027809973115 | 0.5844705956903 | 0.6205645127399 | 53.889606109417 | null
            all            | 72 |  362 |   6 | 356 | 0.5927901520522 | 0.5730628910043 | 0.6119362091927 | 54.492387106728 | null
            Month-to-month | 12 | 1967 |  33 |  53 | 0.7030966363489 | 0.6872593576208 | 0.7183040754302 | 9.722325751703 | 35
            Month-to-month | 24 | 1202 |  23 |  35 | 0.5859154739047 | 0.5675542366331 | 0.6037891389325 | 17.460503213877 | 35
            Month-to-month | 71 |    7 |   1 |   4 | 0.1289519006144 | 0.0759447830995 | 0.1963962710500 | 36.168948001281 | 35
            One year       | 12 | 1371 |   5 |  17 | 0.9908082040749 | 0.9842195307702 | 0.9946534315047 | 11.966891388903 | null
            One year       | 24 | 1172 |   0 |  20 | 0.9782723764279 | 0.9688606056979 | 0.9848616817763 | 23.797317603666 | null
            One year       | 71 |   45 |   0 |  28 | 0.6438984396325 | 0.5755605328389 | 0.7041209100879 | 65.773573541497 | null
            Two year       | 12 | 1636 |   0 |   9 | 1.0000000000000 | 1.0000000000000 | 1.0000000000000 | 12.000000000000 | null
            Two year       | 24 | 1553 |   0 |  16 | 1.0000000000000 | 1.0000000000000 | 1.0000000000000 | 24.000000000000 | null
            Two year       | 71 |  480 |   5 | 132 | 0.9467797438402 | 0.9278800729623 | 0.9608311183169 | 70.593548706509 | null
            """);
    assertThat(rows.select("value", "tenure_month", "survival", "low", "high"))
        .within(1e-9)
        .hasRows(Files.readString(Path.of("src/test/resources/survival/telco_lifelines.txt")));
  }

  /** Churned a month ago or still paying, in both cases after the months of tenure. */
  private Dataset<Row> telcoSpells() {
    Column isChurned = col("Churn").equalTo("Yes");
    Column end = when(isChurned, lit(LocalDate.of(2024, 6, 1))).otherwise(lit(AS_OF.plusDays(1)));
    return telco()
        .select(
            col("customerID").as("customer_id"),
            lit(1).as("spell"),
            // Who is new has a day; a tenure of 0 is not churned anywhere in the sample.
            least(add_months(end, negate(col("tenure").cast("int"))), lit(AS_OF)).as("paid_from"),
            when(isChurned, end).as("ended_on"),
            lit("cancelled").as("end_reason"));
  }

  private Dataset<Row> telco() {
    String file = DataFolder.path().resolve("telco_churn/telco_customer_churn.csv").toString();
    return spark.read().option("header", "true").csv(file);
  }
}
