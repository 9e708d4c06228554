package clientele.clv;

import static clientele.clv.Worked.checked;
import static clientele.clv.Worked.here;
import static clientele.clv.Worked.map;
import static clientele.clv.Worked.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Tables;
import clientele.fold.RenewalClocks;
import clientele.model.PurchaseFamily;
import clientele.model.RetentionFamily;
import clientele.model.RetentionModel;
import clientele.settings.ClvSettings;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Renewals and values of random subscriptions, beside random orders, are what loops say. */
@ExtendWith(SparkExtension.class)
final class SubscriberValuesTest {
  private static final LocalDate START = LocalDate.of(2022, 10, 31);
  private static final LocalDate AS_OF = LocalDate.of(2024, 2, 29);
  private static final int HORIZON = 365;
  private static final Subscribers BOOK = Subscribers.of(3, 400, START, AS_OF);
  private static final ClvSettings SETTINGS =
      new ClvSettings(
          Optional.of(PurchaseFamily.MBG_NBD), List.of(PurchaseFamily.MBG_NBD), 91, HORIZON, 0.1);

  private final SparkSession spark;

  SubscriberValuesTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void clocksAreThoseOfTheDaysOnWhichPaymentsWereDue() {
    LocalDate startsOn = START.plusDays(150);
    Dataset<Row> actual = clocks(BOOK, Optional.of(startsOn), 3);
    List<Row> expected = new ArrayList<>();
    for (Subscribers.Run run : BOOK.runs()) {
      expected.add(
          RowFactory.create(
              run.customer(),
              run.length(),
              run.paid(AS_OF),
              run.paid(startsOn.minusDays(1)),
              run.hasLeft(),
              run.isLive(),
              run.beginsWithTrial() && !run.terms().get(0).start().isBefore(startsOn),
              Date.valueOf(run.last().paidFrom()),
              run.last().paid(AS_OF),
              run.last().price()));
    }

    assertThat(expected).hasSizeGreaterThan(400);
    assertThat(BOOK.runs())
        .as("payments are waited for")
        .anyMatch(run -> run.isLive() && !run.due(AS_OF).isEmpty());
    TableAssert.assertThat(actual)
        .hasSameContentAs(spark.createDataFrame(expected, actual.schema()));
  }

  @Test
  void modelsAreFittedToTheRenewalsThatWereDue() {
    LocalDate startsOn = START.plusDays(150);
    Map<String, long[]> expected = new TreeMap<>();
    for (Subscribers.Run run : BOOK.runs()) {
      int seen = run.paid(startsOn.minusDays(1));
      int last = run.hasLeft() ? run.paid(AS_OF) : run.paid(AS_OF) - 1;
      long[] counts = expected.computeIfAbsent("term:" + run.length(), length -> new long[3]);
      if (last > seen) {
        counts[0] += 1;
        counts[1] += last - seen;
        counts[2] += run.hasLeft() ? 1 : 0;
      }
      boolean isTried = run.beginsWithTrial() && !run.terms().get(0).start().isBefore(startsOn);
      if (isTried && (run.paid(AS_OF) > 0 || run.hasLeft())) {
        long[] trials = expected.computeIfAbsent("trial", trial -> new long[3]);
        trials[0] += 1;
        trials[1] += 1;
        trials[2] += run.paid(AS_OF) == 0 ? 1 : 0;
      }
    }

    Dataset<Row> rows =
        checked(
            Tables.CLV_MODEL, RenewalModels.rows(clocks(BOOK, Optional.of(startsOn), 2), AS_OF));
    Map<String, long[]> actual = new TreeMap<>();
    for (Row row : rows.where("model = 'constant'").collectAsList()) {
      Map<String, Double> seen = map(row, "diagnostics");
      actual.put(
          row.getAs("segment"),
          new long[] {
            row.<Long>getAs("customers"), seen.get("due").longValue(), seen.get("left").longValue()
          });
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (segment, counts) -> assertThat(actual.get(segment)).as(segment).isEqualTo(counts));
    assertThat(rows.where("is_used").select("segment").distinct().count())
        .isEqualTo(rows.where("is_used").count())
        .isEqualTo(expected.size());
    assertThat(rows.where("is_used AND model <> 'constant'").count()).isPositive();
    assertThat(rows.where("is_used AND model = 'constant' AND segment <> 'trial'").count())
        .isPositive();
    assertThat(
            rows.where("model = 'constant' AND segment <> 'trial' AND is_used <> (size(steps) = 3)")
                .count())
        .isZero();
  }

