package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.OPENED_ON;
import static clientele.catalogue.Vocabulary.STAGE;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** How many customers are lost after a service contact before, during or after the purchase. */
final class StageLoss {
  private StageLoss() {}

  static Kpi of(String stage) {
    return Kpi.of(
            "lost_after_contact_" + stage,
            Scorecard.SERVICE,
            Unit.SHARE,
            "How many customers are lost after a contact " + stage + " the purchase?",
            "contacts of customers with an order on an earlier day who did not order within"
                + " churn.inactive-after-days after it; associated with the contact, not caused by it",
            Population.SERVICE_CONTACTS,
            context -> {
              int days = context.settings().churn().inactiveAfterDays();
              Column isKnown = date_add(OPENED_ON.col(), days).leq(lit(context.businessDate()));
              Column counts =
                  STAGE.col().equalTo(stage).and(EventRows.EARLIER_ORDERS.gt(0)).and(isKnown);
              return when(counts, EventRows.LATER_ORDERS.equalTo(0).cast("int"));
            })
        .knownAfter(context -> context.settings().churn().inactiveAfterDays());
  }
}
