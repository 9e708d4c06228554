package clientele.customer;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.settings.SourceName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where every row and every amount of the sources ended up.
 *
 * <p>Money read = filtered + quarantined + duplicate + replaced + in silver, in the rows' own
 * currencies; in silver + moved to the month of their order + effect of conversion = in gold. The
 * difference column is what these two do not explain: zero.
 */
final class Reconciliation {
  private static final String LAST_REBUILD = "last_rebuild";

  /** Tables without money, with the date of their events. */
  private static final Map<Table, TableColumn> OTHERS =
      Map.of(
          Tables.SUBSCRIPTIONS_TABLE, STARTED_ON,
          Tables.NPS_RESPONSES_TABLE, RESPONDED_ON,
          Tables.SERVICE_CONTACTS_TABLE, OPENED_ON,
          Tables.CAMPAIGN_CONTACTS_TABLE, CONTACTED_ON,
          Tables.FX_RATES_TABLE, ON_DATE,
          Tables.FEATURES_TABLE, FEATURE_AS_OF);

  private Reconciliation() {}

  static Dataset<Row> of(Inputs inputs, RunContext context) {
    Dataset<Row> read = read(inputs.table(Tables.INGEST_ACCOUNT), context);
    Dataset<Row> standing = standing(inputs, context);
    List<Column> sums = new ArrayList<>();
    for (TableColumn column : Tables.RECONCILIATION.columns()) {
      if (!List.of(AS_OF, SOURCE, MONTH, DIFFERENCE, RUN_ID).contains(column)) {
        Column sum = coalesce(sum(column.col()), lit(0)).cast(column.type());
        sums.add(sum.as(column.name()));
      }
    }
    Column unread =
        MONEY_READ
            .col()
            .minus(MONEY_FILTERED.col())
            .minus(MONEY_QUARANTINED.col())
            .minus(MONEY_DUPLICATE.col())
            .minus(MONEY_REPLACED.col())
            .minus(MONEY_IN_SILVER.col());
    Column unseen =
        MONEY_IN_SILVER
            .col()
            .plus(MONEY_MOVED.col())
            .plus(FX_EFFECT.col())
            .minus(MONEY_IN_GOLD.col());
    // Only the source of the orders goes into the books.
    Column inBooks = SOURCE.col().equalTo(context.settings().books().key());
    return read.unionByName(standing, true)
        .groupBy(SOURCE.col(), MONTH.col())
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
        .withColumn(
            DIFFERENCE.name(), DIFFERENCE.as(unread.plus(when(inBooks, unseen).otherwise(lit(0)))))
        .select(Tables.RECONCILIATION.selectOwn());
  }

  /** What the accounts of the ingests say since each source was last read as a whole. */
  private static Dataset<Row> read(Dataset<Row> accounts, RunContext context) {
    Dataset<Row> rebuilt =
        accounts
            .groupBy(SOURCE.col().as("of"))
            .agg(max(when(IS_REBUILD.col(), INGEST_NO.col())).as(LAST_REBUILD));
    Dataset<Row> valid =
        accounts
            .join(rebuilt, SOURCE.col().equalTo(col("of"))) // one row per source
            .where(INGEST_NO.col().geq(coalesce(col(LAST_REBUILD), lit(0L))))
            .where(EVENT_ON.col().isNull().or(EVENT_ON.col().leq(lit(context.businessDate()))));
    Column isLost = outcome("superseded", "removed");
    // What a rebuild overwrote stood in silver before it: the accounts from then on start at zero.
    Dataset<Row> counted = valid.where(isLost.and(IS_REBUILD.col()).equalTo(false));
    Column isRead = outcome("accepted", "replaced", "duplicate", "quarantined", "filtered");
    Column isReplaced = outcome("replaced", "superseded", "removed");
    return counted.select(
        SOURCE.col(),
        trunc(EVENT_ON.col(), "month").as(MONTH.name()),
        rows(ROWS_READ, isRead),
        money(MONEY_READ, isRead),
        rows(ROWS_FILTERED, outcome("filtered")),
        money(MONEY_FILTERED, outcome("filtered")),
        rows(ROWS_QUARANTINED, outcome("quarantined")),
        money(MONEY_QUARANTINED, outcome("quarantined")),
        rows(ROWS_DUPLICATE, outcome("duplicate")),
        money(MONEY_DUPLICATE, outcome("duplicate")),
        rows(ROWS_REPLACED, isReplaced),
        money(MONEY_REPLACED, isReplaced));
  }

  private static Column outcome(String... any) {
    return OUTCOME.col().isin((Object[]) any);
  }

  private static Column rows(TableColumn name, Column condition) {
    return when(condition, ROW_COUNT.col()).otherwise(lit(0L)).as(name.name());
  }

  private static Column money(TableColumn name, Column condition) {
    return when(condition, MONEY.col()).otherwise(lit(0)).cast(name.type()).as(name.name());
  }

