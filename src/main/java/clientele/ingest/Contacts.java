package clientele.ingest;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Personal data, consent and suppression: those of each customer's newest row, whatever the
 * business date.
 */
final class Contacts {
  private Contacts() {}

  static Dataset<Row> newest(Dataset<Row> customers) {
    List<TableColumn> personal =
        List.of(
            EMAIL,
            PHONE,
            FIRST_NAME,
            LAST_NAME,
            COUNTRY,
            POSTCODE,
            LANGUAGE,
            CONSENT_MARKETING,
            SUPPRESSED);
    Column all = struct(personal.stream().map(TableColumn::col).toArray(Column[]::new));
    Column newest =
        struct(VALID_FROM.col(), INGEST_NO.col(), SOURCE_FILE.col(), all.cast("string").as("text"));
    return customers
        .groupBy(CUSTOMER_ID.col())
        .agg(max_by(all, newest).as("newest"))
        .select("customer_id", "newest.*")
        .select(Tables.CUSTOMER_CONTACT_TABLE.selectOwn());
  }
}
