package clientele.clv;

import static clientele.clv.StatisticRows.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import clientele.clv.SpreadParts.Kept;
import clientele.clv.Statistics.SeasonReading;
import clientele.clv.Statistics.Totals;
import clientele.job.BoundedCollect;
import clientele.model.MonthlyOrders;
import clientele.model.Parts;
import clientele.model.SpendDependence.Frequency;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * {@link Statistics} that stay where they are.
 *
 * @param all rows of {@link StatisticRows#of}, which are gone through more than once
 * @param kept holds what is
 */
record SpreadStatistics(Dataset<Row> all, Kept kept) {
  /** Examples of each kind. */
  private static final int EXAMPLES = 2048;

  /** Customers that tell how well a model foretells, to a four-hundredth of what they differ by. */
  private static final int SAMPLE = 200_000;

  private static final int HASH_BITS = 30;

  /** Of days with a purchase there cannot be more. */
  private static final int MOST_FREQUENCIES = 100_000;

  /** As many as there are months of cohorts in half a century, and days in a month. */
  private static final int MOST_MONTHS = 60 * 600 * 31;

  private static final Column[] KEY = {
    col(FREQUENCY_OF), col(RECENCY_OF), col(AGE_OF), col(LATER), col(MEAN), col(KNOWN)
  };

  static Statistics of(Dataset<Row> rows, Kept kept, SeasonReading reading) {
    SpreadStatistics spread = new SpreadStatistics(kept.keep(rows), kept);
    Seasons seasons = reading.of(spread.months());
    return new Statistics(
        seasons,
        Group.of(spread.of(WHOLE), seasons.clock()),
        seasons.early(
            IntStream.rangeClosed(1, Origin.COUNT)
                .mapToObj(origin -> spread.early(origin, SAMPLE))
                .toList()),
        spread.of(SPEND).map(Statistic::spend),
        spread.spendByFrequency(),
        spread.totals());
  }

  private Parts<List<Statistic>> of(String kind) {
    Dataset<Row> rows = all.where(col(KIND).equalTo(kind));
    // By a hash, which does not depend on where a row is.
    Dataset<Row> some = rows.orderBy(xxhash64(KEY)).limit(EXAMPLES);
    return SpreadParts.of(
        rows, StatisticRows::statistic, BoundedCollect.rows(some, EXAMPLES), kept);
  }

  /**
   * Of customers at an origin as many as are enough to tell models apart. One of so many is drawn
   * by a hash, and stands for all of them, so that sums are without bias; histories that more of
   * them share are all there.
   *
   * @param origin its number
   * @param sample how many, about
   */
  List<Statistic> early(int origin, int sample) {
    Dataset<Row> early = all.where(StatisticRows.isOf(origin));
    Column n = col(CUSTOMERS);
    Dataset<Row> size = early.agg(coalesce(sum(n), lit(0L)));
    long oneOf = 1 + BoundedCollect.rows(size, 1).get(0).getLong(0) / sample;
    Column chance = pmod(xxhash64(KEY), lit(1L << HASH_BITS)).multiply(oneOf);
    Dataset<Row> drawn =
        early
            .where(chance.lt(n.multiply(1L << HASH_BITS)))
            .withColumn(CUSTOMERS, greatest(n, lit(oneOf)));
    return BoundedCollect.rows(drawn, 2 * SAMPLE).stream()
        .map(StatisticRows::statistic)
        .sorted(Statistic.ORDER)
        .toList();
  }

  private List<MonthlyOrders> months() {
    Dataset<Row> months = all.where(col(KIND).equalTo(MONTHLY));
    return BoundedCollect.rows(months, MOST_MONTHS).stream().map(StatisticRows::monthly).toList();
  }

  private List<Frequency> spendByFrequency() {
    Column n = col(CUSTOMERS);
    Column money = n.multiply(col(MEAN));
    Dataset<Row> frequencies =
        all.where(col(KIND).equalTo(SPEND))
            .groupBy(col(FREQUENCY_OF))
            .agg(sum(n), sum(money), sum(money.multiply(col(MEAN))))
            .orderBy(col(FREQUENCY_OF));
    return BoundedCollect.rows(frequencies, MOST_FREQUENCIES).stream()
        .map(
            row ->
                new Frequency(row.getLong(0), row.getLong(1), row.getDouble(2), row.getDouble(3)))
        .toList();
  }

  private Totals totals() {
    Dataset<Row> totals =
        all.agg(
            sumOf(REVENUE_SUM, lit(BigDecimal.ZERO)),
            sumOf(MARGIN_SUM, lit(BigDecimal.ZERO)),
            sumOf(FIRST_REVENUE_SUM, lit(BigDecimal.ZERO)),
            sumOf(FIRST_MARGIN_SUM, lit(BigDecimal.ZERO)),
            sumOf(GAPS, lit(0L)),
            sumOf(GAP_SUM, lit(0.0)),
            sumOf(GAP_SQUARES, lit(0.0)));
    return Totals.of(BoundedCollect.rows(totals, 1).get(0));
  }

  private static Column sumOf(String name, Column none) {
    return coalesce(sum(col(name)), none).as(name);
  }
}
