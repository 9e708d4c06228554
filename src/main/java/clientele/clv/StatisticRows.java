package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.CUSTOMER_REVENUE;
import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.HISTORICAL_MARGIN;
import static clientele.catalogue.Vocabulary.RECENCY_DAYS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import clientele.fold.Months;
import clientele.model.MonthlyOrders;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Customers who are all the same to a model, as rows with how many they are. */
final class StatisticRows {
  static final String WHOLE = "whole";
  private static final String EARLY = "early";
  static final String SPEND = "spend";

  /** Not of a history, but of a month and a cohort, by their indexes in place of days. */
  static final String MONTHLY = "monthly";

  static final String KIND = "kind";
  private static final String ORIGIN_OF = "origin";
  static final String FREQUENCY_OF = "x";
  static final String RECENCY_OF = "t_x";
  static final String AGE_OF = "t";
  static final String LATER = "later";
  static final String MEAN = "mean";
  static final String KNOWN = "known";
  static final String CUSTOMERS = "n";
  static final String REVENUE_SUM = "revenue_sum";
  static final String MARGIN_SUM = "margin_sum";
  static final String FIRST_REVENUE_SUM = "first_revenue_sum";
  static final String FIRST_MARGIN_SUM = "first_margin_sum";
  static final String GAPS = "gaps";
  static final String GAP_SUM = "gap_sum";
  static final String GAP_SQUARES = "gap_squares";

  private StatisticRows() {}

  /**
   * One row per statistic: a customer gives one of the whole history, and others for each origin
   * there was one before, and if there was repeat spend.
   *
   * @param histories rows of {@link CustomerHistories}, told
   * @param heldOutDays how many days after each origin are held out
   */
  static Dataset<Row> of(Dataset<Row> histories, int heldOutDays) {
    return of(histories, ofCustomer(histories, heldOutDays));
  }

  /** The same, and one for each month in which a customer bought again. */
  static Dataset<Row> withMonths(Dataset<Row> histories, int heldOutDays, LocalDate date) {
    return of(histories, concat(ofCustomer(histories, heldOutDays), ofMonths(date)));
  }

