package clientele.ingest;

import static clientele.catalogue.Tables.*;
import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.job.Workspace;
import clientele.settings.SourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How the valid rows of a source stand in silver.
 *
 * @param content names of the columns that make the content of a row
 * @param key of them, those that name it; a null in one means no key
 * @param eventOn date of the event; null literal: no event date
 * @param money amount for the books; zero where the source has none
 * @param targets tables the rows go to, with what each takes
 */
record SilverSource(
    SourceName name,
    List<String> content,
    List<String> key,
    Column eventOn,
    Column money,
    Map<Table, Target> targets) {
  private static final List<TableColumn> PROVENANCE =
      List.of(SOURCE_FILE, INGEST_NO, ROW_ORDER, ROW_HASH, REPLACED_ON);

  /**
   * What a table takes of a source.
   *
   * @param rows which rows
   * @param renamed columns of the table that are not the content column of the same name
   * @param back the content columns out of the table, likewise
   */
  record Target(Column rows, Map<String, Column> renamed, Map<String, Column> back) {
    static Target all() {
      return new Target(lit(true), Map.of(), Map.of());
    }
  }

  /** A row with a negative amount, or that names an order, is a refund. */
  static Column isRefund() {
    return AMOUNT.col().lt(0).or(REFUND_OF.col().isNotNull());
  }

  static SilverSource of(SourceName source) {
    return switch (source) {
      case ORDERS -> orders();
      case ORDER_LINES ->
          simple(
              source,
              ORDER_LINES_TABLE,
              List.of(ORDER_ID, LINE_NO),
              ORDERED_ON.col(),
              AMOUNT.col());
      case SUBSCRIPTIONS ->
          simple(
              source,
              SUBSCRIPTIONS_TABLE,
              List.of(SUBSCRIPTION_ID, STARTED_ON),
              STARTED_ON.col(),
              lit(0));
      case NPS_RESPONSES ->
          simple(source, NPS_RESPONSES_TABLE, List.of(RESPONSE_ID), RESPONDED_ON.col(), lit(0));
      case CUSTOMERS -> customers();
      case SERVICE_CONTACTS ->
          simple(source, SERVICE_CONTACTS_TABLE, List.of(CONTACT_ID), OPENED_ON.col(), lit(0));
      case CAMPAIGN_CONTACTS ->
          simple(
              source,
              CAMPAIGN_CONTACTS_TABLE,
              List.of(CAMPAIGN_ID, CUSTOMER_ID, CONTACTED_AT),
              CONTACTED_ON.col(),
              lit(0));
      case FX_RATES ->
          simple(source, FX_RATES_TABLE, List.of(CURRENCY, ON_DATE), ON_DATE.col(), lit(0));
      case FEATURES ->
          simple(
              source,
              FEATURES_TABLE,
              List.of(CUSTOMER_ID, FEATURE_AS_OF),
              FEATURE_AS_OF.col(),
              lit(0));
    };
  }

  /** Adds the dates that follow from the instants, and brings refunds to one form. */
  Dataset<Row> complete(Dataset<Row> canonical) {
    Map<String, Column> more = new LinkedHashMap<>();
    List<String> present = List.of(canonical.columns());
    Map<TableColumn, TableColumn> dates =
        Map.of(
            ORDERED_AT, ORDERED_ON,
            RESPONDED_AT, RESPONDED_ON,
            OPENED_AT, OPENED_ON,
            CONTACTED_AT, CONTACTED_ON);
    for (Map.Entry<TableColumn, TableColumn> entry : dates.entrySet()) {
      if (present.contains(entry.getKey().name())) {
        more.put(entry.getValue().name(), to_date(entry.getKey().col()));
      }
    }
    if (content.contains(MONTH.name())) {
      more.put(MONTH.name(), trunc(to_date(ORDERED_AT.col()), "month"));
    }
    if (name == SourceName.ORDERS || name == SourceName.ORDER_LINES) {
      Column signed = when(isRefund(), negate(abs(AMOUNT.col()))).otherwise(AMOUNT.col());
      more.put(AMOUNT.name(), AMOUNT.as(signed));
    }
    if (name == SourceName.ORDERS) {
      // What a refund does not keep must not tell two deliveries of it apart.
      for (TableColumn column : List.of(DISCOUNT, COST, SERVICE_COST, CATEGORY, CHANNEL)) {
        more.put(column.name(), when(not(isRefund()), column.col()));
      }
    }
    return canonical.withColumns(more);
  }

  /** What a table holds of this source, in the columns of the content and of provenance. */
  Dataset<Row> standing(Workspace workspace) {
    Dataset<Row> all = null;
    for (Map.Entry<Table, Target> entry : targets.entrySet()) {
      Table table = entry.getKey();
      if (table.equals(CUSTOMER_CONTACT_TABLE)) {
        continue;
      }
      Map<String, Column> back = entry.getValue().back();
      List<Column> columns = new ArrayList<>();
      content.forEach(name -> columns.add(back.getOrDefault(name, col(name)).as(name)));
      PROVENANCE.forEach(column -> columns.add(column.col()));
      Dataset<Row> part = workspace.whole(table).select(columns.toArray(Column[]::new));
      all = all == null ? part : all.unionByName(part);
    }
    return all;
  }

  /** The rows as a table takes them, without run_id. */
  Dataset<Row> shaped(Table table, Dataset<Row> rows) {
    Target target = targets.get(table);
    List<Column> columns = new ArrayList<>();
    for (TableColumn column : table.columns()) {
      if (!column.equals(RUN_ID)) {
        columns.add(column.as(target.renamed().getOrDefault(column.name(), column.col())));
      }
    }
    return rows.where(target.rows()).select(columns.toArray(Column[]::new));
  }

  private static SilverSource orders() {
    Column isRefund = isRefund();
    Map<String, Column> toRefund = new LinkedHashMap<>();
    toRefund.put(REFUND_ID.name(), ORDER_ID.col());
    toRefund.put(REFUNDED_AT.name(), ORDERED_AT.col());
    toRefund.put(REFUNDED_ON.name(), ORDERED_ON.col());
    toRefund.put(AMOUNT.name(), abs(AMOUNT.col()));
    Map<String, Column> fromRefund = new LinkedHashMap<>();
    fromRefund.put(ORDER_ID.name(), REFUND_ID.col());
    fromRefund.put(ORDERED_AT.name(), REFUNDED_AT.col());
    fromRefund.put(ORDERED_ON.name(), REFUNDED_ON.col());
    fromRefund.put(AMOUNT.name(), negate(AMOUNT.col()).cast(AMOUNT.type()));
    for (TableColumn column : List.of(DISCOUNT, COST, SERVICE_COST, CATEGORY, CHANNEL)) {
      fromRefund.put(column.name(), lit(null).cast(column.type()));
    }
    Map<String, Column> fromOrder = Map.of(REFUND_OF.name(), lit(null).cast(REFUND_OF.type()));
    Map<Table, Target> targets = new LinkedHashMap<>();
    Map<String, Column> toOrder = Map.of(KNOWN_ON.name(), lit(null));
    targets.put(ORDERS_TABLE, new Target(not(isRefund), toOrder, fromOrder));
    targets.put(REFUNDS_TABLE, new Target(isRefund, toRefund, fromRefund));
    List<String> content = new ArrayList<>(contentOf(ORDERS_TABLE));
    content.add(REFUND_OF.name());
    return new SilverSource(
        SourceName.ORDERS,
        List.copyOf(content),
        List.of(ORDER_ID.name()),
        ORDERED_ON.col(),
        AMOUNT.col(),
        targets);
  }

  private static SilverSource customers() {
    List<String> content = new ArrayList<>(contentOf(CUSTOMERS_TABLE));
    Map<String, Column> back = new LinkedHashMap<>();
    for (TableColumn column : CUSTOMER_CONTACT_TABLE.columns()) {
      if (!content.contains(column.name()) && !column.equals(RUN_ID)) {
        content.add(column.name());
        // Personal data stand apart; customers are always read as a whole, so nobody compares them.
        back.put(column.name(), lit(null).cast(column.type()));
      }
    }
    Map<Table, Target> targets = Map.of(CUSTOMERS_TABLE, new Target(lit(true), Map.of(), back));
    return new SilverSource(
        SourceName.CUSTOMERS,
        List.copyOf(content),
        List.of(CUSTOMER_ID.name(), VALID_FROM.name()),
        lit(null).cast("date"),
        lit(0),
        targets);
  }

  private static SilverSource simple(
      SourceName source, Table table, List<TableColumn> key, Column eventOn, Column money) {
    return new SilverSource(
        source,
        contentOf(table),
        key.stream().map(TableColumn::name).toList(),
        eventOn,
        money,
        Map.of(table, Target.all()));
  }

  private static List<String> contentOf(Table table) {
    return table.columns().stream()
        .filter(column -> !PROVENANCE.contains(column))
        .filter(column -> !column.equals(RUN_ID) && !column.equals(KNOWN_ON))
        .map(TableColumn::name)
        .toList();
  }
}
