package clientele.clv;

import static clientele.catalogue.Vocabulary.AGE_DAYS;
import static clientele.catalogue.Vocabulary.FIRST_DAY;
import static clientele.catalogue.Vocabulary.FREQUENCY;
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
import clientele.model.Here;
import clientele.model.MonthlyOrders;
import clientele.model.Parts;
import clientele.model.Regularity;
import clientele.model.SpendDependence.Frequency;
import clientele.model.SpendHistories;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All that models are fitted to: the distinct histories of customers with how many share each, in
 * one place or, where these are too many, where they are.
 *
 * @param seasons the clock of purchases, and how it is known
 * @param whole histories up to the date
 * @param early by {@link Origin}, the nearest first: all, or, where they are too many for one
 *     place, a fair sample
 * @param spend repeat purchases and their mean, of who spent anything on them
 * @param spendByFrequency sums from which the dependence of spend on frequency is told
 * @param totals of all customers
 */
record Statistics(
    Seasons seasons,
    Group whole,
    List<Early> early,
    Parts<SpendHistories> spend,
    List<Frequency> spendByFrequency,
    Totals totals) {
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
  static final String GAPS = "gaps";
  static final String GAP_SUM = "gap_sum";
  static final String GAP_SQUARES = "gap_squares";

  /**
   * Sums over all customers.
   *
   * @param revenue of all repeat purchases
   * @param margin of all repeat purchases
   * @param regularity of purchases
   */
  record Totals(BigDecimal revenue, BigDecimal margin, Regularity regularity) {
    static final Totals NONE = new Totals(BigDecimal.ZERO, BigDecimal.ZERO, Regularity.NONE);

    /** Of a row, or of several summed up. */
    static Totals of(Row row) {
      return new Totals(
          row.getAs(REVENUE_SUM),
          row.getAs(MARGIN_SUM),
          new Regularity(
              row.<Long>getAs(GAPS), row.<Double>getAs(GAP_SUM), row.<Double>getAs(GAP_SQUARES)));
    }

    Totals plus(Totals other) {
      return new Totals(
          revenue.add(other.revenue), margin.add(other.margin), regularity.plus(other.regularity));
    }
  }

  /**
   * One row per statistic: a customer gives one of the whole history, and others for each origin
   * there was one before, and if there was repeat spend.
   *
   * @param histories rows of {@link CustomerHistories}, told
   * @param heldOutDays how many days after each origin are held out
   */
  static Dataset<Row> rows(Dataset<Row> histories, int heldOutDays) {
    return rows(histories, ofCustomer(histories, heldOutDays));
  }

  /** The same, and one for each month in which a customer bought again. */
  static Dataset<Row> withMonths(Dataset<Row> histories, int heldOutDays, LocalDate date) {
    return rows(histories, concat(ofCustomer(histories, heldOutDays), ofMonths(date)));
  }

  private static Column ofCustomer(Dataset<Row> histories, int heldOutDays) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column none = lit(0);
    boolean isKnown = List.of(histories.columns()).contains(CustomerHistories.KNOWN);
    Column known = isKnown ? col(CustomerHistories.KNOWN) : nothing();
    Column whole =
        statistic(WHOLE, 0, FREQUENCY.col(), RECENCY_DAYS.col(), AGE_DAYS.col(), none, none, known);
    Stream<Column> early =
        IntStream.rangeClosed(1, Origin.COUNT).mapToObj(origin -> early(origin, heldOutDays));
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

  private static Dataset<Row> rows(Dataset<Row> histories, Column ofCustomer) {
    Column repeatRevenue = col(CustomerHistories.REPEAT_REVENUE);
    Column repeatMargin = col(CustomerHistories.REPEAT_MARGIN);
    Column gapShare = col(CustomerHistories.GAP_SHARE);
    Column isWhole = col(CustomerHistories.IS_WHOLE).and(FREQUENCY.col().isNotNull());
    Column isOfWhole = col("statistic").getField(KIND).equalTo(WHOLE);
    return histories
        .where(isWhole)
        .select(explode(ofCustomer).as("statistic"), repeatRevenue, repeatMargin, gapShare)
        .where(col("statistic").isNotNull())
        .groupBy(col("statistic"))
        .agg(
            count(lit(1)).as(CUSTOMERS),
            sumOf(isOfWhole, repeatRevenue, lit(BigDecimal.ZERO)).as(REVENUE_SUM),
            sumOf(isOfWhole, repeatMargin, lit(BigDecimal.ZERO)).as(MARGIN_SUM),
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
  private static Column early(int origin, int heldOutDays) {
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
            nothing()));
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

  /** What a row of a month says. */
  static MonthlyOrders monthly(Row row) {
    Statistic one = statistic(row);
    return new MonthlyOrders(one.age(), one.recency(), (double) one.customers() * one.frequency());
  }

  /** How the season is told. */
  interface SeasonReading {
    Seasons of(List<MonthlyOrders> orders);
  }

  /**
   * Reads the rows, in any order.
   *
   * @param most how many there may be
   * @return empty if there are more
   */
  static Optional<Statistics> here(Iterator<Row> rows, int most, SeasonReading reading) {
    List<Statistic> whole = new ArrayList<>();
    List<Statistic> spend = new ArrayList<>();
    List<MonthlyOrders> months = new ArrayList<>();
    List<List<Statistic>> early =
        Stream.<List<Statistic>>generate(ArrayList::new).limit(Origin.COUNT).toList();
    Totals totals = Totals.NONE;
    for (int count = 0; rows.hasNext(); count++) {
      if (count == most) {
        return Optional.empty();
      }
      Row row = rows.next();
      switch (row.<String>getAs(KIND)) {
        case MONTHLY -> months.add(monthly(row));
        case WHOLE -> whole.add(statistic(row));
        case SPEND -> spend.add(statistic(row));
        default -> early.get(origin(row) - 1).add(statistic(row));
      }
      totals = totals.plus(Totals.of(row));
    }
    Stream.concat(Stream.of(whole, spend), early.stream())
        .forEach(all -> all.sort(Statistic.ORDER));
    Seasons seasons = reading.of(months);
    return Optional.of(
        new Statistics(
            seasons,
            Group.of(Here.of(whole), seasons.clock()),
            seasons.early(early),
            Here.of(spend).map(Statistic::spend),
            byFrequency(spend),
            totals));
  }

  private static List<Frequency> byFrequency(List<Statistic> spend) {
    SortedMap<Long, Frequency> frequencies = new TreeMap<>();
    for (Statistic one : spend) {
      double money = one.customers() * one.mean();
      frequencies.merge(
          one.frequency(),
          new Frequency(one.frequency(), one.customers(), money, money * one.mean()),
          (all, more) ->
              new Frequency(
                  all.orders(),
                  all.customers() + more.customers(),
                  all.sum() + more.sum(),
                  all.squares() + more.squares()));
    }
    return List.copyOf(frequencies.values());
  }

  /** One thing after the other, or side by side where no other machine does it. */
  <T> Stream<T> each(List<T> all) {
    return whole.statistics() instanceof Here ? all.parallelStream() : all.stream();
  }

  /** Share of revenue that is left as margin; 1 without revenue. */
  double marginRatio() {
    return totals.revenue().signum() == 0
        ? 1
        : totals.margin().doubleValue() / totals.revenue().doubleValue();
  }

  /** Value of a repeat purchase, over all of who spent anything; NaN without any. */
  double meanOrder() {
    return SpendHistories.meanOfOrders(spend);
  }

  /** How many spent anything on repeat purchases. */
  long spenders() {
    return (long) spend.sums(1, part -> new double[] {part.customers()})[0];
  }
}