  @Test
  void valuesAreThoseOfEveryRenewalOnItsDayBesideTheOrders() {
    Buyers buyers = Buyers.of(5, 120, START, AS_OF);
    Dataset<Row> histories =
        here(
            CustomerHistories.told(
                CustomerHistories.of(buyers.customerMonth(spark), 91, AS_OF),
                buyers.customers(spark),
                Optional.empty(),
                45));
    Dataset<Row> clocks = here(clocks(BOOK, Optional.empty(), 2));
    Dataset<Row> fits =
        here(
            ModelFits.of(SETTINGS)
                .rows(histories, AS_OF)
                .unionByName(RenewalModels.rows(clocks, AS_OF)));
    // Rows that stand in the plan itself are copied, and copies of maps are not equal.
    Dataset<Row> models = spark.createDataFrame(fits.toJavaRDD(), fits.schema());
    Dataset<Row> lazy = CustomerValues.of(histories, Optional.of(clocks), models, SETTINGS, AS_OF);
    Dataset<Row> together = checked(Tables.CUSTOMER_CLV, lazy);
    // Of histories and of subscribers, each worked out once though deciles need them twice.
    assertThat(lazy.queryExecution().executedPlan().toString().split("MapPartitions ", -1))
        .hasSize(3);
    Map<String, Row> values = byCustomer(together);
    Map<String, Row> ofOrders =
        byCustomer(CustomerValues.of(histories, Optional.empty(), models, SETTINGS, AS_OF));
    Map<String, Double> expected = expected(models);

    Set<String> customers = new TreeSet<>(ofOrders.keySet());
    customers.addAll(expected.keySet());
    assertThat(values.keySet()).isEqualTo(customers);
    for (Map.Entry<String, Row> value : values.entrySet()) {
      String customer = value.getKey();
      Row row = value.getValue();
      Row alone = ofOrders.get(customer);
      BigDecimal orders = alone == null ? null : alone.getAs("order_clv");
      assertThat(row.<BigDecimal>getAs("order_clv")).isEqualTo(orders);
      if (!expected.containsKey(customer)) {
        assertThat(cells(row)).isEqualTo(cells(alone));
        continue;
      }
      double subscriptions = expected.get(customer);
      assertThat(money(row, "subscription_clv"))
          .as(customer)
          .isEqualTo(subscriptions, within(0.0051));
      BigDecimal own = row.getAs("subscription_clv");
      assertThat(row.<BigDecimal>getAs("clv")).isEqualTo(orders == null ? own : own.add(orders));
      assertThat(row.<String>getAs("method"))
          .isEqualTo(orders == null ? "renewals" : alone.<String>getAs("method") + " + renewals");
      assertThat(row.<String>getAs("status"))
          .isEqualTo(orders == null ? "subscriptions_only" : alone.<String>getAs("status"));
      if (subscriptions == 0) {
        assertThat(money(row, "clv_high")).isEqualTo(orders == null ? 0 : money(alone, "clv_high"));
        assertThat(money(row, "clv_low")).isEqualTo(orders == null ? 0 : money(alone, "clv_low"));
      } else {
        assertThat(money(row, "clv_high")).isPositive();
      }
    }
    // Some of each kind.
    assertThat(together.where("subscription_clv = 0 AND status = 'subscriptions_only'").count())
        .isPositive();
    assertThat(together.where("subscription_clv > 0 AND status = 'subscriptions_only'").count())
        .isPositive();
    assertThat(together.where("subscription_clv > 0 AND order_clv > 0 AND clv_low > 0").count())
        .isPositive();
    TableAssert.assertThat(
            CustomerValues.of(
                histories.repartition(5),
                Optional.of(clocks.repartition(7)),
                models,
                SETTINGS,
                AS_OF))
        .hasSameContentAs(together);
  }

