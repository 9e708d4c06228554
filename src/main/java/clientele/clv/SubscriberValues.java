package clientele.clv;

import static clientele.catalogue.Vocabulary.CUSTOMER_ID;
import static clientele.catalogue.Vocabulary.FREQUENCY;
import static clientele.catalogue.Vocabulary.PRICE;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import clientele.fold.RenewalClocks;
import clientele.job.BoundedCollect;
import clientele.model.FutureRenewals;
import clientele.model.Renewals;
import clientele.model.SpendModel;
import clientele.model.ValueInterval;
import clientele.model.ValueIntervals;
import clientele.settings.ClvSettings;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the payments of subscriptions will be worth to each customer who ever had one, and between
 * which bounds they and the customer's orders lie together.
 *
 * <p>A payment comes on its real date, every billing period after the first paid day of the term,
 * at the price of the term, if the subscription gets as far. One that failed and is waited for
 * counts as paid in the books, and brings nothing more.
 */
record SubscriberValues(Horizon horizon) implements Serializable {
  /** The place of a figure in the array of them; each may be null. */
  enum Figure {
    /** 0: no subscription goes on; null: no renewal is known that would tell. */
    VALUE,
    /** Of orders and payments together; null: those of orders alone. */
    LOW,
    HIGH;

    Column col() {
      return org.apache.spark.sql.functions.col(FIGURES).getItem(List.of(values()).indexOf(this));
    }
  }

  /** One array, for the reason in {@link Outlooks}. */
  static final String FIGURES = "subscription_figures";

  static final DataType FIGURES_TYPE = DataTypes.createArrayType(DataTypes.DoubleType);

  private static final String LIVE = "live";

  private static final StructType TYPE =
      new StructType().add(CUSTOMER_ID.name(), CUSTOMER_ID.type()).add(FIGURES, FIGURES_TYPE);

  static SubscriberValues of(ClvSettings settings, LocalDate date) {
    return new SubscriberValues(Horizon.of(settings, date));
  }

  /**
   * One row per customer with any subscription, ended ones too: customer_id and {@link #FIGURES}.
   *
   * @param clocks rows of {@link RenewalClocks}
   * @param histories rows of {@link CustomerHistories}, with {@link Cells#CELL} or without
   * @param models {@link UsedModels#row}
   */
  Dataset<Row> rows(Dataset<Row> clocks, Dataset<Row> histories, Dataset<Row> models) {
    Column subscription =
        struct(
            concat(lit(RenewalModels.TERM), col(RenewalClocks.LENGTH)).as(RenewalClocks.LENGTH),
            col(RenewalClocks.PERIODS),
            unix_date(col(RenewalClocks.PAID_FROM)).as(RenewalClocks.PAID_FROM),
            col(RenewalClocks.LAST_PERIODS),
            PRICE.col());
    Dataset<Row> subscribers =
        clocks
            .groupBy(CUSTOMER_ID.col())
            .agg(array_sort(collect_list(when(col(RenewalClocks.IS_LIVE), subscription))).as(LIVE));
    Stream<String> ofOrders =
        Stream.of(
            CUSTOMER_ID.name(), CustomerHistories.REPEAT_REVENUE, CustomerHistories.REPEAT_MARGIN);
    Dataset<Row> known =
        histories.select(
            Stream.concat(ofOrders, Stream.of(Cells.key(histories)))
                .map(functions::col)
                .toArray(Column[]::new));
    Row used = BoundedCollect.rows(models, 1).get(0);
    MapPartitionsFunction<Row, Row> each = rows -> valued(rows, used);
    return subscribers
        .join(known, new String[] {CUSTOMER_ID.name()}, "left") // at most one history
        .mapPartitions(each, Encoders.row(TYPE));
  }

