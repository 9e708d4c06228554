package clientele.pipeline;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import java.util.List;

/**
 * A table that the oracle computes too.
 *
 * @param relation its name in the oracle
 * @param key columns that identify a row
 * @param columns what is compared
 */
record Compared(String relation, Table table, List<String> key, List<String> columns) {
  static final Compared CUSTOMER_MONTH =
      of(
          Tables.CUSTOMER_MONTH,
          "customer_id month",
          """
          order_days orders occasion_revenue occasion_margin first_day_revenue first_day_margin
          revenue refunds excess_refunds discount cost service_cost
          """);

  static final Compared CUSTOMER =
      of(
          Tables.CUSTOMER,
          "customer_id",
          """
          cohort subscription_cohort cohort_known first_order_on last_order_on first_paid_on
          tenure_days is_active_orders is_active_subscriptions
          """);

  static final Compared CHURN_MONTHLY =
      of(
          Tables.CHURN_MONTHLY,
          "basis dimension value month",
          """
          customers_at_start gained churned returned customers_at_end churn_rate churn_low
          churn_high churn_rate_shrunk revenue_at_risk returned_within_year false_churn_share
          short_lived_customers inactive_after_days is_mature
          """);

  static final Compared COHORT_RETENTION =
      of(
          Tables.COHORT_RETENTION,
          "basis dimension value window cohort period",
          """
          is_total is_final cohort_size eligible active active_or_later retention retention_low
          retention_high retention_shrunk churned hazard revenue cumulative_revenue is_mature
          """);

  static final Compared NPS =
      of(
          Tables.NPS_TABLE,
          "dimension value period",
          """
          responses respondents promoters passives detractors nps standard_error nps_low nps_high
          mean_score is_suppressed change_from_previous change_is_significant
          """);

  static final Compared SUBSCRIPTION_MONTH =
      of(
          Tables.SUBSCRIPTION_MONTH,
          "customer_id month",
          """
          opening_mrr closing_mrr fx_mrr movement movement_mrr plans short_lived short_lived_mrr
          """);

  static final Compared MRR_MOVEMENT =
      of(
          Tables.MRR_MOVEMENT,
          "dimension value month",
          """
          opening_mrr new_mrr expansion_mrr contraction_mrr churned_mrr reactivation_mrr fx_mrr
          closing_mrr opening_customers new_customers expansion_customers contraction_customers
          churned_customers reactivation_customers closing_customers short_lived_customers
          short_lived_mrr gross_churn_rate net_churn_rate gross_retention net_retention
          quick_ratio grace_days is_mature
          """);

  static final Compared SUBSCRIPTION_SURVIVAL =
      of(
          Tables.SUBSCRIPTION_SURVIVAL,
          "dimension value tenure_month",
          """
          at_risk churned involuntary censored survival low high voluntary_incidence
          involuntary_incidence restricted_mean_months median_months
          """);

  static final Compared PAYMENT_RECOVERY =
      of(
          Tables.PAYMENT_RECOVERY,
          "dimension value months_since_failure",
          "at_risk recovered censored recovery low high");

  static final Compared KPI =
      of(
          Tables.KPI_TABLE,
          "kpi dimension value grain period",
          "scorecard n sum sum_of_squares kpi_value low high unit is_mature");

  /** All that follows from orders alone. */
  static final List<Compared> ORDERS =
      List.of(CUSTOMER_MONTH, CUSTOMER, CHURN_MONTHLY, COHORT_RETENTION);

  static final List<Compared> ALL =
      List.of(
          CUSTOMER_MONTH,
          CUSTOMER,
          CHURN_MONTHLY,
          COHORT_RETENTION,
          SUBSCRIPTION_MONTH,
          MRR_MOVEMENT,
          SUBSCRIPTION_SURVIVAL,
          PAYMENT_RECOVERY,
          NPS,
          KPI);

  private static Compared of(Table table, String key, String columns) {
    return new Compared(table.name(), table, words(key), words(columns));
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
