package clientele.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.Dimensions;
import clientele.fold.SubscriptionMonths;
import clientele.fold.TermPolicy;
import clientele.job.AsOf;
import clientele.settings.Dimension;
import clientele.settings.SubscriptionSettings;
import clientele.settings.SubscriptionSettings.ChurnDatedBy;
import clientele.settings.SubscriptionSettings.PriceBasis;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On random histories, every cell is what the definitions say, taken literally. */
@ExtendWith(SparkExtension.class)
final class MrrPropertiesTest {
  private static final LocalDate FROM = LocalDate.of(2023, 12, 10);
  private static final int DAYS = 160;

  private final SparkSession spark;

  MrrPropertiesTest(SparkSession spark) {
    this.spark = SparkExtension.compiling(spark);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100000, 2024-04-17, 5, 0, SERVICE_END, BILLED",
    "2, 20000, 2024-03-31, 0, 0, SERVICE_END, BILLED",
    "3, 20000, 2024-04-17, 5, 9, NOTICE, LIST"
  })
  void everyCellIsWhatTheDefinitionsSay(
      long seed,
      int customers,
      LocalDate asOf,
      int graceDays,
      int pastDueDays,
      ChurnDatedBy churnDatedBy,
      PriceBasis priceBasis) {
    SubscriptionSettings policy =
        new SubscriptionSettings(graceDays, pastDueDays, churnDatedBy, priceBasis);
    Subscribers subscribers = Subscribers.of(seed, customers, FROM, DAYS);
    Dataset<Row> months =
        SubscriptionMonths.of(
                TermPolicy.applied(
                    AsOf.cut(Tables.SUBSCRIPTIONS_TABLE, subscribers.terms(spark), asOf), policy),
                Optional.of(AsOf.cut(Tables.FX_RATES_TABLE, subscribers.rateRows(spark), asOf)),
                "GBP",
                policy,
                asOf)
            .cache();
    try {
      Subscribers counted = subscribers.under(policy);
      BruteForce bruteForce = new BruteForce(counted, policy, asOf);
      Set<String> expected = new HashSet<>();
      Totals totals = new Totals(asOf, policy);
      for (int i = 0; i < customers; i++) {
        for (BruteForce.Cell cell :
            bruteForce.months(counted.customers().get(i), YearMonth.from(FROM))) {
          expected.add(text(Subscribers.id(i), cell));
          totals.add("all", "all", cell);
          totals.add("region", Subscribers.region(i), cell);
        }
      }
      assertSameCells(months, expected);
      MrrMovement movement =
          new MrrMovement(
              months,
              Dimensions.inForce(subscribers.customerRows(spark), asOf),
              List.of(new Dimension("region")),
              List.of(),
              policy,
              asOf);
      assertSameRows(movement.rows(), totals.rows());
    } finally {
      months.unpersist();
    }
  }

  private static void assertSameCells(Dataset<Row> months, Set<String> expected) {
    List<Row> rows =
        months
            .selectExpr(
                "concat_ws('|', customer_id, month, opening_mrr, closing_mrr, fx_mrr, movement,"
                    + " movement_mrr, plans, short_lived, short_lived_mrr)")
            .collectAsList();
    List<String> unexpected = new ArrayList<>();
    Set<String> missing = new HashSet<>(expected);
    for (Row row : rows) {
      if (!missing.remove(row.getString(0))) {
        unexpected.add(row.getString(0));
      }
    }
    assertThat(unexpected.stream().sorted().limit(10)).as("unexpected").isEmpty();
    assertThat(missing.stream().sorted().limit(10)).as("missing").isEmpty();
    assertThat(rows).hasSizeGreaterThan(20_000);
  }

  private static String text(String customer, BruteForce.Cell cell) {
    return String.join(
        "|",
        customer,
        cell.month().atDay(1).toString(),
        cell.opening().toPlainString(),
        cell.closing().toPlainString(),
        cell.fx().toPlainString(),
        cell.movement(),
        cell.amount().toPlainString(),
        Long.toString(cell.plans()),
        Boolean.toString(cell.shortLived()),
        cell.shortLivedMrr().toPlainString());
  }

  private void assertSameRows(Dataset<Row> computed, List<Row> expected) {
    Dataset<Row> actual = spark.createDataFrame(computed.collectAsList(), computed.schema());
    TableAssert.assertThat(actual)
        .hasSameContentAs(spark.createDataFrame(expected, actual.schema()));
    Table table = Tables.MRR_MOVEMENT;
    Column[] violations = table.checks().stream().map(Check::violations).toArray(Column[]::new);
    Row counts = actual.select(violations).first();
    for (int i = 0; i < violations.length; i++) {
      assertThat(counts.getLong(i)).as(table.checks().get(i).name()).isZero();
    }
  }

  /** Sums of cells by dimension value and month, and what follows from them. */
  private record Totals(
      LocalDate asOf, SubscriptionSettings policy, Map<String, Map<YearMonth, Total>> byValue) {
    Totals(LocalDate asOf, SubscriptionSettings policy) {
      this(asOf, policy, new TreeMap<>());
    }

    void add(String dimension, String value, BruteForce.Cell cell) {
      byValue
          .computeIfAbsent(dimension + "|" + value, any -> new TreeMap<>())
          .computeIfAbsent(cell.month(), any -> new Total())
          .add(cell);
    }

    List<Row> rows() {
      YearMonth first =
          byValue.values().stream()
              .flatMap(months -> months.keySet().stream())
              .min(YearMonth::compareTo)
              .orElseThrow();
      List<Row> rows = new ArrayList<>();
      byValue.forEach(
          (key, months) -> {
            int bar = key.indexOf('|');
            String dimension = key.substring(0, bar);
            String value = key.substring(bar + 1);
            for (YearMonth month = first;
                !month.isAfter(YearMonth.from(asOf));
                month = month.plusMonths(1)) {
              boolean mature = !month.atEndOfMonth().isAfter(asOf);
              Total total = months.getOrDefault(month, new Total());
              rows.add(total.row(dimension, value, month, policy, mature));
            }
          });
      return rows;
    }
  }

  private static final class Total {
    private final Map<String, BigDecimal> money = new TreeMap<>();
    private final Map<String, Long> customers = new TreeMap<>();

    void add(BruteForce.Cell cell) {
      boolean atStart =
          !cell.shortLived() && !Set.of("new", "reactivation").contains(cell.movement());
      boolean atEnd = cell.plans() > 0;
      count("opening", atStart, cell.opening());
      count("closing", atEnd, cell.closing());
      count(cell.movement(), true, cell.amount());
      count("short", cell.shortLived(), cell.shortLivedMrr());
      count("fx", true, cell.fx());
      BigDecimal kept = cell.closing().subtract(cell.fx());
      count("gross", atStart, kept.min(cell.opening()));
      count("net", atStart, kept);
    }

    private void count(String what, boolean is, BigDecimal amount) {
      if (is) {
        money.merge(what, amount, BigDecimal::add);
        customers.merge(what, 1L, Long::sum);
      }
    }

    private BigDecimal money(String what) {
      return money.getOrDefault(what, new BigDecimal("0.00"));
    }

    private long customers(String what) {
      return customers.getOrDefault(what, 0L);
    }

    private static Double ratio(BigDecimal part, BigDecimal whole, boolean mature) {
      return !mature || whole.signum() == 0 ? null : part.doubleValue() / whole.doubleValue();
    }

    Row row(
        String dimension,
        String value,
        YearMonth month,
        SubscriptionSettings policy,
        boolean mature) {
      BigDecimal opening = money("opening");
      BigDecimal losses = money("churned").add(money("contraction"));
      BigDecimal regained = money("expansion").add(money("reactivation"));
      return RowFactory.create(
          dimension,
          value,
          Date.valueOf(month.atDay(1)),
          opening,
          money("new"),
          money("expansion"),
          money("contraction"),
          money("churned"),
          money("reactivation"),
          money("fx"),
          money("closing"),
          customers("opening"),
          customers("new"),
          customers("expansion"),
          customers("contraction"),
          customers("churned"),
          customers("reactivation"),
          customers("closing"),
          customers("short"),
          money("short"),
          ratio(losses, opening, mature),
          ratio(losses.subtract(regained), opening, mature),
          ratio(money("gross"), opening, mature),
          ratio(money("net"), opening, mature),
          ratio(money("new").add(regained), losses, mature),
          policy.graceDays(),
          policy.pastDueDays(),
          policy.churnDatedBy().text(),
          policy.priceBasis().text(),
          mature);
    }
  }
}
