package clientele.insight;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.array_append;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.FalseDiscovery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.insight from the histories of customers.
 *
 * <ol>
 *   <li>Units: what each insight makes of each history, in one pass.
 *   <li>Cells: units of all insights added up, by dimension value, stratum and exposure.
 *   <li>Answers: what each insight makes of its cells in each dimension value.
 *   <li>Families: answers of one insight in many dimension values, beside each other.
 * </ol>
 */
final class InsightRows {
  private static final String INSIGHT_NAME = "insight";
  private static final String CELLS = "cells";

  /** Those of a stratum, in the order in which {@link #cell} reads them. */
  private static final List<String> KEYS =
      List.of(INSIGHT_NAME, "part", "is_exposed", "exact", "recency", "tenure", "finer");

  private static final List<String> SUMS =
      List.of("n", "y", "x", "yy", "xy", "xx", "n_b", "y_b", "x_b", "yy_b", "xy_b", "xx_b");

  private static final StructType UNITS =
      StructType.fromDDL(
          "insight STRING, part STRING, is_exposed BOOLEAN, exact ARRAY<STRING>, recency INT,"
              + " tenure INT, finer ARRAY<STRING>, n DOUBLE, y DOUBLE, x DOUBLE, yy DOUBLE,"
              + " xy DOUBLE, xx DOUBLE, n_b DOUBLE, y_b DOUBLE, x_b DOUBLE, yy_b DOUBLE,"
              + " xy_b DOUBLE, xx_b DOUBLE, stage STRING, "
              + Dimensions.VALUES
              + " ARRAY<STRUCT<dimension: STRING, value: STRING>>");

  private static final StructType ANSWERS =
      StructType.fromDDL(
          "insight STRING, dimension STRING, value STRING, question STRING, estimate DOUBLE,"
              + " low DOUBLE, high DOUBLE, unit STRING, n BIGINT, matched_share DOUBLE,"
              + " claimed DOUBLE, claim_from DOUBLE, claim_to DOUBLE, p_value DOUBLE,"
              + " family DOUBLE, placebo_estimate DOUBLE, placebo_low DOUBLE, placebo_high DOUBLE,"
              + " is_total BOOLEAN, verdict STRING, method STRING, note STRING");

  private static final double FALSE_ALARMS = 0.05;

  private InsightRows() {}

  /**
   * The rows of gold.insight.
   *
   * @param histories of {@link Histories#of}
   */
  static Dataset<Row> of(Dataset<Row> histories, Frame frame) {
    Dataset<Row> cells = cells(units(histories, frame)).union(nothing(histories));
    return inFamilies(answers(cells, frame)).select(Tables.INSIGHT_TABLE.selectOwn());
  }

