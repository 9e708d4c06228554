package clientele.customer;

import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.weekday;
import static org.apache.spark.sql.functions.year;

import clientele.catalogue.TableColumn;
import clientele.catalogue.Tables;
import clientele.fold.CustomerTotals;
import clientele.fold.Dimensions;
import clientele.fold.FirstOccasion;
import clientele.fold.HistoryStart;
import clientele.fold.KnownCustomers;
import clientele.fold.PaidSpans;
import clientele.job.Inputs;
import clientele.job.RunContext;
import clientele.settings.Settings;
import clientele.settings.SourceSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The customers known at a date, and the calendar up to it. */
final class CustomerTransforms {
  private CustomerTransforms() {}

  /** One row for each of {@link KnownCustomers}. */
  static Dataset<Row> customers(Inputs inputs, RunContext context) {
    Settings settings = context.settings();
    LocalDate date = context.businessDate();
    Dataset<Row> months = inputs.table(Tables.CUSTOMER_MONTH);
    Dataset<Row> totals =
        CustomerTotals.of(months).select(CUSTOMER_ID.col(), FIRST_DAY.col(), LAST_DAY.col());
    Dataset<Row> paid =
        PaidSpans.perCustomer(inputs.comparableTerms(), date, settings.subscriptions());
    Dataset<Row> attributes = Dimensions.inForce(inputs.table(Tables.CUSTOMERS_TABLE), date);
    Dataset<Row> first = FirstOccasion.of(inputs.table(Tables.ORDERS_TABLE), months);

    Dataset<Row> known =
        KnownCustomers.of(attributes, date, KnownCustomers.EVENTS.stream().map(inputs::table));
    String[] key = {CUSTOMER_ID.name()};
    Dataset<Row> joined =
        known
            .join(totals, key, "left") // each of these has at most one row per customer
            .join(paid, key, "left")
            .join(first, key, "left");
    Dataset<Row> wide =
        joined.join(
            attributes.select(
                CUSTOMER_ID.col(),
                SIGNED_UP_ON.col(),
                REGION.col(),
                INCOME_BAND.col(),
                ACQUISITION_CHANNEL.col()),
            key,
            "left");
    Dataset<Row> cut =
        Dimensions.of(
            wide,
            attributes,
            settings.dimensions(),
            List.of(first, paid.select(CUSTOMER_ID.col(), FIRST_PLAN.col(), CURRENT_PLAN.col())));

    int inactiveAfter = settings.churn().inactiveAfterDays();
    Optional<LocalDate> startsOn =
        settings.source(settings.books()).flatMap(SourceSettings::historyStartsOn);
    Column beganOn = least(FIRST_DAY.col(), FIRST_PAID_ON.col());
    Column isActive = datediff(lit(date), LAST_DAY.col()).lt(inactiveAfter);
    return cut.withColumn(COHORT.name(), trunc(FIRST_DAY.col(), "month"))
        .withColumn(SUBSCRIPTION_COHORT.name(), trunc(FIRST_PAID_ON.col(), "month"))
        .withColumn(COHORT_KNOWN.name(), HistoryStart.isWhole(startsOn, inactiveAfter))
        .withColumn(TENURE_DAYS.name(), datediff(lit(date), beganOn))
        .withColumn(IS_ACTIVE_ORDERS.name(), coalesce(isActive, lit(false)))
        .withColumn(
            IS_ACTIVE_SUBSCRIPTIONS.name(), coalesce(IS_ACTIVE_SUBSCRIPTIONS.col(), lit(false)))
        .withColumn(DIMENSIONS.name(), Dimensions.map())
        .select(Tables.CUSTOMER.selectOwn());
  }

  /** Every day from the first event to the date. */
  static Dataset<Row> calendar(Inputs inputs, RunContext context) {
    LocalDate date = context.businessDate();
    Dataset<Row> first =
        firstDay(inputs.table(Tables.CUSTOMER_MONTH), MONTH)
            .union(firstDay(inputs.table(Tables.SUBSCRIPTIONS_TABLE), STARTED_ON))
            .union(firstDay(inputs.table(Tables.NPS_RESPONSES_TABLE), RESPONDED_ON))
            .agg(least(min(col("first")), lit(date)).as("first"));
    Dataset<Row> days =
        first.select(
            explode(sequence(coalesce(col("first"), lit(date)), lit(date))).as(DAY.name()));
    return days.select(
        DAY.col(),
        MONTH.as(trunc(DAY.col(), "month")),
        QUARTER.as(trunc(DAY.col(), "quarter")),
        YEAR.as(year(DAY.col())),
        WEEK.as(date_trunc("week", DAY.col())),
        DAY_OF_WEEK.as(weekday(DAY.col()).plus(1)),
        IS_MONTH_END.as(last_day(DAY.col()).equalTo(DAY.col())));
  }

  private static Dataset<Row> firstDay(Dataset<Row> rows, TableColumn day) {
    return rows.agg(trunc(min(day.col()), "month").as("first"));
  }
}
