package clientele.fold;

import static clientele.catalogue.Vocabulary.CATEGORY;
import static clientele.catalogue.Vocabulary.CHANNEL;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DISCOUNT;
import static clientele.catalogue.Vocabulary.FIRST_CATEGORY;
import static clientele.catalogue.Vocabulary.FIRST_CHANNEL;
import static clientele.catalogue.Vocabulary.FIRST_DISCOUNTED;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.ORDERED_ON;
import static clientele.catalogue.Vocabulary.ORDER_DAYS;
import static clientele.catalogue.Vocabulary.ORDER_ID;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.settings.Dimension;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The built-in dimensions that the first occasion gives: channel, category and whether it was
 * discounted.
 */
public final class FirstOccasion {
  /** The attributes it gives, as dimensions name them. */
  public static final List<String> ATTRIBUTES =
      List.of(FIRST_CHANNEL.name(), FIRST_CATEGORY.name(), FIRST_DISCOUNTED.name());

  private FirstOccasion() {}

  /** The dataset of {@link #of} if a dimension needs it, else none: reading all orders is dear. */
  public static List<Dataset<Row>> ifUsed(
      List<Dimension> dimensions, Dataset<Row> orders, Dataset<Row> customerMonth) {
    return Dimensions.use(dimensions, ATTRIBUTES) ? List.of(of(orders, customerMonth)) : List.of();
  }

  /**
   * One row per customer with an occasion: first_channel, first_category, first_discounted of the
   * smallest order_id of the first occasion day.
   */
  public static Dataset<Row> of(Dataset<Row> orders, Dataset<Row> customerMonth) {
    Dataset<Row> firstDays =
        customerMonth
            .where(ORDER_DAYS.col().notEqual(0))
            .groupBy(CUSTOMER_ID.col())
            .agg(min(Months.firstDayOf(MONTH.col(), ORDER_DAYS.col())).as(ORDERED_ON.name()));
    Column discounted =
        when(DISCOUNT.col().gt(0), "yes").when(DISCOUNT.col().leq(0), "no").as("discounted");
    // An order has one first day at most; orders without an id are told apart by their content.
    Column rank =
        struct(ORDER_ID.col().isNull(), ORDER_ID.col(), CHANNEL.col(), CATEGORY.col(), discounted);
    return orders
        .select(
            CUSTOMER_ID.col(),
            ORDERED_ON.col(),
            ORDER_ID.col(),
            CHANNEL.col(),
            CATEGORY.col(),
            DISCOUNT.col())
        .join(firstDays, new String[] {CUSTOMER_ID.name(), ORDERED_ON.name()}, "inner")
        .groupBy(CUSTOMER_ID.col())
        .agg(
            min_by(CHANNEL.col(), rank).as(FIRST_CHANNEL.name()),
            min_by(CATEGORY.col(), rank).as(FIRST_CATEGORY.name()),
            min_by(discounted, rank).as(FIRST_DISCOUNTED.name()));
  }
}
