package clientele.subscription;

import static clientele.catalogue.Vocabulary.CENSORED;
import static clientele.catalogue.Vocabulary.CHURNED;
import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.DIMENSION;
import static clientele.catalogue.Vocabulary.ENDED_ON;
import static clientele.catalogue.Vocabulary.END_REASON;
import static clientele.catalogue.Vocabulary.HIGH;
import static clientele.catalogue.Vocabulary.INVOLUNTARY;
import static clientele.catalogue.Vocabulary.INVOLUNTARY_INCIDENCE;
import static clientele.catalogue.Vocabulary.LOW;
import static clientele.catalogue.Vocabulary.MONTHS_SINCE_FAILURE;
import static clientele.catalogue.Vocabulary.RECOVERED;
import static clientele.catalogue.Vocabulary.RECOVERY;
import static clientele.catalogue.Vocabulary.SIGNED_UP_ON;
import static clientele.catalogue.Vocabulary.TENURE_MONTH;
import static clientele.catalogue.Vocabulary.VALUE;
import static clientele.catalogue.Vocabulary.VOLUNTARY_INCIDENCE;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.Months;
import clientele.fold.Spells;
import clientele.model.SurvivalCurve;
import clientele.model.SurvivalCurve.Exits;
import clientele.settings.Dimension;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * How long customers pay, and whether they come back after a failed payment.
 *
 * <p>Spark counts customers by the months at which they enter, leave or are last seen; what is left
 * is a few numbers per dimension value, of which {@link SurvivalCurve} makes the curve.
 *
 * @param spells as of {@link Spells#of}, as known at asOf
 * @param customers as of {@link Dimensions#inForce}
 * @param builtIns as for {@link Dimensions#of}
 * @param historyStartsOn subscriptions that ended before are missing; empty: none are
 */
record Survival(
    Dataset<Row> spells,
    Dataset<Row> customers,
    List<Dimension> dimensions,
    List<Dataset<Row>> builtIns,
    Optional<LocalDate> historyStartsOn,
    LocalDate asOf) {
  private static final String PAYMENT_FAILED = "payment_failed";
  private static final String FIRST_SPELL = "first_spell";
  private static final String FAILED_SPELL = "failed_spell";
  private static final String NEXT_SPELL = "next_spell";

  private static final String ENTRY = "entry";
  private static final String EXIT = "exit";
  private static final String TIME = "time";
  private static final String FIRST = "first_cause";
  private static final String SECOND = "second_cause";
  private static final String FIRST_INCIDENCE = "first_incidence";
  private static final String SECOND_INCIDENCE = "second_incidence";

  /** Of any curve; the columns that have their name from the catalogue mean the same here. */
  private static final StructType POINTS =
      StructType.fromDDL(
          "dimension STRING, value STRING, time INT, at_risk BIGINT, first_cause BIGINT,"
              + " second_cause BIGINT, censored BIGINT, survival DOUBLE, low DOUBLE, high DOUBLE,"
              + " first_incidence DOUBLE, second_incidence DOUBLE, restricted_mean_months DOUBLE,"
              + " median_months INT");

  /** The rows of gold.subscription_survival: causes of the end are voluntary and involuntary. */
  Dataset<Row> subscriptionSurvival() {
    Column paidFrom = field(FIRST_SPELL, Spells.PAID_FROM);
    Column endedOn = field(FIRST_SPELL, ENDED_ON.name());
    Column failed =
        coalesce(field(FIRST_SPELL, END_REASON.name()).equalTo(PAYMENT_FAILED), lit(false));
    Dataset<Row> tenures =
        withKnownStart(perCustomer(), paidFrom)
            .withColumn(ENTRY, entry(paidFrom))
            .withColumn(EXIT, fullMonths(paidFrom, coalesce(endedOn, lit(asOf.plusDays(1)))));
    Dataset<Row> counts =
        counts(
            // Who left in the month of the entry was at risk at no time that is counted.
            tenures.where(col(ENTRY).lt(col(EXIT))),
            endedOn.isNotNull().and(not(failed)),
            endedOn.isNotNull().and(failed));
    return curves(counts)
        .withColumn(TENURE_MONTH.name(), col(TIME))
        .withColumn(CHURNED.name(), col(FIRST).plus(col(SECOND)))
        .withColumn(INVOLUNTARY.name(), col(SECOND))
        .withColumn(VOLUNTARY_INCIDENCE.name(), col(FIRST_INCIDENCE))
        .withColumn(INVOLUNTARY_INCIDENCE.name(), col(SECOND_INCIDENCE))
        .select(Tables.SUBSCRIPTION_SURVIVAL.selectOwn());
  }

  /**
   * The rows of gold.payment_recovery: of each customer's first spell that ended by a failed
   * payment, the time until the next spell.
   */
  Dataset<Row> paymentRecovery() {
    Column failedOn = field(FAILED_SPELL, ENDED_ON.name());
    Column paidAgainOn = field(NEXT_SPELL, Spells.PAID_FROM);
    Column isObserved =
        failedOn.isNotNull().and(historyStartsOn.map(d -> failedOn.geq(lit(d))).orElse(lit(true)));
    // A month that is not over at asOf is left out, recoveries in it included: otherwise those who
    // have not come back yet would count as staying away for all of it.
    Column followed = fullMonths(failedOn, lit(asOf.plusDays(1)));
    Column recoveredAfter = fullMonths(failedOn, paidAgainOn).plus(1);
    Column isRecovered = coalesce(recoveredAfter.leq(followed), lit(false));
    Dataset<Row> times =
        perCustomer()
            .where(isObserved)
            .withColumn(ENTRY, lit(SurvivalCurve.AT_ORIGIN))
            .withColumn(EXIT, least(recoveredAfter, followed));
    Column one = lit(1.0);
    return curves(counts(times, isRecovered, lit(false)))
        .withColumns(
            Map.of(
                MONTHS_SINCE_FAILURE.name(), col(TIME),
                RECOVERED.name(), col(FIRST),
                RECOVERY.name(), col(FIRST_INCIDENCE),
                LOW.name(), one.minus(HIGH.col()),
                HIGH.name(), one.minus(LOW.col())))
        .select(Tables.PAYMENT_RECOVERY.selectOwn());
  }

  /** One row per customer: the first spell, the first one that failed, and the one after it. */
  private Dataset<Row> perCustomer() {
    Column spell =
        struct(col(Spells.NUMBER), col(Spells.PAID_FROM), ENDED_ON.col(), END_REASON.col());
    Column failed =
        filter(
            col("spells"), each -> each.getField(END_REASON.name()).equalTo(lit(PAYMENT_FAILED)));
    return spells
        .groupBy(CUSTOMER_ID.col())
        .agg(array_sort(collect_list(spell)).as("spells"))
        .withColumn(FIRST_SPELL, get(col("spells"), lit(0)))
        .withColumn(FAILED_SPELL, get(failed, lit(0)))
        // Numbers begin with 1, places in the array with 0.
        .withColumn(NEXT_SPELL, get(col("spells"), field(FAILED_SPELL, Spells.NUMBER)))
        .drop("spells");
  }

  /**
   * Without customers who registered before the history starts and are first seen paying in it:
   * they may have paid before, and then their tenure is not known.
   */
  private Dataset<Row> withKnownStart(Dataset<Row> perCustomer, Column paidFrom) {
    if (historyStartsOn.isEmpty()) {
      return perCustomer;
    }
    Column start = lit(historyStartsOn.get());
    Column mayHavePaidBefore = paidFrom.geq(start).and(SIGNED_UP_ON.col().lt(start));
    return perCustomer
        // At most one row of each customer.
        .join(customers.select(CUSTOMER_ID.col(), SIGNED_UP_ON.col()), CUSTOMER_ID.name(), "left")
        .where(not(coalesce(mayHavePaidBefore, lit(false))))
        .drop(SIGNED_UP_ON.name());
  }

  /** Who paid before the history starts is in it only for having stayed until then. */
  private Column entry(Column paidFrom) {
    Column atOrigin = lit(SurvivalCurve.AT_ORIGIN);
    return historyStartsOn
        .map(day -> when(paidFrom.lt(lit(day)), fullMonths(paidFrom, lit(day))).otherwise(atOrigin))
        .orElse(atOrigin);
  }

  /** The greatest t with add_months(from, t) not after the date; null if one of them is null. */
  private static Column fullMonths(Column from, Column to) {
    Column months = Months.index(to).minus(Months.index(from));
    return months.minus(when(add_months(from, months).gt(to), 1).otherwise(0));
  }

  /** Customers by dimension value, entry, exit and how they left. */
  private Dataset<Row> counts(Dataset<Row> times, Column byFirst, Column bySecond) {
    Dataset<Row> marked =
        times.select(
            CUSTOMER_ID.col(),
            col(ENTRY),
            col(EXIT),
            one(byFirst).as(FIRST),
            one(bySecond).as(SECOND),
            one(not(byFirst.or(bySecond))).as(CENSORED.name()));
    return Dimensions.sums(
        Dimensions.of(marked, customers, dimensions, builtIns),
        List.of(ENTRY, EXIT),
        List.of(FIRST, SECOND, CENSORED.name()));
  }

  /**
   * The points of the curve of each dimension value, with the columns of {@link #POINTS}. No window
   * does it: whole numbers carry what is left from month to month, for which SQL has no sum.
   */
  private static Dataset<Row> curves(Dataset<Row> counts) {
    Column cell = struct(columns(ENTRY, EXIT, FIRST, SECOND, CENSORED.name()));
    return counts
        .groupBy(DIMENSION.col(), VALUE.col())
        .agg(collect_list(cell).as("exits"))
        .flatMap((FlatMapFunction<Row, Row>) Survival::points, Encoders.row(POINTS));
  }

  private static Iterator<Row> points(Row group) {
    List<Row> cells = group.getList(2);
    SurvivalCurve curve =
        SurvivalCurve.of(
            cells.stream()
                .map(
                    cell ->
                        new Exits(
                            cell.getInt(0),
                            cell.getInt(1),
                            cell.getLong(2),
                            cell.getLong(3),
                            cell.getLong(4)))
                .toList());
    Integer median = curve.median().isPresent() ? curve.median().getAsInt() : null;
    return curve.points().stream()
        .map(
            point ->
                RowFactory.create(
                    group.get(0),
                    group.get(1),
                    point.time(),
                    point.atRisk(),
                    point.first(),
                    point.second(),
                    point.censored(),
                    point.survival(),
                    point.low(),
                    point.high(),
                    point.firstIncidence(),
                    point.secondIncidence(),
                    point.restrictedMean(),
                    median))
        .iterator();
  }

  private static Column one(Column condition) {
    return when(condition, 1L).otherwise(0L);
  }

  private static Column field(String spell, String name) {
    return col(spell).getField(name);
  }

  private static Column[] columns(String... names) {
    return Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
  }
}
