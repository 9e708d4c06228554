package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ACTION;
import static clientele.catalogue.Vocabulary.AMOUNT;
import static clientele.catalogue.Vocabulary.ARM;
import static clientele.catalogue.Vocabulary.CAMPAIGN_COST;
import static clientele.catalogue.Vocabulary.CONTACTED_ON;
import static clientele.catalogue.Vocabulary.CONTACT_COST;
import static clientele.catalogue.Vocabulary.COST;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DISCOUNT;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.OPENED_AT;
import static clientele.catalogue.Vocabulary.OPENED_ON;
import static clientele.catalogue.Vocabulary.ORDERED_ON;
import static clientele.catalogue.Vocabulary.RESOLVED_AT;
import static clientele.catalogue.Vocabulary.SATISFACTION;
import static clientele.catalogue.Vocabulary.SERVICE_COST;
import static clientele.catalogue.Vocabulary.STAGE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Ledger;
import clientele.job.Inputs;
import clientele.job.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * One row per order, service contact and campaign contact, with the customer's orders before and
 * after it. They are together because all of them have to be brought together by customer.
 */
public final class EventRows {
  private static final String KIND = "kind";
  private static final String ORDER = "order";
  private static final String CONTACT = "contact";
  private static final String CAMPAIGN = "campaign";
  public static final String DAY = "day";

  public static final Column IS_ORDER = col(KIND).equalTo(ORDER);
  public static final Column IS_KEPT = IS_ORDER.and(not(Ledger.CANCELLED.col()));
  public static final Column IS_CONTACT = col(KIND).equalTo(CONTACT);
  public static final Column IS_TREATED =
      col(KIND).equalTo(CAMPAIGN).and(ARM.col().equalTo("treated"));

  /** What the order is worth less the refunds that are linked to it. */
  public static final Column NET = Ledger.NET.col();

  /** Amount of the order without the discount; null: the discount is not known. */
  public static final Column LIST_VALUE = AMOUNT.col().plus(DISCOUNT.col());

  /** The customer's orders on days before that of the row, cancelled ones left out. */
  static final Column EARLIER_ORDERS = col("earlier_orders");

  /** The customer's orders on the days after that of the row, up to W days after it. */
  static final Column LATER_ORDERS = col("later_orders");

  /** Cost of the service contact, or of the campaign contact. */
  public static final Column COST_OF_CONTACT = col("cost_of_contact");

  private EventRows() {}

  /** All rows up to the business date. */
  public static Dataset<Row> of(Inputs inputs, RunContext context) {
    Dataset<Row> orders =
        Ledger.netOrders(
                inputs.table(Tables.ORDERS_TABLE),
                inputs.table(Tables.REFUNDS_TABLE),
                context.businessDate(),
                context.settings().cancellationWindowDays())
            .select(
                CUSTOMER_ID.col(),
                lit(ORDER).as(KIND),
                ORDERED_ON.col().as(DAY),
                AMOUNT.col(),
                DISCOUNT.col(),
                COST.col(),
                SERVICE_COST.col(),
                NET,
                Ledger.CANCELLED.col());
    Dataset<Row> contacts =
        inputs
            .table(Tables.SERVICE_CONTACTS_TABLE)
            .select(
                CUSTOMER_ID.col(),
                lit(CONTACT).as(KIND),
                OPENED_ON.col().as(DAY),
                OPENED_AT.col(),
                OPENED_ON.col(),
                RESOLVED_AT.col(),
                STAGE.col(),
                SATISFACTION.col(),
                CONTACT_COST.col().as("cost_of_contact"));
    Dataset<Row> campaigns =
        inputs
            .table(Tables.CAMPAIGN_CONTACTS_TABLE)
            .select(
                CUSTOMER_ID.col(),
                lit(CAMPAIGN).as(KIND),
                CONTACTED_ON.col().as(DAY),
                ARM.col(),
                ACTION.col(),
                CAMPAIGN_COST.col().as("cost_of_contact"));
    int inactiveAfter = context.settings().churn().inactiveAfterDays();
    WindowSpec byDay = Window.partitionBy(CUSTOMER_ID.col()).orderBy(unix_date(col(DAY)));
    Column kept = count(when(IS_KEPT, 1));
    return orders
        .unionByName(contacts, true)
        .unionByName(campaigns, true)
        .withColumn(
            "earlier_orders", kept.over(byDay.rangeBetween(Window.unboundedPreceding(), -1)))
        .withColumn("later_orders", kept.over(byDay.rangeBetween(1, inactiveAfter)))
        .withColumn(MONTH.name(), trunc(col(DAY), "month"));
  }
}
