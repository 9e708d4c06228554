package clientele.job;

import static clientele.catalogue.Vocabulary.SOURCE;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables that hold the rows of a source, as the settings let them be seen: those of a source
 * that is not configured have no rows, though earlier runs may have left some. What a job writes
 * follows from the sources and settings of now, not from those of before.
 */
public final class SourceTables {
  /** Orders and refunds are not here: what they come from depends on the settings. */
  private static final Map<Table, SourceName> SOURCE_OF =
      Map.of(
          Tables.ORDER_LINES_TABLE, SourceName.ORDER_LINES,
          Tables.SUBSCRIPTIONS_TABLE, SourceName.SUBSCRIPTIONS,
          Tables.NPS_RESPONSES_TABLE, SourceName.NPS_RESPONSES,
          Tables.CUSTOMERS_TABLE, SourceName.CUSTOMERS,
          Tables.CUSTOMER_CONTACT_TABLE, SourceName.CUSTOMERS,
          Tables.SERVICE_CONTACTS_TABLE, SourceName.SERVICE_CONTACTS,
          Tables.CAMPAIGN_CONTACTS_TABLE, SourceName.CAMPAIGN_CONTACTS,
          Tables.FEATURES_TABLE, SourceName.FEATURES,
          Tables.FX_RATES_TABLE, SourceName.FX_RATES);

  private SourceTables() {}

  /** Whether the rows of a table count under the settings. */
  public static boolean count(Table table, Settings settings) {
    boolean isOfBooks = table.equals(Tables.ORDERS_TABLE) || table.equals(Tables.REFUNDS_TABLE);
    SourceName source = isOfBooks ? settings.books() : SOURCE_OF.get(table);
    return source == null || settings.source(source).isPresent();
  }

  /** The rows of a table that count under the settings. */
  static Dataset<Row> counted(Table table, Dataset<Row> rows, Settings settings) {
    if (table.equals(Tables.INGEST_ACCOUNT)) {
      Stream<String> sources = settings.sources().keySet().stream().map(SourceName::key);
      return rows.where(SOURCE.col().isin(sources.toArray()));
    }
    return count(table, settings) ? rows : rows.where(lit(false));
  }
}
