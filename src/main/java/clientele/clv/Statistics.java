package clientele.clv;

import static clientele.clv.StatisticRows.FIRST_MARGIN_SUM;
import static clientele.clv.StatisticRows.FIRST_REVENUE_SUM;
import static clientele.clv.StatisticRows.GAPS;
import static clientele.clv.StatisticRows.GAP_SQUARES;
import static clientele.clv.StatisticRows.GAP_SUM;
import static clientele.clv.StatisticRows.KIND;
import static clientele.clv.StatisticRows.MARGIN_SUM;
import static clientele.clv.StatisticRows.MONTHLY;
import static clientele.clv.StatisticRows.REVENUE_SUM;
import static clientele.clv.StatisticRows.SPEND;
import static clientele.clv.StatisticRows.WHOLE;

import clientele.model.Here;
import clientele.model.MonthlyOrders;
import clientele.model.Parts;
import clientele.model.Regularity;
import clientele.model.SpendDependence.Frequency;
import clientele.model.SpendHistories;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  /** What purchases brought. */
  record Money(BigDecimal revenue, BigDecimal margin) {
    static final Money NONE = new Money(BigDecimal.ZERO, BigDecimal.ZERO);

    Money plus(Money other) {
      return new Money(revenue.add(other.revenue), margin.add(other.margin));
    }

    /** Share of revenue that is left as margin; 1 without revenue. */
    double marginRatio() {
      return revenue.signum() == 0 ? 1 : margin.doubleValue() / revenue.doubleValue();
    }
  }

  /**
   * Sums over all customers.
   *
   * @param repeats what all repeat purchases brought
   * @param firsts what all first purchases brought
   * @param regularity of purchases
   */
  record Totals(Money repeats, Money firsts, Regularity regularity) {
    static final Totals NONE = new Totals(Money.NONE, Money.NONE, Regularity.NONE);

    /** Of a row, or of several summed up. */
    static Totals of(Row row) {
      return new Totals(
          new Money(row.getAs(REVENUE_SUM), row.getAs(MARGIN_SUM)),
          new Money(row.getAs(FIRST_REVENUE_SUM), row.getAs(FIRST_MARGIN_SUM)),
          new Regularity(
              row.<Long>getAs(GAPS), row.<Double>getAs(GAP_SUM), row.<Double>getAs(GAP_SQUARES)));
    }

    Totals plus(Totals other) {
      return new Totals(
          repeats.plus(other.repeats),
          firsts.plus(other.firsts),
          regularity.plus(other.regularity));
    }
  }

  /** How the season is told. */
  interface SeasonReading {
    Seasons of(List<MonthlyOrders> orders);
  }

  /**
   * Reads {@link StatisticRows}, in any order.
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
        case MONTHLY -> months.add(StatisticRows.monthly(row));
        case WHOLE -> whole.add(StatisticRows.statistic(row));
        case SPEND -> spend.add(StatisticRows.statistic(row));
        default -> early.get(StatisticRows.origin(row) - 1).add(StatisticRows.statistic(row));
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

  /** Value of a repeat purchase, over all of who spent anything; NaN without any. */
  double meanOrder() {
    return SpendHistories.meanOfOrders(spend);
  }

  /** How many spent anything on repeat purchases. */
  long spenders() {
    return (long) spend.sums(1, part -> new double[] {part.customers()})[0];
  }
}
