package clientele.insight.kpi;

import static clientele.catalogue.Vocabulary.COHORT_KNOWN;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.DIMENSIONS;
import static clientele.catalogue.Vocabulary.GRAIN;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.IS_MATURE;
import static clientele.catalogue.Vocabulary.KPI;
import static clientele.catalogue.Vocabulary.KPI_PERIOD;
import static clientele.catalogue.Vocabulary.KPI_VALUE;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MONTH;
import static clientele.catalogue.Vocabulary.N;
import static clientele.catalogue.Vocabulary.SCORECARD;
import static clientele.catalogue.Vocabulary.SUM;
import static clientele.catalogue.Vocabulary.SUM_OF_SQUARES;
import static clientele.catalogue.Vocabulary.UNIT;
import static clientele.catalogue.Vocabulary.VALUE;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Intervals;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.settings.Dimension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of gold.kpi.
 *
 * <p>A state is (n, sum, sum of squares), with scores counted in the smallest parts of their unit,
 * so that sums are whole numbers. States are made per customer and month, all KPIs of a source in
 * one pass; then added up over customers, dimension values, and months of a quarter and a year.
 */
public final class KpiStates {
  private static final String NO = "kpi_no";
  private static final String STATES = "states";
  private static final String NEEDS_HISTORY = "needs_history";
  private static final String SCORES = "scores";
  private static final String SQUARES = "squares";
  private static final List<String> MEASURES = List.of(N.name(), SCORES, SQUARES);

  private KpiStates() {}

  /** One row per KPI, dimension value, grain and period. */
  public static Dataset<Row> kpis(Inputs inputs, RunContext context) {
    Dataset<Row> states =
        Stream.of(Population.Source.values())
            .map(source -> perCustomer(source, inputs, context))
            .reduce(Dataset::union)
            .orElseThrow();
    Dataset<Row> months =
        Dimensions.sums(
            ofCountedCustomers(states, inputs, context), List.of(NO, MONTH.name()), MEASURES);
    return valued(perPeriod(months), inputs, context).select(Tables.KPI_TABLE.selectOwn());
  }

  private static Dataset<Row> rows(Population.Source source, Inputs inputs, RunContext context) {
    return switch (source) {
      case EVENTS -> EventRows.of(inputs, context);
      case CUSTOMER_MONTHS -> CustomerMonthRows.of(inputs);
      case NEW_CUSTOMERS -> NewCustomerRows.of(inputs, context);
      case DAYS -> DayRows.of(inputs, context);
    };
  }

  /** One row per customer and month: an array of the states of the source's KPIs that have any. */
  private static Dataset<Row> perCustomer(
      Population.Source source, Inputs inputs, RunContext context) {
    List<Integer> numbers =
        IntStream.range(0, Kpis.ALL.size())
            .filter(no -> Kpis.ALL.get(no).population().source() == source)
            .boxed()
            .toList();
    List<Column> scores = new ArrayList<>(List.of(CUSTOMER_ID.col(), MONTH.col()));
    List<Column> sums = new ArrayList<>();
    List<Column> states = new ArrayList<>();
    for (int no : numbers) {
      Kpi kpi = Kpis.ALL.get(no);
      String score = "score_" + no;
      scores.add(inParts(kpi, context).as(score));
      Column square = col(score).cast("double").multiply(col(score));
      sums.add(count(col(score)).as("n_" + no));
      sums.add(sum(col(score)).as("sum_" + no));
      sums.add(sum(square).as("squares_" + no));
      states.add(
          struct(
              lit(no).as(NO),
              lit(kpi.history() == Kpi.History.KNOWN).as(NEEDS_HISTORY),
              col("n_" + no).as(N.name()),
              col("sum_" + no).as(SCORES),
              col("squares_" + no).as(SQUARES)));
    }
    Column known =
        filter(array(states.toArray(Column[]::new)), state -> state.getField(N.name()).gt(0));
    return rows(source, inputs, context)
        .select(scores.toArray(Column[]::new))
        .groupBy(CUSTOMER_ID.col(), MONTH.col())
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
        .select(CUSTOMER_ID.col(), MONTH.col(), known.as(STATES));
  }

  /** The score of a row in the smallest parts of its unit; null: the row does not count. */
  private static Column inParts(Kpi kpi, RunContext context) {
    Column score = kpi.score().apply(context);
    int parts = kpi.unit().perUnit();
    Column whole = parts == 1 ? score : round(score.multiply(lit(parts)));
    return when(kpi.population().isMember(), whole.cast("bigint"));
  }

