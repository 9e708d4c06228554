package clientele.fold;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.MONEY_TYPE;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Customers by an amount of money, the most first and then by customer_id: ranks, n-tiles and
 * running sums, exact, and without all customers in one place.
 *
 * <p>A band holds the amounts of about one size and sign. Bands are few, so that what stands above
 * each is added up in one place; the rank of a customer is that number and the rank within the
 * band. Who has no amount has no rank. Equal amounts are in one band, however many they are.
 */
public final class Ranks {
  /** Bands in which amounts grow e-fold. */
  private static final int BANDS_PER_FOLD = 50;

  /** Bands between nothing and an amount of 1: more than there are down to a cent. */
  private static final int SMALL_BANDS = 1_000;

  /** Customers without an amount are spread over so many tasks. */
  private static final int SPREAD = 1_000;

  /** Below all bands. */
  private static final int NO_BAND = -1_000_000;

  private static final String MEASURE = "measure";
  private static final String BAND = "band";
  private static final String AMOUNT = "amount";
  private static final String MEMBERS = "members";
  private static final String ABOVE = "above";
  private static final String ABOVE_AMOUNT = "above_amount";
  private static final String ALL = "all";
  private static final String ALL_AMOUNT = "all_amount";

  private Ranks() {}

  /**
   * The customers with all that the other methods tell of each amount.
   *
   * @param customers one row per customer_id
   * @param amounts columns of money; null: not ranked
   */
  public static Dataset<Row> of(Dataset<Row> customers, String... amounts) {
    Dataset<Row> banded = customers;
    for (String amount : amounts) {
      banded = banded.withColumn(name(amount, BAND), band(col(amount)));
    }
    Dataset<Row> bands = bands(banded, amounts);
    Dataset<Row> ranked = banded;
    for (String amount : amounts) {
      Dataset<Row> own =
          bands
              .where(col(MEASURE).equalTo(amount))
              .select(
                  Stream.of(BAND, ABOVE, ABOVE_AMOUNT, ALL, ALL_AMOUNT)
                      .map(part -> col(part).as(name(amount, part)))
                      .toArray(Column[]::new));
      // One band, or none without an amount.
      ranked = ranked.join(broadcast(own), new String[] {name(amount, BAND)}, "left");
      ranked = within(ranked, amount);
    }
    return ranked;
  }

  /** From 1; null without an amount. */
  public static Column rank(String amount) {
    return col(name(amount, "rank"));
  }

  /** 1 + floor(tiles (rank - 1) / n): 1 has the most; null without an amount. */
  public static Column tile(String amount, int tiles) {
    return floor(rank(amount).minus(1).multiply(tiles).divide(col(name(amount, ALL)))).plus(1);
  }

  /** The amounts of the customers up to this rank; null without an amount. */
  public static Column runningSum(String amount) {
    return col(name(amount, "sum"));
  }

  /** The amounts of all customers; null without an amount. */
  public static Column total(String amount) {
    return col(name(amount, ALL_AMOUNT));
  }

  private static String name(String amount, String part) {
    return "%s of %s".formatted(part, amount);
  }

  private static Column band(Column amount) {
    Column value = amount.cast("double");
    Column size = floor(log(abs(value)).multiply(BANDS_PER_FOLD)).plus(SMALL_BANDS);
    return when(amount.equalTo(0), 0L)
        .when(amount.isNotNull(), signum(value).cast("long").multiply(size));
  }

  /** Of each band of each amount: what stands above it, and what there is in all. */
  private static Dataset<Row> bands(Dataset<Row> banded, String... amounts) {
    Column[] entries =
        Stream.of(amounts)
            .map(
                amount ->
                    struct(
                        lit(amount).as(MEASURE),
                        col(name(amount, BAND)).as(BAND),
                        col(amount).cast(MONEY_TYPE).as(AMOUNT)))
            .toArray(Column[]::new);
    WindowSpec measure = Window.partitionBy(col(MEASURE));
    WindowSpec above =
        measure.orderBy(col(BAND).desc()).rowsBetween(Window.unboundedPreceding(), -1);
    return banded
        .select(explode(array(entries)).as("entry"))
        .select("entry.*")
        .where(col(BAND).isNotNull())
        .groupBy(col(MEASURE), col(BAND))
        .agg(count(lit(1)).as(MEMBERS), sum(col(AMOUNT)).cast(MONEY_TYPE).as(AMOUNT))
        .select(
            col(MEASURE),
            col(BAND),
            coalesce(sum(col(MEMBERS)).over(above), lit(0L)).as(ABOVE),
            money(coalesce(sum(col(AMOUNT)).over(above), lit(0))).as(ABOVE_AMOUNT),
            sum(col(MEMBERS)).over(measure).as(ALL),
            money(sum(col(AMOUNT)).over(measure)).as(ALL_AMOUNT));
  }

  private static Dataset<Row> within(Dataset<Row> ranked, String amount) {
    Column spread = lit(NO_BAND).minus(pmod(hash(CUSTOMER_ID.col()), lit(SPREAD)));
    WindowSpec band =
        Window.partitionBy(coalesce(col(name(amount, BAND)), spread))
            .orderBy(col(amount).desc(), CUSTOMER_ID.col());
    WindowSpec upTo = band.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return ranked
        .withColumn(name(amount, "rank"), col(name(amount, ABOVE)).plus(row_number().over(band)))
        .withColumn(
            name(amount, "sum"),
            money(col(name(amount, ABOVE_AMOUNT)).plus(sum(col(amount)).over(upTo))));
  }

  private static Column money(Column amount) {
    return amount.cast(MONEY_TYPE);
  }
}