  private static Dataset<Row> units(Dataset<Row> histories, Frame frame) {
    return histories
        .select(col(Histories.EVENTS), col(Dimensions.VALUES))
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> units(row, frame).iterator(), Encoders.row(UNITS));
  }

  private static List<Row> units(Row row, Frame frame) {
    History history = HistoryRow.read(row.getList(0));
    List<Row> values = row.getList(1);
    List<Row> units = new ArrayList<>();
    for (Insight insight : Insights.asked(frame)) {
      List<Row> cut = insight.isCut() ? values : values.subList(0, 1);
      insight.units(history, frame).forEach(unit -> units.add(row(insight, unit, cut)));
    }
    return units;
  }

  private static Row row(Insight insight, Unit unit, List<Row> values) {
    Stratum stratum = unit.stratum();
    Moments outcome = Moments.of(unit.y(), unit.x());
    Moments placebo = unit.placebo().map(p -> Moments.of(p.y(), p.x())).orElse(Moments.NONE);
    return RowFactory.create(
        insight.name(),
        unit.part(),
        unit.isExposed(),
        stratum.exact().toArray(),
        stratum.recency(),
        stratum.tenure(),
        stratum.finer().toArray(),
        outcome.n(),
        outcome.y(),
        outcome.x(),
        outcome.yy(),
        outcome.xy(),
        outcome.xx(),
        placebo.n(),
        placebo.y(),
        placebo.x(),
        placebo.yy(),
        placebo.xy(),
        placebo.xx(),
        unit.stage().orElse(null),
        values.toArray());
  }

  private static Dataset<Row> cells(Dataset<Row> units) {
    Column ofStage =
        array_append(col(Dimensions.VALUES), Dimensions.pair(lit("stage"), col("stage")));
    Column values = when(col("stage").isNotNull(), ofStage).otherwise(col(Dimensions.VALUES));
    return Dimensions.sums(units.withColumn(Dimensions.VALUES, values), KEYS, SUMS)
        .select(cellColumns());
  }

  private static Column[] cellColumns() {
    return Stream.of(List.of(DIMENSION.name(), VALUE.name()), KEYS, SUMS)
        .flatMap(List::stream)
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  /** A cell of nobody for each insight, so that those without units have their rows. */
  private static Dataset<Row> nothing(Dataset<Row> histories) {
    List<Row> rows =
        Insights.ALL.stream()
            .map(
                insight ->
                    row(
                        insight,
                        Unit.of(false, Stratum.of(), 0),
                        List.of(RowFactory.create(Dimensions.ALL, Dimensions.ALL))))
            .toList();
    Dataset<Row> one = histories.sparkSession().createDataFrame(rows, UNITS);
    Column[] nothing = cellColumns();
    Dataset<Row> exploded = Dimensions.exploded(one);
    for (String sum : SUMS) {
      exploded = exploded.withColumn(sum, lit(0.0));
    }
    return exploded.select(nothing);
  }

  private static Dataset<Row> answers(Dataset<Row> cells, Frame frame) {
    Column[] parts =
        Stream.of(KEYS.subList(1, KEYS.size()), SUMS)
            .flatMap(List::stream)
            .map(name -> col(name))
            .toArray(Column[]::new);
    return cells
        .groupBy(col(INSIGHT_NAME), DIMENSION.col(), VALUE.col())
        .agg(collect_list(struct(parts)).as(CELLS))
        .flatMap((FlatMapFunction<Row, Row>) row -> answers(row, frame), Encoders.row(ANSWERS));
  }

  private static Iterator<Row> answers(Row row, Frame frame) {
    Insight insight = Insights.named(row.getString(0));
    Cells cells =
        new Cells(
            row.<Row>getList(3).stream()
                .map(InsightRows::cell)
                .filter(cell -> cell.outcome().n() > 0)
                .toList());
    List<Row> rows = new ArrayList<>();
    AnswerRow out = new AnswerRow(insight, row.getString(1), row.getString(2), frame);
    out.raw(cells).forEach(rows::add);
    out.adjusted(cells).forEach(rows::add);
    return rows.iterator();
  }

  private static Cell cell(Row row) {
    Stratum stratum = new Stratum(row.getList(2), row.getInt(3), row.getInt(4), row.getList(5));
    return new Cell(
        row.getString(0), row.getBoolean(1), stratum, moments(row, 6), moments(row, 12));
  }

  private static Moments moments(Row row, int from) {
    return new Moments(
        row.getDouble(from),
        row.getDouble(from + 1),
        row.getDouble(from + 2),
        row.getDouble(from + 3),
        row.getDouble(from + 4),
        row.getDouble(from + 5));
  }

  /**
   * Answers beside those in other dimension values: drawn to that of all, and without a verdict
   * where so many are asked that one of them would have it by chance.
   */
  private static Dataset<Row> inFamilies(Dataset<Row> answers) {
    Column isOfMany = DIMENSION.col().notEqual(Dimensions.ALL);
    Dataset<Row> judged =
        FalseDiscovery.withQ(
            answers.withColumn("p_of_many", when(isOfMany, P_VALUE.col())),
            Q_VALUE.name(),
            col("p_of_many"),
            INSIGHT.col());
    Column q = coalesce(col("family"), Q_VALUE.col());
    Column isByChance =
        q.gt(FALSE_ALARMS).and(VERDICT.col().notEqual(Verdict.NOT_ENOUGH_DATA.text()));
    Column manyAsked = when(isByChance, lit("of so many values one would be so by chance"));
    Dataset<Row> told =
        judged.withColumns(
            Map.of(
                Q_VALUE.name(), q,
                NOTE.name(), nullif(concat_ws("; ", manyAsked, NOTE.col()), lit("")),
                VERDICT.name(),
                    when(isByChance, Verdict.NOT_ENOUGH_DATA.text()).otherwise(VERDICT.col())));
    return Shrunk.withEstimate(told, ESTIMATE_SHRUNK.name());
  }
}
