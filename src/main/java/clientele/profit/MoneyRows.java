package clientele.profit;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import clientele.fold.KnownCustomers;
import clientele.fold.Months;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All that customers brought and cost, but for winning them, in rows of one form.
 *
 * @param months silver.customer_month
 * @param recurring silver.subscription_month; empty: not part of revenue
 * @param contacts silver.service_contacts
 * @param campaigns silver.campaign_contacts
 * @param others rows of {@link KnownCustomers} of whom these may not tell
 */
record MoneyRows(
    Dataset<Row> months,
    Optional<Dataset<Row>> recurring,
    Dataset<Row> contacts,
    Dataset<Row> campaigns,
    Dataset<Row> others) {
  /** Index of the month. */
  static final String INDEX = "index";

  /** The same, if the month is one of the books. */
  static final String BOOKED = "booked";

  /** The same, if the customer bought or paid in it. */
  static final String PURCHASE = "purchase";

  /** Contacts, and campaigns, whose cost is not known; null: none. */
  static final String CONTACTS_WITHOUT_COST = "contacts_without_cost";

  static final String CAMPAIGNS_WITHOUT_COST = "campaigns_without_cost";

  /** One row per customer and month of each kind of money, or event; null: none of it. */
  Dataset<Row> rows() {
    return Stream.concat(
            Stream.of(ofOrders(), ofContacts(), ofCampaigns(), others),
            recurring.stream().map(MoneyRows::ofSubscriptions))
        .reduce((all, more) -> all.unionByName(more, true))
        .orElseThrow();
  }

  private Dataset<Row> ofOrders() {
    Column month = Months.index(MONTH.col());
    return months.select(
        CUSTOMER_ID.col(),
        month.as(INDEX),
        month.as(BOOKED),
        when(ORDER_DAYS.col().notEqual(0), month).as(PURCHASE),
        Months.firstDayOf(MONTH.col(), ORDER_DAYS.col()).as(FIRST_DAY.name()),
        NET_REVENUE.as(REVENUE.col().minus(REFUNDS.col())),
        SUBSCRIPTION_REVENUE.as(lit(0)),
        TOTAL_COST.col(),
        TOTAL_SERVICE_COST.col(),
        ORDERS_WITHOUT_COST.col(),
        ORDERS_WITHOUT_SERVICE_COST.col());
  }

  private Dataset<Row> ofContacts() {
    return contacts.select(
        CUSTOMER_ID.col(),
        Months.index(OPENED_ON.col()).as(INDEX),
        TOTAL_CONTACT_COST.as(CONTACT_COST.col()),
        when(CONTACT_COST.col().isNull(), 1L).as(CONTACTS_WITHOUT_COST));
  }

  private Dataset<Row> ofCampaigns() {
    // Nothing is done to who is a control, so that it costs nothing is known.
    Column isUnknown = CAMPAIGN_COST.col().isNull().and(ARM.col().notEqual("control"));
    return campaigns.select(
        CUSTOMER_ID.col(),
        Months.index(CONTACTED_ON.col()).as(INDEX),
        TOTAL_CAMPAIGN_COST.as(CAMPAIGN_COST.col()),
        when(isUnknown, 1L).as(CAMPAIGNS_WITHOUT_COST));
  }

  private static Dataset<Row> ofSubscriptions(Dataset<Row> recurring) {
    Column month = Months.index(MONTH.col());
    return recurring.select(
        CUSTOMER_ID.col(),
        month.as(INDEX),
        month.as(BOOKED),
        month.as(PURCHASE),
        NET_REVENUE.as(CLOSING_MRR.col()),
        SUBSCRIPTION_REVENUE.as(CLOSING_MRR.col()));
  }
}
