package clientele.oracle;

import clientele.testing.DataFolder;

/**
 * The real data sets as input relations of the oracle, straight from their files in the folder that
 * the environment variable CLIENTELE_DATA names; without it the asking test is skipped.
 */
public final class RealData {
  private RealData() {}

  /** CDNOW: a row is an order without an id, and identical rows are real. */
  public static void cdnow(Oracle oracle) {
    oracle.load(
        "ledger_orders",
        """
        SELECT customer_id, date AS ordered_on, value AS amount
        FROM read_csv(%s, types = {'customer_id': 'VARCHAR', 'date': 'DATE',
            'value': 'DECIMAL(18, 2)'})
        """
            .formatted(file("cdnow", "master.csv.gz")));
  }

  /**
   * Online Retail as order lines: identical source rows once, no postage, no row without customer.
   * An invoice is the order of its lines of amount >= 0, dated by the earliest of them; a line
   * below 0 is a refund, linked to its own invoice if that is an order too.
   */
  public static void onlineRetail(Oracle oracle) {
    onlineRetail(oracle, "StockCode <> 'POST'");
  }

  /** Online Retail with another condition on the lines, in SQL over the source's columns. */
  static void onlineRetail(Oracle oracle, String where) {
    oracle.execute(
        """
        CREATE OR REPLACE TABLE online_retail_line AS
        SELECT row_number() OVER () AS line, InvoiceNo AS order_id, CustomerID AS customer_id,
            InvoiceDate AS ordered_at, round(Quantity * UnitPrice, 2)::DECIMAL(18, 2) AS amount
        FROM (SELECT DISTINCT * FROM read_csv(%s, types = {'InvoiceNo': 'VARCHAR',
            'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Quantity': 'INTEGER',
            'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DECIMAL(18, 4)', 'CustomerID': 'VARCHAR',
            'Country': 'VARCHAR'}))
        WHERE %s AND trim(CustomerID) <> ''
        """
            .formatted(file("online_retail", "transactions.csv.gz"), where));
    oracle.load(
        "ledger_orders",
        """
        SELECT order_id, customer_id, min(ordered_at)::DATE AS ordered_on, sum(amount) AS amount
        FROM online_retail_line
        WHERE amount >= 0
        GROUP BY order_id, customer_id
        """);
    oracle.load(
        "ledger_refunds",
        """
        SELECT line::VARCHAR AS refund_id, l.customer_id, ordered_at::DATE AS refunded_on,
            -l.amount AS amount, o.order_id AS refund_of
        FROM online_retail_line l
        LEFT JOIN ledger_orders o ON o.order_id = l.order_id
        WHERE l.amount < 0
        """);
  }

  /** The grocery log: a row is an order without an id and without money. */
  public static void grocery(Oracle oracle) {
    oracle.load(
        "ledger_orders",
        """
        SELECT customer_id, date AS ordered_on, 0 AS amount
        FROM read_csv(%s, types = {'customer_id': 'VARCHAR', 'date': 'DATE'})
        """
            .formatted(file("grocery_elog", "transactions.csv")));
  }

  /**
   * The Complete Journey: a basket is an order, its instant is in UTC, and the shops are in New
   * York's zone. What is known of a third of the households are the attributes of customers.
   */
  public static void completeJourney(Oracle oracle) {
    oracle.load(
        "ledger_orders",
        """
        SELECT basket_id AS order_id, household_id AS customer_id,
            timezone('America/New_York', timezone('UTC', ordered_at))::DATE AS ordered_on,
            sales_value AS amount, retail_disc + coupon_match_disc AS discount
        FROM read_csv(%s, types = {'basket_id': 'VARCHAR', 'household_id': 'VARCHAR',
            'ordered_at': 'TIMESTAMP', 'sales_value': 'DECIMAL(18, 2)',
            'retail_disc': 'DECIMAL(18, 2)', 'coupon_match_disc': 'DECIMAL(18, 2)'})
        """
            .formatted(file("completejourney", "orders.csv.gz")));
    oracle.define(
        "customers",
        """
        SELECT household_id AS customer_id, NULL::DATE AS signed_up_on, income,
            household_size, NULL::DECIMAL(18, 2) AS acquisition_cost,
            NULL::VARCHAR AS referred_by
        FROM read_csv(%s, all_varchar = true)
        """
            .formatted(file("completejourney", "demographics.csv")));
  }

  private static String file(String folder, String name) {
    return Oracle.literal(DataFolder.path().resolve(folder).resolve(name).toString());
  }
}
