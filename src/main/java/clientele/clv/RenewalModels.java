package clientele.clv;

import static clientele.catalogue.Vocabulary.SEGMENT;
import static clientele.catalogue.Vocabulary.TRAINED_THROUGH;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.clv.RenewalSegment.Exposure;
import clientele.fold.RenewalClocks;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.clv_model about renewals of subscriptions: of each length of billing period, and
 * of trials.
 *
 * <ol>
 *   <li>Each run of {@link RenewalClocks} could be renewed at the end of every period that the data
 *       saw from its beginning, and was so at all but perhaps the last.
 *   <li>Counts of equal runs come together in one task: no more of them than pairs of periods.
 *   <li>There, models are fitted to them: {@link RenewalSegment}.
 * </ol>
 */
final class RenewalModels {
  /** Segments of lengths of billing periods begin so. */
  static final String TERM = "term:";

  /** The segment of trials, whose renewal is the first payment. */
  static final String TRIAL = "trial";

  private static final String RISK = "risk";
  private static final String ENTRY = "entry";
  private static final String EXIT = "exit";
  private static final String LEFT = "has_left";
  private static final String RUNS = "runs";

  private RenewalModels() {}

  /**
   * Three rows per length of billing period, unless no renewal at all has been due yet, and one of
   * trials if there are any.
   *
   * @param clocks rows of {@link RenewalClocks}
   */
  static Dataset<Row> rows(Dataset<Row> clocks, LocalDate date) {
    StructType type = new StructType();
    for (TableColumn column : ModelRow.COLUMNS) {
      type = type.add(column.name(), column.type());
    }
    return exposures(clocks)
        .repartition(1)
        .mapPartitions((MapPartitionsFunction<Row, Row>) RenewalModels::fitted, Encoders.row(type))
        .withColumn(TRAINED_THROUGH.name(), lit(date))
        .select(Tables.CLV_MODEL.selectOwn());
  }

  /** Of rows of gold.clv_model, those of {@link #rows}. */
  static Column isOfRenewals() {
    return SEGMENT.col().startsWith(TERM).or(SEGMENT.col().equalTo(TRIAL));
  }

  private static Dataset<Row> exposures(Dataset<Row> clocks) {
    Column periods = col(RenewalClocks.PERIODS);
    Column hasLeft = col(RenewalClocks.HAS_LEFT);
    Column renewals =
        risk(
            concat(lit(TERM), col(RenewalClocks.LENGTH)),
            col(RenewalClocks.UNSEEN),
            when(hasLeft, periods).otherwise(periods.minus(1)),
            hasLeft);
    Column isPaid = periods.gt(0);
    Column isTried = col(RenewalClocks.IS_TRIED);
    Column isOnTrial = not(isPaid).and(col(RenewalClocks.IS_LIVE));
    Column isDecided = isTried.and(isPaid.or(hasLeft));
    Column trial = risk(lit(TRIAL), lit(0), when(isDecided, 1).otherwise(0), not(isPaid));
    return clocks
        .select(explode(array(renewals, when(isTried.or(isOnTrial), trial))).as(RISK))
        .where(col(RISK).isNotNull())
        .select(col(RISK + ".*"))
        .groupBy(SEGMENT.col(), col(ENTRY), col(EXIT), col(LEFT))
        .agg(count(lit(1)).as(RUNS));
  }

  /** Who was never at risk has an exit of 0. */
  private static Column risk(Column segment, Column entry, Column exit, Column hasLeft) {
    Column isAtRisk = entry.lt(exit);
    return struct(
        segment.as(SEGMENT.name()),
        when(isAtRisk, entry).otherwise(0).as(ENTRY),
        when(isAtRisk, exit).otherwise(0).as(EXIT),
        isAtRisk.and(hasLeft).as(LEFT));
  }

  private static Iterator<Row> fitted(Iterator<Row> rows) {
    Map<String, List<Exposure>> exposures = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      exposures
          .computeIfAbsent(row.getAs(SEGMENT.name()), segment -> new ArrayList<>())
          .add(
              new Exposure(
                  row.<Integer>getAs(ENTRY),
                  row.<Integer>getAs(EXIT),
                  row.<Boolean>getAs(LEFT),
                  row.<Long>getAs(RUNS)));
    }
    List<RenewalSegment> segments =
        exposures.entrySet().stream()
            .map(segment -> RenewalSegment.of(segment.getKey(), segment.getValue()))
            .toList();
    double intensity = RenewalSegment.intensity(segments);
    return segments.stream().flatMap(segment -> segment.rows(intensity).stream()).iterator();
  }
}
