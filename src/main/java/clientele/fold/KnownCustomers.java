package clientele.fold;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static org.apache.spark.sql.functions.lit;

import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Everybody who is a customer at a date. */
public final class KnownCustomers {
  /** The tables with events of customers. */
  public static final List<Table> EVENTS =
      List.of(
          Tables.CUSTOMER_MONTH,
          Tables.SUBSCRIPTIONS_TABLE,
          Tables.NPS_RESPONSES_TABLE,
          Tables.SERVICE_CONTACTS_TABLE,
          Tables.CAMPAIGN_CONTACTS_TABLE);

  private KnownCustomers() {}

  /**
   * One row per customer with an event, or who signed up by the date, or whose sign-up date nobody
   * knows.
   *
   * @param attributes as of {@link Dimensions#inForce}
   * @param events rows of {@link #EVENTS} as known at the date
   */
  public static Dataset<Row> of(
      Dataset<Row> attributes, LocalDate date, Stream<Dataset<Row>> events) {
    Column signedUp = SIGNED_UP_ON.col().isNull().or(SIGNED_UP_ON.col().leq(lit(date)));
    return Stream.concat(Stream.of(attributes.where(signedUp)), events)
        .map(rows -> rows.select(CUSTOMER_ID.col()))
        .reduce(Dataset::union)
        .orElseThrow()
        .distinct();
  }
}
