package clientele.job;

import static clientele.catalogue.Tables.CAMPAIGN_CONTACTS_TABLE;
import static clientele.catalogue.Tables.CUSTOMERS_TABLE;
import static clientele.catalogue.Tables.FX_RATES_TABLE;
import static clientele.catalogue.Tables.ORDERS_TABLE;
import static clientele.catalogue.Tables.SERVICE_CONTACTS_TABLE;
import static clientele.catalogue.Tables.SUBSCRIPTIONS_TABLE;
import static clientele.catalogue.Vocabulary.BASE_COVERED;
import static clientele.catalogue.Vocabulary.BASIS;
import static clientele.catalogue.Vocabulary.CELL;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.EFFECTIVE_RESPONDENTS;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED_HIGH;
import static clientele.catalogue.Vocabulary.NPS_WEIGHTED_LOW;
import static clientele.catalogue.Vocabulary.SHARE_ASKED;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.fold.Dimensions;
import clientele.fold.FirstOccasion;
import clientele.fold.PaidSpans;
import clientele.settings.Settings;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * The silver tables that published figures are made from, by their names.
 *
 * <p>Jobs read orders, subscriptions and customers for the dimensions too, and contacts for who is
 * known, so what they read does not tell which of those a cell is made from; its name does.
 */
final class Origins {
  private static final String ORDERS = ORDERS_TABLE.name();
  private static final String SUBSCRIPTIONS = SUBSCRIPTIONS_TABLE.name();
  private static final String CUSTOMERS = CUSTOMERS_TABLE.name();
  private static final String SERVICE_CONTACTS = SERVICE_CONTACTS_TABLE.name();
  private static final String CAMPAIGN_CONTACTS = CAMPAIGN_CONTACTS_TABLE.name();

  /** In the order in which {@link #named} lists them. */
  private static final List<String> NAMED =
      List.of(ORDERS, SUBSCRIPTIONS, CUSTOMERS, SERVICE_CONTACTS, CAMPAIGN_CONTACTS);

  /** Columns that hold something against everybody who is known, by whatever event. */
  private static final List<String> OF_ALL_KNOWN =
      Stream.of(
              SHARE_ASKED,
              NPS_WEIGHTED,
              NPS_WEIGHTED_LOW,
              NPS_WEIGHTED_HIGH,
              EFFECTIVE_RESPONDENTS,
              BASE_COVERED)
          .map(TableColumn::name)
          .toList();

  private Origins() {}

  /** All that a table is made from, also by way of other jobs: more than any one cell is. */
  static Set<Table> of(Table table) {
    Set<Table> origins = new HashSet<>();
    for (Job job : Jobs.ALL) {
      boolean feedsIt =
          JobGraph.downstream(job).stream().anyMatch(later -> later.writes().contains(table));
      if (feedsIt || job.writes().contains(table)) {
        origins.addAll(job.reads());
      }
    }
    return origins;
  }

  /** What every cell of a table is made from, whatever its basis and dimension. */
  static Set<String> counted(Table table, Settings settings) {
    // Who registered before the history starts is counted otherwise than others.
    boolean countsCustomers =
        Stream.of(settings.books(), SourceName.SUBSCRIPTIONS)
            .flatMap(name -> settings.source(name).stream())
            .map(SourceSettings::historyStartsOn)
            .anyMatch(Optional::isPresent);
    Stream<Table> more = countsCustomers ? Stream.of(CUSTOMERS_TABLE) : Stream.of();
    return Stream.concat(table.counted().stream(), more)
        .map(Table::name)
        .collect(Collectors.toSet());
  }

  /** All that {@link #named} can say. */
  static List<List<String>> choices() {
    return IntStream.range(0, 1 << NAMED.size())
        .mapToObj(
            bits -> NAMED.stream().filter(one -> (bits >> NAMED.indexOf(one)) % 2 == 1).toList())
        .toList();
  }

  /** One of {@link #choices} as text. */
  static String text(List<String> choice) {
    return String.join(",", choice);
  }

  /** Which of {@link #choices} the name of a cell tells of, as text. */
  static Column named() {
    Column attributes = split(coalesce(part(DIMENSION.name()), lit(Dimensions.ALL)), "\\*");
    Column isOfAllKnown = coalesce(part("column").isInCollection(OF_ALL_KNOWN), lit(false));
    Column ofOrders =
        isSaid(BASIS.name(), ORDERS)
            .or(isAnyOf(attributes, FirstOccasion.ATTRIBUTES))
            .or(isOfAllKnown);
    Column ofTerms =
        isSaid(BASIS.name(), SUBSCRIPTIONS)
            .or(isAnyOf(attributes, PaidSpans.ATTRIBUTES))
            .or(isOfAllKnown);
    Column ofCustomers = exists(attributes, Origins::isRead).or(isOfAllKnown);
    return concat_ws(
        ",",
        when(ofOrders, ORDERS),
        when(ofTerms, SUBSCRIPTIONS),
        when(ofCustomers, CUSTOMERS),
        when(isOfAllKnown, SERVICE_CONTACTS),
        when(isOfAllKnown, CAMPAIGN_CONTACTS));
  }

  /**
   * Whether a cell is made from one of the tables that its table is made from.
   *
   * @param named what the cell tells of
   * @param counted of {@link #counted}
   */
  static boolean isOrigin(String origin, List<String> named, Set<String> counted) {
    if (origin.equals(FX_RATES_TABLE.name())) {
      return isOrigin(ORDERS, named, counted) || isOrigin(SUBSCRIPTIONS, named, counted);
    }
    return !NAMED.contains(origin) || named.contains(origin) || counted.contains(origin);
  }

  private static Column isAnyOf(Column attributes, List<String> names) {
    Column[] array = names.stream().map(name -> lit(name)).toArray(Column[]::new);
    return arrays_overlap(attributes, array(array));
  }

  /** Whether an attribute is read from the customer's row. */
  private static Column isRead(Column attribute) {
    return not(attribute.equalTo(Dimensions.ALL).or(attribute.isInCollection(Dimensions.BUILT_IN)));
  }

  private static Column isSaid(String key, String what) {
    return coalesce(part(key).equalTo(what), lit(false));
  }

  /** A part of the name of the cell; null: its table has none. */
  private static Column part(String key) {
    return get_json_object(CELL.col(), "$." + key);
  }
}
