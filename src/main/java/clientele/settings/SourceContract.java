package clientele.settings;

import static clientele.settings.SourceContract.Kind.BOOLEAN;
import static clientele.settings.SourceContract.Kind.DATE_OR_TIME;
import static clientele.settings.SourceContract.Kind.NUMBER;
import static clientele.settings.SourceContract.Kind.TEXT;

import java.util.List;
import java.util.Optional;

/**
 * The canonical columns of a source: what a mapping may name, and what it must.
 *
 * @param fields in the order of the contract
 * @param key columns whose values name a row; a row without {@code order_id} or {@code line_no} has
 *     no key, and {@code valid_from} of customers belongs to the key only where it is mapped
 * @param isOpen whether a mapping may name further columns: attributes of customers, features
 */
public record SourceContract(
    SourceName source, List<Field> fields, List<String> key, boolean isOpen) {

  /** What a column holds; a file whose column is of another kind is refused. */
  public enum Kind {
    TEXT,
    NUMBER,
    DATE_OR_TIME,
    BOOLEAN
  }

  /**
   * One canonical column.
   *
   * @param type Spark SQL type that its values are brought to, such as {@code decimal(18,2)}
   * @param isRequired whether a mapping must give it
   */
  public record Field(String name, String type, Kind kind, boolean isRequired) {
    private Field optional() {
      return new Field(name, type, kind, false);
    }
  }

  public SourceContract {
    fields = List.copyOf(fields);
    key = List.copyOf(key);
  }

  /** The contract of a source. */
  public static SourceContract of(SourceName source) {
    return switch (source) {
      case ORDERS ->
          closed(
              source,
              List.of("order_id"),
              text("order_id").optional(),
              text("customer_id"),
              instant("ordered_at"),
              money("amount"),
              money("discount").optional(),
              money("cost").optional(),
              money("service_cost").optional(),
              text("category").optional(),
              text("channel").optional(),
              text("currency").optional(),
              text("refund_of").optional(),
              instant("updated_at").optional());
      case ORDER_LINES ->
          closed(
              source,
              List.of("order_id", "line_no"),
              text("order_id"),
              text("line_no").optional(),
              text("product_id"),
              text("category").optional(),
              // Three digits: goods are also sold by weight.
              number("quantity", "decimal(18,3)"),
              money("amount"),
              money("cost").optional(),
              money("discount").optional(),
              text("customer_id").optional(),
              instant("ordered_at").optional(),
              text("channel").optional(),
              text("currency").optional(),
              text("refund_of").optional());
      case SUBSCRIPTIONS ->
          closed(
              source,
              List.of("subscription_id", "started_on"),
              text("subscription_id"),
              text("customer_id"),
              text("plan"),
              date("started_on"),
              date("ended_on").optional(),
              money("price"),
              text("billing_period"),
              text("currency").optional(),
              text("end_reason").optional(),
              date("trial_until").optional(),
              date("cancelled_on").optional(),
              money("list_price").optional());
      case NPS_RESPONSES ->
          closed(
              source,
              List.of("response_id"),
              text("response_id"),
              text("customer_id"),
              instant("responded_at"),
              number("score", "int"),
              text("stage").optional(),
              text("comment").optional());
      case CUSTOMERS -> customers();
      case SERVICE_CONTACTS ->
          closed(
              source,
              List.of("contact_id"),
              text("contact_id"),
              text("customer_id"),
              instant("opened_at"),
              instant("resolved_at").optional(),
              text("stage"),
              number("satisfaction", "int").optional(),
              money("cost").optional());
      case CAMPAIGN_CONTACTS ->
          closed(
              source,
              List.of("campaign_id", "customer_id", "contacted_at"),
              text("campaign_id"),
              text("customer_id"),
              instant("contacted_at"),
              text("arm"),
              money("cost").optional(),
              text("action").optional());
      case FX_RATES ->
          closed(
              source,
              List.of("currency", "on_date"),
              text("currency"),
              date("on_date"),
              // Twelve digits: one rupiah or dong is some 0.00004 of a euro.
              number("rate", "decimal(20,12)"));
      case FEATURES ->
          new SourceContract(
              source,
              List.of(text("customer_id"), date("as_of")),
              List.of("customer_id", "as_of"),
              true);
    };
  }

  /** Whether each row has the date of an event, so that the data of a date can be waited for. */
  public boolean hasEvents() {
    return source != SourceName.CUSTOMERS;
  }

  /** The canonical column of this name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static SourceContract customers() {
    List<Field> fields =
        List.of(
            text("customer_id"),
            date("signed_up_on").optional(),
            text("region").optional(),
            text("income_band").optional(),
            text("acquisition_channel").optional(),
            money("acquisition_cost").optional(),
            text("referred_by").optional(),
            date("valid_from").optional(),
            text("email").optional(),
            text("phone").optional(),
            text("first_name").optional(),
            text("last_name").optional(),
            text("country").optional(),
            text("postcode").optional(),
            text("language").optional(),
            new Field("consent_marketing", "boolean", BOOLEAN, false),
            new Field("suppressed", "boolean", BOOLEAN, false));
    return new SourceContract(
        SourceName.CUSTOMERS, fields, List.of("customer_id", "valid_from"), true);
  }

  private static SourceContract closed(SourceName source, List<String> key, Field... fields) {
    return new SourceContract(source, List.of(fields), key, false);
  }

  private static Field text(String name) {
    return new Field(name, "string", TEXT, true);
  }

  private static Field number(String name, String type) {
    return new Field(name, type, NUMBER, true);
  }

  private static Field money(String name) {
    return number(name, "decimal(18,2)");
  }

  private static Field date(String name) {
    return new Field(name, "date", DATE_OR_TIME, true);
  }

  private static Field instant(String name) {
    return new Field(name, "timestamp", DATE_OR_TIME, true);
  }
}