  private static Column ofCustomer(Dataset<Row> histories, int heldOutDays) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column none = lit(0);
    boolean isKnown = List.of(histories.columns()).contains(CustomerHistories.KNOWN);
    Column known = isKnown ? col(CustomerHistories.KNOWN) : nothing();
    Column whole =
        statistic(WHOLE, 0, FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col(), none, none, known);
    Stream<Column> early =
        IntStream.rangeClosed(1, Origin.COUNT)
            .mapToObj(origin -> early(origin, heldOutDays, known));
    Column mean = try_divide(repeatRevenue.cast("double"), FREQUENCY.col().cast("double"));
    Column spend = statistic(SPEND, 0, FREQUENCY.col(), none, none, none, mean, nothing());
    Column ofSpender = when(FREQUENCY.col().gt(0).and(repeatRevenue.gt(0)), spend);
    return array(Stream.concat(Stream.of(whole, ofSpender), early).toArray(Column[]::new));
  }

  private static Column ofMonths(LocalDate date) {
    Column statistics =
        transform(
            MonthlyOccasions.monthsAgain(date),
            before ->
                statistic(
                    MONTHLY,
                    0,
                    MonthlyOccasions.occasions(before),
                    lit(Months.index(date)).minus(before),
                    Months.index(FIRST_DAY.col()),
                    lit(0),
                    lit(0),
                    nothing()));
    return coalesce(statistics, array());
  }

  private static Dataset<Row> of(Dataset<Row> histories, Column ofCustomer) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column repeatMargin = col(CustomerHistories.REPEAT_MARGIN);
    Column gapShare = col(CustomerHistories.GAP_SHARE);
    Column isWhole = col(CustomerHistories.IS_WHOLE).and(FREQUENCY.col().isNotNull());
    Column isOfWhole = col("statistic").getField(KIND).equalTo(WHOLE);
    Column none = lit(BigDecimal.ZERO);
    return histories
        .where(isWhole)
        .select(
            explode(ofCustomer).as("statistic"),
            repeatRevenue,
            repeatMargin,
            CUSTOMER_REVENUE.col(),
            HISTORICAL_MARGIN.col(),
            gapShare)
        .where(col("statistic").isNotNull())
        .groupBy(col("statistic"))
        .agg(
            count(lit(1)).as(CUSTOMERS),
            sumOf(isOfWhole, repeatRevenue, none).as(REVENUE_SUM),
            sumOf(isOfWhole, repeatMargin, none).as(MARGIN_SUM),
            sumOf(isOfWhole, CUSTOMER_REVENUE.col().minus(repeatRevenue), none)
                .as(FIRST_REVENUE_SUM),
            sumOf(isOfWhole, HISTORICAL_MARGIN.col().minus(repeatMargin), none)
                .as(FIRST_MARGIN_SUM),
            count(when(isOfWhole, gapShare)).as(GAPS),
            sumOf(isOfWhole, gapShare, lit(0.0)).as(GAP_SUM),
            sumOf(isOfWhole, gapShare.multiply(gapShare), lit(0.0)).as(GAP_SQUARES))
        .select(col("statistic.*"), col("*"))
        .drop("statistic");
  }

  private static Column sumOf(Column condition, Column figure, Column none) {
    return coalesce(sum(when(condition, figure)), none);
  }

  private static Column nothing() {
    return array().cast("array<string>");
  }

  /** Of a customer who was one at the origin; null: nobody was. */
  private static Column early(int origin, int heldOutDays, Column known) {
    Column occasions = col(CustomerHistories.EARLY_OCCASIONS).getItem(origin - 1);
    Column occasionsAfterwards =
        origin == 1
            ? FREQUENCY.col().plus(1)
            : col(CustomerHistories.EARLY_OCCASIONS).getItem(origin - 2);
    return when(
        occasions.gt(0),
        statistic(
            EARLY,
            origin,
            occasions.minus(1),
            col(CustomerHistories.EARLY_RECENCY).getItem(origin - 1),
            AGE_DAYS.col().minus(origin * heldOutDays),
            occasionsAfterwards.minus(occasions),
            lit(0),
            known));
  }

  /** Those of the rows that are of customers at an origin. */
  static Column isEarly() {
    return col(KIND).equalTo(EARLY);
  }

  /** Those of them that are of customers at the origin of a number. */
  static Column isOf(int origin) {
    return isEarly().and(col(ORIGIN_OF).equalTo(origin));
  }

  /** The number of the {@link Origin} that a row is of. */
  static int origin(Row row) {
    return row.getAs(ORIGIN_OF);
  }

  /** What a row says. */
  static Statistic statistic(Row row) {
    return new Statistic(
        row.<Long>getAs(FREQUENCY_OF),
        row.<Integer>getAs(RECENCY_OF),
        row.<Integer>getAs(AGE_OF),
        row.<Long>getAs(LATER),
        row.<Double>getAs(MEAN),
        row.<Long>getAs(CUSTOMERS),
        List.copyOf(row.<String>getList(row.fieldIndex(KNOWN))));
  }

  /** What a row of a month says. */
  static MonthlyOrders monthly(Row row) {
    Statistic one = statistic(row);
    return new MonthlyOrders(one.age(), one.recency(), (double) one.customers() * one.frequency());
  }

  private static Column statistic(
      String kind,
      int origin,
      Column frequency,
      Column recency,
      Column age,
      Column later,
      Column mean,
      Column known) {
    return struct(
        lit(kind).as(KIND),
        lit(origin).as(ORIGIN_OF),
        frequency.cast("bigint").as(FREQUENCY_OF),
        recency.cast("int").as(RECENCY_OF),
        age.cast("int").as(AGE_OF),
        later.cast("bigint").as(LATER),
        mean.cast("double").as(MEAN),
        known.as(KNOWN));
  }
}
