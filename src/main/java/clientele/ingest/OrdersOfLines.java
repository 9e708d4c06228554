package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.job.BoundedCollect;
import clientele.job.Workspace;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Orders where only their lines are delivered: an order is the sum of its lines that are not
 * refunds, dated by the earliest; every other line is a refund of the order it names, else of its
 * own order if that has goods.
 *
 * <p>A line may be dated after the first one of its order, or be replaced by a later one. So that a
 * business date sees the order as it was then, an order has one row for each of those dates: in
 * force from {@code known_on} until {@code replaced_on}.
 */
final class OrdersOfLines {
  private static final int MOST_MONTHS = 10_000;
  private static final String CHANGES = "_changes";
  private static final String SINCE = "_since";
  private static final String UNTIL = "_until";

  private OrdersOfLines() {}

  /**
   * Brings orders and refunds up to date with the lines.
   *
   * @param ingestNo the ingest that changed lines
   * @param everything all orders are made anew, not only those with a changed line
   */
  static void update(Workspace workspace, long ingestNo, boolean everything) {
    Dataset<Row> all = workspace.whole(Tables.ORDER_LINES_TABLE);
    if (everything) {
      workspace.replace(Tables.ORDERS_TABLE, orders(all));
      workspace.replace(Tables.REFUNDS_TABLE, refunds(all));
      return;
    }
    Dataset<Row> touched =
        all.where(INGEST_NO.col().equalTo(ingestNo)).select(ORDER_ID.col()).distinct();
    Dataset<Row> lines = all.join(touched, ORDER_ID.name());
    rewrite(workspace, Tables.ORDERS_TABLE, ORDER_ID, orders(lines), touched);
    rewrite(workspace, Tables.REFUNDS_TABLE, REFUND_ID, refunds(lines), touched);
  }

  private static void rewrite(
      Workspace workspace, Table table, TableColumn id, Dataset<Row> rows, Dataset<Row> touched) {
    Dataset<Row> before = workspace.whole(table).drop(RUN_ID.name());
    Column same = before.col(id.name()).equalTo(touched.col(ORDER_ID.name()));
    Dataset<Row> months =
        before
            .join(touched, same, "left_semi")
            .select(MONTH.col())
            .union(rows.select(MONTH.col()))
            .distinct();
    List<LocalDate> affected =
        BoundedCollect.rows(months, MOST_MONTHS).stream()
            .map(row -> row.<Date>getAs(0).toLocalDate())
            .toList();
    if (affected.isEmpty()) {
      return;
    }
    Dataset<Row> after = before.join(touched, same, "left_anti").unionByName(rows);
    workspace.replaceMonths(table, after.where(MONTH.col().isin(affected.toArray())), affected);
  }

  static Dataset<Row> orders(Dataset<Row> lines) {
    WindowSpec order = Window.partitionBy(ORDER_ID.col());
    Column changes =
        array_union(
            collect_set(ORDERED_ON.col()).over(order), collect_set(REPLACED_ON.col()).over(order));
    Column isInForce = ORDERED_ON.col().leq(col(SINCE));
    Column isStill = REPLACED_ON.col().isNull().or(REPLACED_ON.col().gt(col(SINCE)));
    Dataset<Row> goods =
        lines
            .where(not(SilverSource.isRefund()))
            .withColumn(CHANGES, array_sort(changes))
            .withColumn(SINCE, explode(col(CHANGES)))
            .where(isInForce.and(isStill))
            .withColumn(UNTIL, array_min(filter(col(CHANGES), change -> change.gt(col(SINCE)))));
    Dataset<Row> summed =
        goods
            .groupBy(ORDER_ID.col(), CUSTOMER_ID.col(), CURRENCY.col(), col(SINCE), col(UNTIL))
            .agg(
                min(ORDERED_AT.col()).as(ORDERED_AT.name()),
                sum(AMOUNT.col()).as(AMOUNT.name()),
                sum(DISCOUNT.col()).as(DISCOUNT.name()),
                sum(COST.col()).as(COST.name()),
                // The category of the order is that of its dearest line.
                max_by(CATEGORY.col(), struct(AMOUNT.col(), CATEGORY.col())).as(CATEGORY.name()),
                min(CHANNEL.col()).as(CHANNEL.name()),
                min(SOURCE_FILE.col()).as(SOURCE_FILE.name()),
                max(INGEST_NO.col()).as(INGEST_NO.name()));
    Dataset<Row> dated =
        summed
            .withColumn(ORDERED_ON.name(), to_date(ORDERED_AT.col()))
            .withColumn(MONTH.name(), trunc(to_date(ORDERED_AT.col()), "month"))
            .withColumn(SERVICE_COST.name(), lit(null))
            .withColumn(REPLACED_ON.name(), col(UNTIL))
            .withColumn(KNOWN_ON.name(), when(col(SINCE).gt(ORDERED_ON.col()), col(SINCE)));
    return shaped(Tables.ORDERS_TABLE, dated);
  }

  static Dataset<Row> refunds(Dataset<Row> lines) {
    Dataset<Row> taken = lines.where(SilverSource.isRefund());
    Dataset<Row> withGoods =
        lines.where(not(SilverSource.isRefund())).select(ORDER_ID.col().as("goods_of")).distinct();
    Dataset<Row> linked =
        taken
            .join(withGoods, ORDER_ID.col().equalTo(col("goods_of")), "left") // at most one each
            .withColumn(REFUND_OF.name(), coalesce(REFUND_OF.col(), col("goods_of")))
            .withColumn(REFUND_ID.name(), ORDER_ID.col())
            .withColumn(REFUNDED_AT.name(), ORDERED_AT.col())
            .withColumn(REFUNDED_ON.name(), ORDERED_ON.col())
            .withColumn(AMOUNT.name(), abs(AMOUNT.col()));
    return shaped(Tables.REFUNDS_TABLE, linked);
  }

  private static Dataset<Row> shaped(Table table, Dataset<Row> rows) {
    Dataset<Row> complete =
        rows.withColumn(ROW_ORDER.name(), lit(null)).withColumn(ROW_HASH.name(), lit(null));
    return complete.select(
        Arrays.stream(table.columnNames().toArray(String[]::new))
            .filter(name -> !name.equals(RUN_ID.name()))
            .map(name -> named(table, name))
            .toArray(Column[]::new));
  }

  private static Column named(Table table, String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow()
        .as(col(name));
  }
}
