package clientele.pipeline;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds of recurring revenue besides {@link TableLaws}, down to the customer. Money and counts
 * are compared exactly, a rate with the quotient of whole cents, to the last bit.
 */
interface MrrLaws extends TableLaws {
  @Test
  default void aCustomerHasOneMovementInAMonthAndItIsTheWholeChangeButForRates() {
    hasNone("SELECT customer_id, month FROM subscription_month GROUP BY ALL HAVING count(*) > 1");
    hasNone(
        """
        SELECT *, CASE
            WHEN movement IN ('new', 'expansion', 'reactivation') THEN movement_mrr
            WHEN movement IN ('contraction', 'churned') THEN -movement_mrr
            WHEN movement = 'none' AND movement_mrr = 0 THEN 0 END AS change
        FROM subscription_month
        WHERE opening_mrr + change + fx_mrr IS DISTINCT FROM closing_mrr OR movement_mrr < 0
            OR movement IN ('expansion', 'contraction') AND movement_mrr = 0
            OR movement IN ('new', 'reactivation', 'churned') AND fx_mrr <> 0
        """);
  }

  /** Who paid at the end of a month is there at the start of the next, and nobody else. */
  @Test
  default void aMovementFollowsFromWhoPaidBeforeAndWhoPaysNow() {
    hasNone(
        """
        SELECT *, lag(month) OVER months AS before,
            coalesce(lag(plans) OVER months, 0) AS plans_before
        FROM subscription_month
        WINDOW months AS (PARTITION BY customer_id ORDER BY month)
        QUALIFY opening_mrr <> coalesce(lag(closing_mrr) OVER months, 0)
            OR (movement IN ('new', 'reactivation') OR short_lived) <> (plans_before = 0)
            OR (movement = 'churned' OR short_lived) <> (plans = 0)
            OR (movement = 'new') <> (before IS NULL AND NOT short_lived)
            OR (plans_before > 0 AND before + INTERVAL 1 MONTH <> month)
            OR (plans > 0 AND lead(month) OVER months IS NULL
                AND month <> (SELECT max(month) FROM mrr_movement))
        """);
  }

  @Test
  default void theMovementsOfAllAreTheSumsOfThoseOfTheCustomers() {
    String kinds =
        Stream.of("new", "expansion", "contraction", "churned", "reactivation")
            .map(
                kind ->
                    """
                    if(movement = '%1$s', movement_mrr, 0) AS %1$s_mrr,
                    if(movement = '%1$s', 1, 0) AS %1$s_customers
                    """
                        .formatted(kind))
            .collect(joining(", "));
    hasNone(
        """
        SELECT month
        FROM (
            SELECT true AS is_of_all, * FROM mrr_movement WHERE dimension = 'all'
            UNION ALL BY NAME
            SELECT false AS is_of_all, month, opening_mrr, closing_mrr, fx_mrr, short_lived_mrr,
                if(movement IN ('new', 'reactivation') OR short_lived, 0, 1) AS opening_customers,
                if(plans > 0, 1, 0) AS closing_customers,
                if(short_lived, 1, 0) AS short_lived_customers, %s
            FROM subscription_month)
        GROUP BY month
        HAVING %s
        """
            .formatted(
                kinds,
                TableLaws.differing(
                    "opening_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr,"
                        + " reactivation_mrr, fx_mrr, closing_mrr, short_lived_mrr,"
                        + " opening_customers, new_customers, expansion_customers,"
                        + " contraction_customers, churned_customers, reactivation_customers,"
                        + " closing_customers, short_lived_customers",
                    "is_of_all",
                    "NOT is_of_all")));
  }

  /** Everybody who ever paid is in one cohort. */
  @Test
  default void cohortsOfSubscribersHoldEverybodyOnce() {
    hasNone(
        """
        SELECT *
        FROM (SELECT sum(cohort_size) AS joined FROM cohort_retention
            WHERE basis = 'subscriptions' AND dimension = 'all' AND "window" = 'month'
                AND period = 0 AND NOT is_total)
        CROSS JOIN (SELECT count(DISTINCT customer_id) AS paid FROM subscription_month)
        WHERE joined <> paid
        """);
  }