  private Iterator<Row> valued(Iterator<Row> subscribers, Row models) {
    Asked asked = Asked.of(models);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(subscribers, Spliterator.ORDERED), false)
        .map(
            row ->
                RowFactory.create(
                    row.<String>getAs(CUSTOMER_ID.name()),
                    CollectionConverters.asScala(figures(row, asked)).toSeq()))
        .iterator();
  }

  /**
   * The models that a task asks.
   *
   * @param models {@link UsedModels#row}
   * @param renewals by segment
   * @param marginRatio 0 or more
   * @param orders by cell, as far as such customers have come
   */
  private record Asked(
      Row models,
      Map<String, Renewals> renewals,
      double marginRatio,
      Map<List<String>, OrderUnit> orders) {
    static Asked of(Row models) {
      return new Asked(
          models,
          UsedModels.renewals(models),
          Math.max(0, UsedModels.marginRatio(models)),
          new HashMap<>());
    }

    OrderUnit orders(List<String> cell, Horizon horizon) {
      return orders.computeIfAbsent(
          cell, name -> OrderUnit.of(models, name, horizon.by(UsedModels.season(models))));
    }
  }

  /** What is to come of one customer. */
  private List<Double> figures(Row row, Asked asked) {
    Map<String, Renewals> renewals = asked.renewals();
    double ratio = asked.marginRatio();
    List<Row> live = row.getList(row.fieldIndex(LIVE));
    if (live.isEmpty()) {
      return Arrays.asList(0.0, null, null);
    }
    if (!live.stream().allMatch(one -> renewals.containsKey(one.<String>getAs(0)))) {
      return Arrays.asList(null, null, null);
    }
    List<FutureRenewals> futures =
        live.stream().map(one -> future(one, renewals.get(one.<String>getAs(0)), ratio)).toList();
    ValueInterval interval =
        row.isNullAt(row.fieldIndex(FREQUENCY.name())) || !UsedModels.knowOrders(asked.models())
            ? ValueIntervals.ofRenewals(futures, horizon.version())
            : asked.orders(Cells.of(row), horizon).interval(row, futures);
    return List.of(
        futures.stream().mapToDouble(FutureRenewals::value).sum(), interval.low(), interval.high());
  }

  private FutureRenewals future(Row subscription, Renewals renewals, double ratio) {
    Period length =
        Period.parse(
            subscription
                .<String>getAs(RenewalClocks.LENGTH)
                .substring(RenewalModels.TERM.length()));
    LocalDate from =
        LocalDate.ofEpochDay(subscription.<Integer>getAs(RenewalClocks.PAID_FROM).longValue());
    double margin = subscription.<BigDecimal>getAs(PRICE.name()).doubleValue() * ratio;
    double[] payments =
        due(from, length, subscription.<Integer>getAs(RenewalClocks.LAST_PERIODS))
            // One that is waited for is not known to come, but has to before any other does.
            .mapToDouble(days -> days > 0 ? margin * horizon.discount((double) days) : 0)
            .toArray();
    return renewals.after(subscription.<Integer>getAs(RenewalClocks.PERIODS), payments);
  }

  /** Days until each payment that is to come up to the end of the horizon. */
  private LongStream due(LocalDate from, Period length, int paid) {
    return LongStream.iterate(paid, number -> number + 1)
        .map(
            number ->
                ChronoUnit.DAYS.between(
                    horizon.after(), from.plus(length.multipliedBy((int) number))))
        .takeWhile(days -> days <= horizon.days());
  }

  /** What orders are drawn with. */
  private record OrderUnit(
      Clock clock, ValueIntervals intervals, SpendModel spend, double marginRatio, double later) {
    static OrderUnit of(Row models, List<String> cell, Horizon horizon) {
      return new OrderUnit(
          horizon.clock(),
          UsedModels.intervals(models, cell, horizon),
          UsedModels.spend(models),
          UsedModels.marginRatio(models),
          Outlooks.later(horizon));
    }

    ValueInterval interval(Row row, List<FutureRenewals> futures) {
      long frequency = row.<Long>getAs(FREQUENCY.name());
      double revenue = money(row, CustomerHistories.REPEAT_REVENUE);
      double margin = money(row, CustomerHistories.REPEAT_MARGIN);
      // As CustomerValues has it.
      double mean = frequency == 0 ? 0 : revenue / frequency;
      double expected = spend.expected(frequency, mean);
      double shrunk = (margin + marginRatio * expected) / (revenue + expected);
      double ratio = Math.max(0, revenue + expected > 0 ? shrunk : marginRatio);
      double unit = spend.unit(frequency, mean);
      return intervals.of(Outlooks.history(row, clock), later * unit * ratio, futures);
    }

    private static double money(Row row, String name) {
      return row.<BigDecimal>getAs(name).doubleValue();
    }
  }
}