  /** What stands in silver, and what the months show of it. */
  private static Dataset<Row> standing(Inputs inputs, RunContext context) {
    LocalDate date = context.businessDate();
    String books = context.settings().books().key();
    Dataset<Row> all =
        inputs
            .table(Tables.CUSTOMER_MONTH)
            .select(
                lit(books).as(SOURCE.name()),
                MONTH.col(),
                MONEY_MOVED.as(lit(0)),
                MONEY_IN_GOLD.as(REVENUE.col().minus(REFUNDS.col())),
                EXCESS_REFUNDS.col());
    all = all.unionByName(conversion(inputs, books), true);
    Dataset<Row> lines = inputs.accepted(Tables.ORDER_LINES_TABLE);
    all = all.unionByName(stood(lines, "order_lines", ORDERED_ON, AMOUNT.col(), date), true);
    if (books.equals(SourceName.ORDERS.key())) {
      Column negative = negate(AMOUNT.col());
      Dataset<Row> orders = inputs.accepted(Tables.ORDERS_TABLE);
      Dataset<Row> refunds = inputs.accepted(Tables.REFUNDS_TABLE);
      all =
          all.unionByName(stood(orders, books, ORDERED_ON, AMOUNT.col(), date), true)
              .unionByName(stood(refunds, books, REFUNDED_ON, negative, date), true);
    } else {
      all = all.unionByName(moved(inputs.inOwnCurrencies(Tables.ORDER_LINES_TABLE), books), true);
    }
    for (Map.Entry<Table, TableColumn> other : OTHERS.entrySet()) {
      Table table = other.getKey();
      all =
          all.unionByName(
              stood(inputs.accepted(table), table.name(), other.getValue(), lit(0), date), true);
    }
    // Attributes have no date: they stand in the row without a month.
    Dataset<Row> customers =
        inputs.accepted(Tables.CUSTOMERS_TABLE).withColumn(EVENT_ON.name(), lit(null).cast("date"));
    return all.unionByName(stood(customers, "customers", EVENT_ON, lit(0), date), true);
  }

  /** Sales less refunds in the reporting currency, less the same in their own. */
  private static Dataset<Row> conversion(Inputs inputs, String books) {
    Dataset<Row> after =
        signed(inputs.table(Tables.ORDERS_TABLE), AMOUNT.col())
            .union(signed(inputs.table(Tables.REFUNDS_TABLE), negate(AMOUNT.col())));
    Dataset<Row> before =
        signed(inputs.inOwnCurrencies(Tables.ORDERS_TABLE), negate(AMOUNT.col()))
            .union(signed(inputs.inOwnCurrencies(Tables.REFUNDS_TABLE), AMOUNT.col()));
    return after
        .union(before)
        .select(lit(books).as(SOURCE.name()), MONTH.col(), FX_EFFECT.as(col("money")));
  }

  private static Dataset<Row> signed(Dataset<Row> rows, Column money) {
    return rows.select(MONTH.col(), money.cast(MONEY_TYPE).as("money"));
  }

  /**
   * Lines of goods count in the month of the earliest line of their order: what comes into a month
   * by that, less what goes out of it. Reckoned from the lines, so that orders can be held against
   * it.
   *
   * @param lines in force at the date, in their own currencies
   */
  private static Dataset<Row> moved(Dataset<Row> lines, String books) {
    Dataset<Row> goods = lines.where(AMOUNT.col().geq(0).and(REFUND_OF.col().isNull()));
    Dataset<Row> in =
        goods
            .groupBy(ORDER_ID.col(), CUSTOMER_ID.col(), CURRENCY.col())
            .agg(sum(AMOUNT.col()).as(AMOUNT.name()), min(MONTH.col()).as(MONTH.name()));
    return signed(in, AMOUNT.col())
        .union(signed(goods, negate(AMOUNT.col())))
        .select(lit(books).as(SOURCE.name()), MONTH.col(), MONEY_MOVED.as(col("money")));
  }

  /**
   * Rows that count at the date stand in silver; those whose successor has happened are replaced.
   */
  private static Dataset<Row> stood(
      Dataset<Row> accepted, String source, TableColumn event, Column money, LocalDate date) {
    Column isReplaced = coalesce(REPLACED_ON.col().leq(lit(date)), lit(false));
    Column none = lit(0).cast(MONEY_TYPE);
    Column amount = coalesce(money.cast(MONEY_TYPE), none);
    return accepted.select(
        lit(source).as(SOURCE.name()),
        trunc(event.col(), "month").as(MONTH.name()),
        when(isReplaced, 1L).otherwise(0L).as(ROWS_REPLACED.name()),
        when(isReplaced, amount).otherwise(none).as(MONEY_REPLACED.name()),
        when(isReplaced, 0L).otherwise(1L).as(ROWS_IN_SILVER.name()),
        when(isReplaced, none).otherwise(amount).as(MONEY_IN_SILVER.name()));
  }
}