  /** Of whole cents, to the last bit. */
  @Test
  default void ratesAreTheQuotientsOfTheMovements() {
    hasNone(
        """
        WITH rated AS (
            SELECT *, nullif((100 * opening_mrr)::BIGINT, 0) AS opening,
                (100 * (churned_mrr + contraction_mrr))::BIGINT AS lost,
                (100 * expansion_mrr)::BIGINT AS grown,
                (100 * reactivation_mrr)::BIGINT AS returned, (100 * new_mrr)::BIGINT AS gained
            FROM mrr_movement)
        FROM rated
        WHERE (gross_churn_rate, net_churn_rate, gross_retention, net_retention, quick_ratio)
            IS DISTINCT FROM if(is_mature,
                (lost / opening, (lost - grown - returned) / opening, (opening - lost) / opening,
                    (opening - lost + grown) / opening,
                    (gained + grown + returned) / nullif(lost, 0)),
                (NULL, NULL, NULL, NULL, NULL))
        """);
  }

  @Test
  default void nothingOfWhatOtherDefinitionsSayIsLeftUnexplained() {
    hasNone(
        """
        SELECT *
        FROM mrr_dialect
        WHERE coalesce(list_sum(list_transform(explained_by, lambda part: part.amount)), 0)
            <> coalesce(difference, 0)
            OR list_contains(list_transform(explained_by, lambda part: part.amount), 0)
        """);
  }

  /** Those of rates are rounded to twelve digits. */
  @Test
  default void otherDefinitionsDifferFromTheOwnFigures() {
    hasNone(
        """
        WITH own AS (
            UNPIVOT (
                SELECT month, CAST(COLUMNS('.*_(mrr|customers|rate|retention|ratio)')
                    AS DECIMAL(34, 12)),
                    churned_customers::DECIMAL(34, 12) AS lost_customers
                FROM mrr_movement WHERE dimension = 'all')
            ON COLUMNS(* EXCLUDE (month)) INTO NAME measure VALUE own)
        SELECT *
        FROM mrr_dialect
        JOIN own USING (month, measure)
        WHERE abs(figure - difference - own) > if(measure SIMILAR TO '.*_(mrr|customers)', 0, 1e-12)
            OR (difference IS NULL AND figure IS NOT NULL)
        """);
  }

  /**
   * Of Stripe's, the customers too: the others count one who leaves twice, or joins twice, once.
   */
  @Test
  default void otherDefinitionsFootToo() {
    hasNone(
        """
        FROM (PIVOT (SELECT dialect, month, measure, figure FROM mrr_dialect)
            ON measure USING any_value(figure))
        WHERE opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr
            - churned_mrr + fx_mrr <> closing_mrr
            OR (dialect = 'stripe' AND opening_customers + new_customers + reactivation_customers
                - churned_customers <> closing_customers)
        """);
  }

  /** A rate's part is no customer's own. */
  @Test
  default void whatExplainsADifferenceIsTheSumOverTheCustomersBehindIt() {
    hasNone(
        """
        WITH explained AS (
            SELECT dialect, month, measure, unnest(explained_by, recursive := true)
            FROM mrr_dialect
            WHERE measure SIMILAR TO '.*_(mrr|customers)'
        ), behind AS (
            SELECT dialect, month, measure, reason, sum(difference) AS amount,
                count(DISTINCT customer_id) AS customers
            FROM mrr_dialect_customer
            GROUP BY ALL
            HAVING sum(difference) <> 0)
        SELECT *
        FROM explained e
        FULL JOIN behind b USING (dialect, month, measure, reason)
        WHERE (e.amount, e.customers) IS DISTINCT FROM (b.amount, b.customers)
        """);
  }
}