  /** One row per customer, month and KPI, with the customer's dimension values. */
  private static Dataset<Row> ofCountedCustomers(
      Dataset<Row> states, Inputs inputs, RunContext context) {
    Dataset<Row> customers =
        inputs
            .table(Tables.CUSTOMER)
            .select(CUSTOMER_ID.col(), COHORT_KNOWN.col(), DIMENSIONS.col());
    Column all = Dimensions.pair(lit(Dimensions.ALL), lit(Dimensions.ALL));
    Column[] values =
        Stream.concat(
                Stream.of(all), context.settings().dimensions().stream().map(KpiStates::value))
            .toArray(Column[]::new);
    // What is about days, not customers, has no dimensions.
    Column ofRow = when(CUSTOMER_ID.col().isNull(), array(all)).otherwise(array(values));
    Column isKnown = coalesce(COHORT_KNOWN.col(), lit(true));
    Column counted = filter(col(STATES), one -> not(one.getField(NEEDS_HISTORY)).or(isKnown));
    return states
        .join(customers, CUSTOMER_ID.name(), "left") // each customer has at most one row
        .select(ofRow.as(Dimensions.VALUES), MONTH.col(), inline(counted));
  }

  private static Column value(Dimension dimension) {
    return Dimensions.pair(lit(dimension.name()), DIMENSIONS.col().getItem(dimension.name()));
  }

  /** The months, and what they add up to in quarters and years. */
  private static Dataset<Row> perPeriod(Dataset<Row> months) {
    Column[] periods =
        Stream.of("month", "quarter", "year")
            .map(
                grain ->
                    struct(
                        lit(grain).as(GRAIN.name()),
                        trunc(MONTH.col(), grain).as(KPI_PERIOD.name())))
            .toArray(Column[]::new);
    Column[] sums = MEASURES.stream().map(name -> sum(col(name)).as(name)).toArray(Column[]::new);
    return months
        .withColumn("in", explode(array(periods)))
        .groupBy(
            col(NO),
            DIMENSION.col(),
            VALUE.col(),
            col("in").getField(GRAIN.name()).as(GRAIN.name()),
            col("in").getField(KPI_PERIOD.name()).as(KPI_PERIOD.name()))
        .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length));
  }

  /** With value and interval of the periods that are over. */
  private static Dataset<Row> valued(Dataset<Row> states, Inputs inputs, RunContext context) {
    Column n = N.col();
    Column total = col(SCORES).cast("decimal(20,0)").multiply(col("part"));
    Column parts = col("parts");
    Column mean = col(SCORES).cast("double").divide(n.cast("double").multiply(parts));
    Column squares = col(SQUARES).divide(parts.multiply(parts));
    Column isOver = date_add(lastDay(), col("late_days")).leq(lit(context.businessDate()));
    Column isShare = col("is_share");
    Column half = Intervals.ofMean(n, col(SCORES), col(SQUARES)).divide(parts);
    Column low = Intervals.cut(mean.minus(half), col("lowest"), col("highest"));
    Column high = Intervals.cut(mean.plus(half), col("lowest"), col("highest"));
    Column shareLow = Intervals.wilsonLow(col(SCORES), n);
    Column shareHigh = Intervals.wilsonHigh(col(SCORES), n);
    return states
        .join(broadcast(facts(inputs, context)), NO, "inner") // each state is of one KPI
        .withColumn(IS_MATURE.name(), isOver)
        .withColumn(SUM.name(), SUM.as(total))
        .withColumn(SUM_OF_SQUARES.name(), squares)
        .withColumn(KPI_VALUE.name(), when(isOver, mean))
        .withColumn(LOW.name(), when(isOver, when(isShare, shareLow).otherwise(low)))
        .withColumn(HIGH.name(), when(isOver, when(isShare, shareHigh).otherwise(high)));
  }

  private static Column lastDay() {
    Column moreMonths =
        when(GRAIN.col().equalTo("quarter"), 2).when(GRAIN.col().equalTo("year"), 11).otherwise(0);
    return last_day(add_months(KPI_PERIOD.col(), moreMonths));
  }

  /** One row per KPI: what does not depend on the data. */
  private static Dataset<Row> facts(Inputs inputs, RunContext context) {
    StructType schema =
        new StructType()
            .add(NO, DataTypes.IntegerType)
            .add(KPI.name(), DataTypes.StringType)
            .add(SCORECARD.name(), DataTypes.StringType)
            .add(UNIT.name(), DataTypes.StringType)
            .add("part", DataTypes.createDecimalType(7, 6))
            .add("parts", DataTypes.DoubleType)
            .add("lowest", DataTypes.DoubleType)
            .add("highest", DataTypes.DoubleType)
            .add("is_share", DataTypes.BooleanType)
            .add("late_days", DataTypes.IntegerType);
    List<Row> rows =
        IntStream.range(0, Kpis.ALL.size())
            .mapToObj(no -> fact(no, Kpis.ALL.get(no), context))
            .toList();
    return inputs.spark().createDataFrame(rows, schema);
  }

  private static Row fact(int no, Kpi kpi, RunContext context) {
    Unit unit = kpi.unit();
    return RowFactory.create(
        no,
        kpi.name(),
        kpi.scorecard().label(),
        unit.label(),
        BigDecimal.ONE.divide(BigDecimal.valueOf(unit.perUnit())),
        (double) unit.perUnit(),
        unit.lowest(),
        unit.highest(),
        unit.isOfYesOrNo(),
        kpi.lateDays().applyAsInt(context));
  }
}
