package clientele.job;

import static clientele.catalogue.Tables.*;
import static clientele.catalogue.Vocabulary.*;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import clientele.catalogue.Table;
import clientele.catalogue.TableColumn;
import clientele.fold.CustomerMonths;
import clientele.fold.Fx;
import clientele.fold.SubscriptionMonths;
import clientele.fold.TermPolicy;
import clientele.io.RunLogEntry;
import clientele.io.RunSession;
import clientele.settings.SourceName;
import clientele.settings.SourceSettings;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The workspace of one job in an open run. */
final class JobWorkspace implements Workspace {
  private static final List<TableColumn> ORDER_AMOUNTS =
      List.of(AMOUNT, DISCOUNT, COST, SERVICE_COST);

  private final RunSession session;
  private final Job job;
  private final RunContext context;
  private final Runnable publication;
  private final Instant startedAt;
  private final AtomicLong rowsWritten = new AtomicLong();
  private Dataset<Row> months;

  JobWorkspace(RunSession session, Job job, RunContext context, Runnable publication) {
    this.session = session;
    this.job = job;
    this.context = context;
    this.publication = publication;
    this.startedAt = context.clock().instant();
  }

  long rowsWritten() {
    return rowsWritten.get();
  }

  Instant startedAt() {
    return startedAt;
  }

  @Override
  public SparkSession spark() {
    return session.store().spark();
  }

  @Override
  public Dataset<Row> whole(Table table) {
    if (!job.reads().contains(table) && !job.writes().contains(table)) {
      throw new IllegalArgumentException(job.name() + " does not declare " + table);
    }
    // What a job writes it has to see as it is: ingest keeps rows for when their source is back.
    return job.writes().contains(table) ? session.store().read(table) : stored(table);
  }

  private Dataset<Row> stored(Table table) {
    return SourceTables.counted(table, session.store().read(table), context.settings());
  }

  @Override
  public Dataset<Row> table(Table table) {
    if (table.equals(CUSTOMER_MONTH)) {
      return customerMonths();
    }
    if (table.equals(SUBSCRIPTION_MONTH)) {
      return subscriptionMonths();
    }
    return asOf(table, context.businessDate());
  }

  @Override
  public Dataset<Row> inOwnCurrencies(Table table) {
    return AsOf.cut(table, whole(table), context.businessDate());
  }

  @Override
  public Dataset<Row> comparableTerms() {
    Dataset<Row> terms = table(SUBSCRIPTIONS_TABLE);
    LocalDate date = context.businessDate();
    return rates(date)
        .map(rates -> Fx.atRatesOf(terms, rates, context.settings().currency(), date))
        .orElse(terms);
  }

  @Override
  public Dataset<Row> accepted(Table table) {
    return table.equals(CUSTOMERS_TABLE)
        ? whole(table)
        : AsOf.happened(table, whole(table), context.businessDate());
  }

  @Override
  public Dataset<Row> asOf(Table table, LocalDate date) {
    return cut(table, whole(table), date);
  }

  private Dataset<Row> cut(Table table, Dataset<Row> rows, LocalDate date) {
    Dataset<Row> known = AsOf.cut(table, rows, date);
    if (table.equals(ORDERS_TABLE)) {
      return inReportingCurrency(known, date, ORDERED_ON, ORDER_AMOUNTS);
    }
    if (table.equals(REFUNDS_TABLE)) {
      return inReportingCurrency(known, date, REFUNDED_ON, List.of(AMOUNT));
    }
    if (table.equals(SUBSCRIPTIONS_TABLE)) {
      return TermPolicy.applied(known, context.settings().subscriptions());
    }
    if (table.equals(ORDER_LINES_TABLE)) {
      return inReportingCurrency(known, date, ORDERED_ON, List.of(LINE_AMOUNT, COST, DISCOUNT));
    }
    return known;
  }

  private Dataset<Row> inReportingCurrency(
      Dataset<Row> rows, LocalDate date, TableColumn event, List<TableColumn> amounts) {
    return rates(date)
        .map(rates -> Fx.convert(rows, rates, context.settings().currency(), event, amounts, date))
        .orElse(rows);
  }

  /** None: ingest has let no foreign row in without a rate. */
  private Optional<Dataset<Row>> rates(LocalDate date) {
    return session.store().version(FX_RATES_TABLE) < 1
        ? Optional.empty()
        : Optional.of(AsOf.cut(FX_RATES_TABLE, stored(FX_RATES_TABLE), date));
  }

  /**
   * Months as known at the business date: settled ones from the table, later ones folded from
   * orders and refunds, unless the table was built for just this date.
   */
  private synchronized Dataset<Row> customerMonths() {
    if (months == null) {
      months = foldedMonths();
    }
    return months;
  }