  /** By customer with any subscription: each payment with the chance that it comes. */
  private static Map<String, Double> expected(Dataset<Row> models) {
    Map<String, RetentionModel> used = new HashMap<>();
    double ratio = 1;
    for (Row row : models.where("is_used").collectAsList()) {
      if (row.getAs("model").equals("gamma-gamma")) {
        ratio = map(row, "diagnostics").get("margin_ratio");
      } else if (!row.getAs("segment").equals("all")) {
        used.put(
            row.getAs("segment"),
            RetentionFamily.ofLabel(row.getAs("fitted_model")).model(map(row, "parameters")));
      }
    }
    Map<String, Double> values = new TreeMap<>();
    for (Subscribers.Run run : BOOK.runs()) {
      RetentionModel model = used.get("term:" + run.length());
      double chance = 1;
      double value = 0;
      int period = run.paid(AS_OF);
      for (LocalDate due : run.isLive() ? run.due(AS_OF.plusDays(HORIZON)) : List.<LocalDate>of()) {
        chance *=
            Math.exp(period == 0 ? used.get("trial").logRetention(1) : model.logRetention(period));
        period++;
        value +=
            (due.isAfter(AS_OF) ? chance : 0)
                * run.last().price().doubleValue()
                * ratio
                * Math.pow(1.1, -ChronoUnit.DAYS.between(AS_OF, due) / 365.0);
      }
      values.merge(run.customer(), value, Double::sum);
    }
    return values;
  }

  @Test
  void nothingIsToldBeforeAnyRenewalWasDue() {
    Subscribers young =
        new Subscribers(
            List.of(
                new Subscribers.Term(
                    "s1", "a", AS_OF.minusDays(20), null, null, 999, "month", null, false),
                new Subscribers.Term(
                    "s2", "b", AS_OF, null, AS_OF.plusDays(9), 999, "year", null, false),
                new Subscribers.Term(
                    "s3",
                    "c",
                    AS_OF.minusDays(9),
                    AS_OF.minusDays(9),
                    null,
                    999,
                    "year",
                    null,
                    false)),
            AS_OF);
    Dataset<Row> clocks = clocks(young, Optional.empty(), 1);
    Dataset<Row> models = here(RenewalModels.rows(clocks, AS_OF));
    Dataset<Row> none =
        CustomerHistories.told(
            CustomerHistories.of(
                spark.createDataFrame(List.of(), Tables.CUSTOMER_MONTH.schema()), 91, AS_OF),
            spark.createDataFrame(List.of(), Tables.CUSTOMERS_TABLE.schema()),
            Optional.empty(),
            45);

    TableAssert.assertThat(models.select("model", "segment", "customers", "is_used"))
        .hasRows(
            """
            model    | segment | customers | is_used
            constant | trial   | 0         | true
            """);
    TableAssert.assertThat(
            checked(
                    Tables.CUSTOMER_CLV,
                    CustomerValues.of(none, Optional.of(clocks), models, SETTINGS, AS_OF))
                .select("customer_id", "orders", "clv", "status"))
        .hasRows(
            """
            customer_id | orders | clv  | status
            a           | 0      | null | skipped: no renewal has been due yet
            b           | 0      | null | skipped: no renewal has been due yet
            c           | 0      | 0.00 | subscriptions_only
            """);
  }

  private Dataset<Row> clocks(Subscribers book, Optional<LocalDate> startsOn, int partitions) {
    return RenewalClocks.of(
        book.comparable(spark).repartition(partitions), Subscribers.POLICY, startsOn, AS_OF);
  }

  private static Map<String, Row> byCustomer(Dataset<Row> values) {
    return values.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("customer_id"), row -> row));
  }

  /** All but the decile, which depends on the others. */
  private static List<Object> cells(Row row) {
    List<Object> cells = new ArrayList<>();
    for (String name : row.schema().fieldNames()) {
      if (!name.equals("value_decile")) {
        cells.add(row.getAs(name));
      }
    }
    return cells;
  }
}
