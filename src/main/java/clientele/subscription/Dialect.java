package clientele.subscription;

import static clientele.subscription.CustomerMonth.Reading.AWAITED;
import static clientele.subscription.CustomerMonth.Reading.BILLED;
import static clientele.subscription.CustomerMonth.Reading.WITH_FREE;
import static clientele.subscription.Measure.CHURNED_CUSTOMERS;
import static clientele.subscription.Measure.CHURNED_MRR;
import static clientele.subscription.Measure.CONTRACTION_MRR;
import static clientele.subscription.Measure.EXPANSION_MRR;
import static clientele.subscription.Measure.LOST_CUSTOMERS;
import static clientele.subscription.Measure.NEW_CUSTOMERS;
import static clientele.subscription.Measure.NEW_MRR;
import static clientele.subscription.Measure.OPENING_CUSTOMERS;
import static clientele.subscription.Measure.OPENING_MRR;
import static clientele.subscription.Measure.REACTIVATION_MRR;
import static clientele.subscription.Rate.CUSTOMER_CHURN_RATE;
import static clientele.subscription.Rate.GROSS_CHURN_RATE;
import static clientele.subscription.Rate.NET_CHURN_RATE;
import static clientele.subscription.Rate.NET_RETENTION;
import static clientele.subscription.Rate.QUICK_RATIO;
import static clientele.subscription.Reason.EVERY_CHANGE_COUNTED;
import static clientele.subscription.Reason.FREE_PLAN_AFTER_A_PAID_ONE;
import static clientele.subscription.Reason.GAP_WITHIN_THE_GRACE;
import static clientele.subscription.Reason.PAST_DUE;
import static clientele.subscription.Reason.RATE_OF_THE_BILLING_PERIOD;
import static clientele.subscription.Reason.ROUNDED_PER_SUBSCRIPTION;

import clientele.subscription.Rate.Formula;
import java.util.Locale;
import java.util.Map;

/**
 * Whose definition of recurring revenue, as published up to 2026.
 *
 * <p>Each leads from Clientele's own figures to its own in steps, one for each rule that differs;
 * what a step changes is due to its reason, so nothing remains. docs/metrics.md says which
 * published rules the sources cannot tell.
 */
enum Dialect {
  /**
   * ChartMogul Help Center: 201244842 (life cycle of a customer), 203299912 (chart data),
   * 4416682609426 (movements), 201520952 (currencies), 15384089786524 (settings), 207340419 and
   * 203359321 (churn rates), 203359341 (MRR churn), 6886664393500 (net MRR retention); Developer
   * Hub, "How MRR is calculated from prorated invoices".
   */
  CHARTMOGUL {
    @Override
    void explain(CustomerMonth month, Explanation explanation) {
      explanation.step(GAP_WITHIN_THE_GRACE, month.net(BILLED));
      explanation.step(FREE_PLAN_AFTER_A_PAID_ONE, month.net(WITH_FREE));
      explanation.step(EVERY_CHANGE_COUNTED, month.everyChange(WITH_FREE).perCustomer());
      explanation.step(
          month.isForeign() ? RATE_OF_THE_BILLING_PERIOD : ROUNDED_PER_SUBSCRIPTION,
          month.everyChangePerTerm(WITH_FREE).perCustomer());
    }

    @Override
    Map<Rate, Formula> rates() {
      return Map.of(
          GROSS_CHURN_RATE, Formula.of(CHURNED_MRR, CONTRACTION_MRR).over(OPENING_MRR),
          NET_CHURN_RATE,
              Formula.of(CHURNED_MRR, CONTRACTION_MRR)
                  .less(EXPANSION_MRR, REACTIVATION_MRR)
                  .over(OPENING_MRR),
          NET_RETENTION,
              Formula.of(OPENING_MRR, EXPANSION_MRR)
                  .less(CONTRACTION_MRR, CHURNED_MRR)
                  .over(OPENING_MRR),
          CUSTOMER_CHURN_RATE, Formula.of(LOST_CUSTOMERS).over(OPENING_CUSTOMERS));
    }
  },

  /**
   * Stripe Docs, "Billing metric definitions"; Stripe Support, "Billing Analytics" and "Calculating
   * subscriber churn rate in Billing". A customer who leaves twice has churned twice.
   */
  STRIPE {
    @Override
    void explain(CustomerMonth month, Explanation explanation) {
      explanation.step(GAP_WITHIN_THE_GRACE, month.net(BILLED));
      explanation.step(EVERY_CHANGE_COUNTED, month.everyChange(BILLED));
    }

    @Override
    Map<Rate, Formula> rates() {
      return Map.of(
          CUSTOMER_CHURN_RATE,
          Formula.of(CHURNED_CUSTOMERS).over(OPENING_CUSTOMERS, NEW_CUSTOMERS));
    }
  },

  /**
   * Baremetrics Help, 5380330 (MRR) and 5380347 (user and revenue churn); its changelog: "Net MRR
   * Churn", "New Metric: Net Revenue Retention", "New Quick Ratio Metric", "Churn Update".
   */
  BAREMETRICS {
    @Override
    void explain(CustomerMonth month, Explanation explanation) {
      explanation.step(GAP_WITHIN_THE_GRACE, month.net(BILLED));
      explanation.step(PAST_DUE, month.net(AWAITED));
      explanation.step(EVERY_CHANGE_COUNTED, month.everyChange(AWAITED).perCustomer());
    }

    @Override
    Map<Rate, Formula> rates() {
      return Map.of(
          GROSS_CHURN_RATE, Formula.of(CHURNED_MRR, CONTRACTION_MRR).over(OPENING_MRR),
          NET_CHURN_RATE,
              Formula.of(CHURNED_MRR, CONTRACTION_MRR).less(EXPANSION_MRR).over(OPENING_MRR),
          NET_RETENTION, Formula.of(OPENING_MRR, EXPANSION_MRR).less(CHURNED_MRR).over(OPENING_MRR),
          QUICK_RATIO, Formula.of(NEW_MRR, EXPANSION_MRR).over(CHURNED_MRR, CONTRACTION_MRR),
          CUSTOMER_CHURN_RATE, Formula.of(CHURNED_CUSTOMERS).over(OPENING_CUSTOMERS));
    }
  };

  /** Days after which Baremetrics takes a customer who owes for churned. */
  static final int DAYS_PAST_DUE = 30;

  /** Takes the steps from Clientele's own figures to those of the dialect. */
  abstract void explain(CustomerMonth month, Explanation explanation);

  /** The rates that the dialect publishes, of its own figures. */
  abstract Map<Rate, Formula> rates();

  /** The name in the tables. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Dialect of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Whether the dialect knows the measure. */
  boolean tells(Measure measure) {
    return this == CHARTMOGUL || measure != Measure.LOST_CUSTOMERS;
  }
}