  private Dataset<Row> foldedMonths() {
    Dataset<Row> table = whole(CUSTOMER_MONTH);
    LocalDate date = context.businessDate();
    Row build = session.store().read(MONTH_BUILD).agg(max(HORIZON.col())).first();
    if (build.isNullAt(0) || build.getDate(0).toLocalDate().equals(date)) {
      return table;
    }
    Dataset<Row> orders = stored(ORDERS_TABLE);
    Dataset<Row> refunds = stored(REFUNDS_TABLE);
    int window = context.settings().cancellationWindowDays();
    LocalDate settled =
        earlier(
            CustomerMonths.settledThrough(date, window),
            firstDisputed(orders, date),
            // A refund reaches back to orders as old as the window.
            firstDisputed(refunds, date).map(month -> month.minusDays(window).withDayOfMonth(1)));
    Column open = MONTH.col().gt(lit(settled));
    Dataset<Row> later =
        CustomerMonths.fold(
            cut(ORDERS_TABLE, orders.where(open), date),
            cut(REFUNDS_TABLE, refunds.where(open), date),
            date,
            window,
            categories());
    return table
        .where(MONTH.col().leq(lit(settled)))
        .drop(RUN_ID.name())
        .unionByName(later.select(CUSTOMER_MONTH.selectOwn()));
  }

  /** From the table, unless it was built for another date. */
  private Dataset<Row> subscriptionMonths() {
    Dataset<Row> table = whole(SUBSCRIPTION_MONTH);
    LocalDate date = context.businessDate();
    List<Row> built = BoundedCollect.rows(table.select(HORIZON.col()).limit(1), 1);
    boolean isOfDate = built.size() == 1 && built.get(0).<Date>getAs(0).toLocalDate().equals(date);
    if (isOfDate) {
      return table;
    }
    return SubscriptionMonths.of(
        cut(SUBSCRIPTIONS_TABLE, stored(SUBSCRIPTIONS_TABLE), date),
        rates(date),
        context.settings().currency(),
        context.settings().subscriptions(),
        date);
  }

  /** The first month with a row that counts at the date but was replaced or known only later. */
  private static Optional<LocalDate> firstDisputed(Dataset<Row> rows, LocalDate date) {
    Column later = REPLACED_ON.col().gt(lit(date));
    if (List.of(rows.columns()).contains(KNOWN_ON.name())) {
      later = later.or(KNOWN_ON.col().gt(lit(date)));
    }
    Row first = rows.where(later).agg(min(MONTH.col())).first();
    return Optional.ofNullable(first.<Date>getAs(0)).map(Date::toLocalDate);
  }

  private static LocalDate earlier(
      LocalDate settled, Optional<LocalDate> one, Optional<LocalDate> other) {
    LocalDate result = settled;
    for (Optional<LocalDate> month : List.of(one, other)) {
      if (month.isPresent() && !month.get().isAfter(result)) {
        result = month.get().minusDays(1);
      }
    }
    return result;
  }

  @Override
  public CustomerMonths.Categories categories() {
    Map<SourceName, SourceSettings> sources = context.settings().sources();
    SourceSettings orders =
        sources.getOrDefault(SourceName.ORDERS, sources.get(SourceName.ORDER_LINES));
    boolean without =
        orders == null
            || (!orders.columns().isEmpty() && !orders.columns().containsKey(CATEGORY.name()));
    return without ? CustomerMonths.Categories.NONE : CustomerMonths.Categories.SOME;
  }

  @Override
  public boolean exists(Table table) {
    return session.store().version(table) > 0;
  }

  @Override
  public List<String> files(Table table) {
    return SourceTables.count(table, context.settings()) ? session.store().files(table) : List.of();
  }

  @Override
  public void replace(Table table, Dataset<Row> rows) {
    written(session.replaceAll(job.name(), writable(table), rows));
  }

  @Override
  public void replaceMonths(Table table, Dataset<Row> rows, List<LocalDate> months) {
    written(session.replaceMonths(job.name(), writable(table), rows, months));
  }

  @Override
  public void append(Table table, Dataset<Row> rows) {
    written(session.append(job.name(), writable(table), rows));
  }

  void replaceAsOf(Table table, Dataset<Row> rows) {
    written(session.replaceAsOf(job.name(), writable(table), rows));
  }

  @Override
  public void log(SourceName source, RunLogEntry.Counts counts, String message) {
    session.log(
        new RunLogEntry(
            job.name(),
            source.key(),
            "ended",
            startedAt,
            context.clock().instant(),
            counts,
            null,
            Map.of(),
            message));
  }

  @Override
  public void publish() {
    publication.run();
  }

  private Table writable(Table table) {
    if (!job.writes().contains(table)) {
      throw new IllegalArgumentException(job.name() + " does not declare to write " + table);
    }
    return table;
  }

  private void written(long rows) {
    rowsWritten.addAndGet(rows);
  }
}
