package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.ORDERS;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/** The rows that a KPI is a mean over. Those of one source are computed together, once. */
public enum Population {
  ORDERS_KEPT(Source.EVENTS, "order that is not cancelled"),
  ORDERS_BOOKED(Source.EVENTS, "order, cancelled or not"),
  SERVICE_CONTACTS(Source.EVENTS, "service contact"),
  TREATED_CONTACTS(Source.EVENTS, "customer assigned to be treated by a campaign"),
  BUYERS(Source.CUSTOMER_MONTHS, "customer with an order in the month"),
  PAYERS_AT_START(Source.CUSTOMER_MONTHS, "subscriber paying at the end of the month before"),
  PAYERS_AT_END(Source.CUSTOMER_MONTHS, "subscriber paying at the end of the month"),
  ACTIVE_CUSTOMERS(
      Source.CUSTOMER_MONTHS, "customer with an order in the month, or paying at its end"),
  ANSWERS(Source.CUSTOMER_MONTHS, "customer who answered in the month, by the latest answer"),
  NEW_CUSTOMERS(Source.NEW_CUSTOMERS, "customer whose first order or paid day is in the month"),
  DAYS(Source.DAYS, "day since the first publication");

  /** Where the rows of several populations come from together. */
  enum Source {
    EVENTS,
    CUSTOMER_MONTHS,
    NEW_CUSTOMERS,
    DAYS
  }

  private final Source source;
  private final String each;

  Population(Source source, String each) {
    this.source = source;
    this.each = each;
  }

  Source source() {
    return source;
  }

  /** What one row is, after "each". */
  public String each() {
    return each;
  }

  /** Whether a row of the source belongs to the population. */
  Column isMember() {
    return switch (this) {
      case ORDERS_KEPT -> EventRows.IS_KEPT;
      case ORDERS_BOOKED -> EventRows.IS_ORDER;
      case SERVICE_CONTACTS -> EventRows.IS_CONTACT;
      case TREATED_CONTACTS -> EventRows.IS_TREATED;
      case BUYERS -> ORDERS.col().isNotNull();
      case PAYERS_AT_START -> CustomerMonthRows.IS_PAYING_AT_START;
      case PAYERS_AT_END -> CustomerMonthRows.IS_PAYING_AT_END;
      case ACTIVE_CUSTOMERS -> ORDERS.col().isNotNull().or(CustomerMonthRows.IS_PAYING_AT_END);
      case ANSWERS -> CustomerMonthRows.HAS_ANSWERED;
      case NEW_CUSTOMERS, DAYS -> lit(true);
    };
  }
}
