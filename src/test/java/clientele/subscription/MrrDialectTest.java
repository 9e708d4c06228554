package clientele.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.fold.SubscriptionMonths;
import clientele.fold.TermMonths;
import clientele.job.AsOf;
import clientele.settings.SubscriptionSettings;
import clientele.settings.SubscriptionSettings.ChurnDatedBy;
import clientele.settings.SubscriptionSettings.PriceBasis;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import clientele.testing.TextTable;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Others' figures are what they publish, and nothing of the difference is left unexplained. */
@ExtendWith(SparkExtension.class)
final class MrrDialectTest {
  private static final LocalDate FROM = LocalDate.of(2023, 12, 10);
  private static final int DAYS = 160;
  private static final BigDecimal CENTS = new BigDecimal(100);

  private final SparkSession spark;

  MrrDialectTest(SparkSession spark) {
    this.spark = spark;
  }

  /** Rows of the three tables for one date. */
  private record Computed(Dataset<Row> movement, Dataset<Row> dialect, Dataset<Row> customers) {}

  @ParameterizedTest
  @CsvSource({
    "1, 3000, 2024-04-17, 5, 0, SERVICE_END, BILLED",
    "2, 1500, 2024-03-31, 0, 0, SERVICE_END, BILLED",
    "3, 1500, 2024-04-17, 2, 9, NOTICE, LIST"
  })
  void everyFigureIsWhatItsAuthorsSayAndEveryDifferenceIsExplained(
      long seed,
      int customers,
      LocalDate asOf,
      int graceDays,
      int pastDueDays,
      ChurnDatedBy churnDatedBy,
      PriceBasis priceBasis) {
    SubscriptionSettings policy =
        new SubscriptionSettings(graceDays, pastDueDays, churnDatedBy, priceBasis);
    Subscribers subscribers = Subscribers.of(seed, customers, FROM, DAYS).under(policy);
    DialectBruteForce bruteForce = new DialectBruteForce(subscribers, asOf);
    subscribers.customers().forEach(terms -> bruteForce.add(terms, YearMonth.from(FROM)));
    Computed computed =
        computed(
            AsOf.cut(Tables.SUBSCRIPTIONS_TABLE, subscribers.terms(spark), asOf),
            Optional.of(AsOf.cut(Tables.FX_RATES_TABLE, subscribers.rateRows(spark), asOf)),
            policy,
            asOf);

    assertFiguresOfTheAuthors(computed, bruteForce);
    assertDifferences(computed);
    assertCustomersAddUp(computed);
    assertRatesFollowFromCustomers(computed);
    assertNoViolation(Tables.MRR_DIALECT, computed.dialect());
    assertNoViolation(Tables.MRR_DIALECT_CUSTOMER, computed.customers());
    Set<String> reasons =
        computed
            .customers()
            .select("reason")
            .distinct()
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .collect(Collectors.toSet());
    assertThat(reasons).hasSize(graceDays > 0 ? 6 : 5);
    assertThat(computed.dialect().where("array_contains(explained_by.reason, 'formula')").count())
        .isPositive();
  }

  private static void assertFiguresOfTheAuthors(Computed computed, DialectBruteForce bruteForce) {
    int sums = 0;
    for (Row row : computed.dialect().collectAsList()) {
      String name = row.getAs("measure");
      YearMonth month = YearMonth.from(row.<Date>getAs("month").toLocalDate());
      String dialect = row.getAs("dialect");
      Map<String, Long> units = bruteForce.totals.get(dialect).get(month);
      BigDecimal figure = row.getAs("figure");
      if (name.endsWith("_mrr") || name.endsWith("_customers")) {
        BigDecimal scale = name.endsWith("_mrr") ? CENTS : BigDecimal.ONE;
        assertThat(figure.multiply(scale))
            .as("%s %s %s", dialect, month, name)
            .isEqualByComparingTo(BigDecimal.valueOf(units.getOrDefault(name, 0L)));
        sums++;
      } else if (figure != null) {
        assertThat(figure.doubleValue())
            .as("%s %s %s", dialect, month, name)
            .isCloseTo(rate(dialect, name, units), within(1e-12));
      }
    }
    assertThat(sums).isGreaterThan(100);
  }

  private static double rate(String dialect, String name, Map<String, Long> units) {
    double opening = units.get("opening_mrr");
    double lost = units.get("churned_mrr") + units.get("contraction_mrr");
    double risen = units.get("expansion_mrr");
    double start = units.get("opening_customers");
    return switch (dialect + " " + name) {
      case "chartmogul gross_churn_rate", "baremetrics gross_churn_rate" -> lost / opening;
      case "chartmogul net_churn_rate" -> (lost - risen - units.get("reactivation_mrr")) / opening;
      case "baremetrics net_churn_rate" -> (lost - risen) / opening;
      case "chartmogul net_retention" -> 1 - (lost - risen) / opening;
      case "baremetrics net_retention" -> 1 - (units.get("churned_mrr") - risen) / opening;
      case "baremetrics quick_ratio" -> (units.get("new_mrr") + risen) / lost;
      case "chartmogul customer_churn_rate" -> units.get("lost_customers") / start;
      case "stripe customer_churn_rate" ->
          units.get("churned_customers") / (start + units.get("new_customers"));
      case "baremetrics customer_churn_rate" -> units.get("churned_customers") / start;
      default -> throw new IllegalArgumentException(dialect + " publishes no " + name);
    };
  }

  /** The difference is that to gold.mrr_movement, and the sum of what explains it. */
  private static void assertDifferences(Computed computed) {
    Map<Date, Row> own = new HashMap<>();
    for (Row row : computed.movement().collectAsList()) {
      own.put(row.getAs("month"), row);
    }
    List<Row> rows = computed.dialect().collectAsList();
    assertThat(rows).hasSize(own.size() * (14 + 13 + 13 + 4 + 1 + 5));
    for (Row row : rows) {
      Object published = own(own.get(row.<Date>getAs("month")), row.getAs("measure"));
      BigDecimal figure = row.getAs("figure");
      BigDecimal difference = row.getAs("difference");
      BigDecimal explained = BigDecimal.ZERO;
      for (Row part : row.<Row>getList(row.fieldIndex("explained_by"))) {
        explained = explained.add(part.getDecimal(1));
      }
      assertThat(difference == null).isEqualTo(figure == null || published == null);
      if (difference != null) {
        assertThat(explained).as(row.toString()).isEqualByComparingTo(difference);
        assertThat(figure.subtract(difference).doubleValue())
            .as(row.toString())
            .isCloseTo(((Number) published).doubleValue(), within(1e-12));
      }
    }
  }

  private static Object own(Row movement, String measure) {
    return switch (measure) {
      case "lost_customers" -> movement.getAs("churned_customers");
      case "customer_churn_rate" -> {
        double start = movement.<Long>getAs("opening_customers");
        boolean isNull = start == 0 || !movement.<Boolean>getAs("is_mature");
        yield isNull ? null : movement.<Long>getAs("churned_customers") / start;
      }
      default -> movement.getAs(measure);
    };
  }

  /** The customers' parts add up to what explains each sum, and the same customers are counted. */
  private static void assertCustomersAddUp(Computed computed) {
    Map<String, BigDecimal> amounts = new HashMap<>();
    Map<String, Set<String>> customers = new HashMap<>();
    for (Row row : computed.customers().collectAsList()) {
      String cell =
          row.getAs("dialect")
              + " "
              + row.getAs("month")
              + " "
              + row.getAs("measure")
              + " "
              + row.getAs("reason");
      amounts.merge(cell, row.getAs("difference"), BigDecimal::add);
      customers.computeIfAbsent(cell, any -> new HashSet<>()).add(row.getAs("customer_id"));
    }
    Map<String, BigDecimal> explained = new HashMap<>();
    for (Row row : computed.dialect().collectAsList()) {
      for (Row part : row.<Row>getList(row.fieldIndex("explained_by"))) {
        String cell =
            row.getAs("dialect")
                + " "
                + row.getAs("month")
                + " "
                + row.getAs("measure")
                + " "
                + part.getString(0);
        // Of a rate, customers have no part of their own.
        boolean isSum = row.<String>getAs("measure").matches(".*_(mrr|customers)");
        assertThat(amounts.containsKey(cell) || !isSum).as(cell).isTrue();
        if (isSum) {
          explained.put(cell, part.getDecimal(1));
          assertThat(part.getLong(2)).as(cell).isEqualTo(customers.get(cell).size());
        }
      }
    }
    amounts.values().removeIf(amount -> amount.signum() == 0);
    assertThat(explained)
        .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
        .isEqualTo(amounts);
  }

  /** The parts of a rate follow from the sums that the customers add up to. */
  private static void assertRatesFollowFromCustomers(Computed computed) {
    Map<String, Map<Measure, BigDecimal>> figures = new HashMap<>();
    Map<String, Map<Measure, BigDecimal>> own = new HashMap<>();
    Map<String, Map<Measure, BigDecimal>> parts = new HashMap<>();
    List<Row> rows = computed.dialect().collectAsList();
    for (Row row : rows) {
      measure(row)
          .ifPresent(
              measure -> {
                BigDecimal figure = row.getAs("figure");
                BigDecimal difference = row.getAs("difference");
                put(figures, month(row), measure, figure);
                put(own, month(row), measure, figure.subtract(difference));
              });
    }
    for (Row row : computed.customers().collectAsList()) {
      String reason = month(row) + " " + row.getAs("reason");
      put(parts, reason, measure(row).orElseThrow(), row.getAs("difference"));
    }
    int compared = 0;
    for (Row row : rows) {
      if (measure(row).isPresent() || row.isNullAt(row.fieldIndex("figure"))) {
        continue;
      }
      Rate rate = Rate.valueOf(row.<String>getAs("measure").toUpperCase(Locale.ROOT));
      Rate.Formula formula = Dialect.of(row.getAs("dialect")).rates().get(rate);
      double quotient = sum(own, month(row), formula, true) / sum(own, month(row), formula, false);
      for (Row part : row.<Row>getList(row.fieldIndex("explained_by"))) {
        String cell = month(row) + " " + part.getString(0);
        if (!part.getString(0).equals("formula")) {
          double n = sum(parts, cell, formula, true);
          double d = sum(parts, cell, formula, false);
          assertThat(part.getDecimal(1).doubleValue())
              .as("%s %s", row.getAs("measure"), cell)
              .isCloseTo(
                  (n - quotient * d) / sum(figures, month(row), formula, false), within(1e-9));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  private static String month(Row row) {
    return row.getAs("dialect") + " " + row.getAs("month");
  }

  private static Optional<Measure> measure(Row row) {
    return Arrays.stream(Measure.values())
        .filter(measure -> measure.key().equals(row.getAs("measure")))
        .findFirst();
  }

  private static void put(
      Map<String, Map<Measure, BigDecimal>> sums, String cell, Measure measure, BigDecimal amount) {
    sums.computeIfAbsent(cell, any -> new HashMap<>()).merge(measure, amount, BigDecimal::add);
  }

  private static double sum(
      Map<String, Map<Measure, BigDecimal>> sums, String cell, Rate.Formula formula, boolean part) {
    ToLongFunction<Measure> cents =
        measure ->
            sums.getOrDefault(cell, Map.of())
                .getOrDefault(measure, BigDecimal.ZERO)
                .multiply(CENTS)
                .longValueExact();
    return part ? formula.part(cents) : formula.whole(cents);
  }

  private static void assertNoViolation(Table table, Dataset<Row> rows) {
    Column[] violations = table.checks().stream().map(Check::violations).toArray(Column[]::new);
    Row counts = rows.select(violations).first();
    for (int i = 0; i < violations.length; i++) {
      assertThat(counts.getLong(i)).as(table.checks().get(i).name()).isZero();
    }
  }

  private Computed computed(
      Dataset<Row> terms,
      Optional<Dataset<Row>> rates,
      SubscriptionSettings policy,
      LocalDate asOf) {
    Dataset<Row> movement =
        new MrrMovement(
                SubscriptionMonths.of(terms, rates, "GBP", policy, asOf),
                spark.emptyDataset(Encoders.STRING()).toDF("customer_id"),
                List.of(),
                List.of(),
                policy,
                asOf)
            .rows();
    Dataset<Row> customers =
        local(
            MrrDialect.customers(
                TermMonths.of(terms, rates, "GBP", policy, Dialect.DAYS_PAST_DUE, asOf), asOf));
    Dataset<Row> ofAll = local(movement);
    return new Computed(ofAll, local(MrrDialect.figures(customers, ofAll)), customers);
  }

  private Dataset<Row> local(Dataset<Row> rows) {
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }

  @Test
  void oneCustomerForEachReason() {
    // late: back within the grace. freeloader: from a paid to a free plan. owes: payment failed.
    // guest: came and left within a month. pennies: two subscriptions of 4.333 a month.
    // abroad: billed quarterly in another currency, at the rate of January until April. early: gone
    // before February, and with a term in a month before whose end its currency has no rate.
    String terms =
        """
        customer_id | started_on | ended_on   | price | billing_period | currency | end_reason
        late        | 2024-01-05 | 2024-02-28 | 9.00  | month          |          | cancelled
        late        | 2024-03-04 |            | 9.00  | month          |          |
        freeloader  | 2024-01-05 | 2024-02-10 | 5.00  | month          |          | cancelled
        freeloader  | 2024-02-10 |            | 0.00  | month          |          |
        owes        | 2024-01-05 | 2024-02-20 | 7.00  | month          |          | payment_failed
        guest       | 2024-02-03 | 2024-02-20 | 4.00  | month          |          | cancelled
        pennies     | 2024-01-05 |            | 1.00  | week           |          |
        pennies     | 2024-01-05 |            | 1.00  | week           |          |
        abroad      | 2024-01-10 |            | 30.00 | quarter        | EUR      |
        early       | 2023-12-05 | 2024-01-20 | 3.00  | month          |          | cancelled
        early       | 2024-01-10 | 2024-01-25 | 2.00  | month          | EUR      | cancelled
        """;
    String rates =
        """
        currency | on_date    | rate
        EUR      | 2024-01-01 | 0.80
        EUR      | 2024-02-15 | 0.90
        """;
    LocalDate asOf = LocalDate.of(2024, 3, 31);
    Computed computed =
        computed(
            TextTable.of(spark, Tables.SUBSCRIPTIONS_TABLE.schema(), terms),
            Optional.of(TextTable.of(spark, Tables.FX_RATES_TABLE.schema(), rates)),
            SubscriptionSettings.ofGrace(5),
            asOf);
    TableAssert.assertThat(
            computed
                .customers()
                .where("month = DATE'2024-02-01'")
                .selectExpr(
                    "dialect",
                    "measure",
                    "customer_id",
                    "reason",
                    "cast(difference as decimal(10,2)) as difference"))
        .hasRows(
            """
            dialect     | measure           | customer_id | reason                     | difference
            baremetrics | churned_customers | guest       | every change counted       | 1.00
            baremetrics | churned_customers | late        | gap within the grace       | 1.00
            baremetrics | churned_customers | owes        | past due                   | -1.00
            baremetrics | churned_mrr       | guest       | every change counted       | 4.00
            baremetrics | churned_mrr       | late        | gap within the grace       | 9.00
            baremetrics | churned_mrr       | owes        | past due                   | -7.00
            baremetrics | closing_customers | late        | gap within the grace       | -1.00
            baremetrics | closing_customers | owes        | past due                   | 1.00
            baremetrics | closing_mrr       | late        | gap within the grace       | -9.00
            baremetrics | closing_mrr       | owes        | past due                   | 7.00
            baremetrics | new_customers     | guest       | every change counted       | 1.00
            baremetrics | new_mrr           | guest       | every change counted       | 4.00
            chartmogul  | churned_customers | freeloader  | free plan after a paid one | -1.00
            chartmogul  | churned_customers | guest       | every change counted       | 1.00
            chartmogul  | churned_customers | late        | gap within the grace       | 1.00
            chartmogul  | churned_mrr       | freeloader  | free plan after a paid one | -5.00
            chartmogul  | churned_mrr       | guest       | every change counted       | 4.00
            chartmogul  | churned_mrr       | late        | gap within the grace       | 9.00
            chartmogul  | closing_customers | freeloader  | free plan after a paid one | 1.00
            chartmogul  | closing_customers | late        | gap within the grace       | -1.00
            chartmogul  | closing_mrr       | abroad      | rate of the billing period | -1.00
            chartmogul  | closing_mrr       | late        | gap within the grace       | -9.00
            chartmogul  | closing_mrr       | pennies     | rounded per subscription   | -0.01
            chartmogul  | contraction_mrr   | freeloader  | free plan after a paid one | 5.00
            chartmogul  | fx_mrr            | abroad      | rate of the billing period | -1.00
            chartmogul  | lost_customers    | freeloader  | free plan after a paid one | -1.00
            chartmogul  | lost_customers    | late        | gap within the grace       | 1.00
            chartmogul  | new_customers     | guest       | every change counted       | 1.00
            chartmogul  | new_mrr           | guest       | every change counted       | 4.00
            chartmogul  | opening_mrr       | pennies     | rounded per subscription   | -0.01
            stripe      | churned_customers | guest       | every change counted       | 1.00
            stripe      | churned_customers | late        | gap within the grace       | 1.00
            stripe      | churned_mrr       | guest       | every change counted       | 4.00
            stripe      | churned_mrr       | late        | gap within the grace       | 9.00
            stripe      | closing_customers | late        | gap within the grace       | -1.00
            stripe      | closing_mrr       | late        | gap within the grace       | -9.00
            stripe      | new_customers     | guest       | every change counted       | 1.00
            stripe      | new_mrr           | guest       | every change counted       | 4.00
            """);
    TableAssert.assertThat(
            computed
                .dialect()
                .where("month = DATE'2024-02-01' and not measure rlike '_(mrr|customers)$'")
                .selectExpr(
                    "dialect",
                    "measure",
                    "cast(figure as decimal(10,6)) as figure",
                    "cast(difference as decimal(10,6)) as difference",
                    "array_join(transform(explained_by, part -> concat(cast(part.amount as"
                        + " decimal(10,6)), ' ', part.reason, ', ', part.customers)), '; ')"
                        + " as explained_by"))
        .hasRows(
            """
            dialect     | measure             | figure   | difference | explained_by
            baremetrics | customer_churn_rate | 0.600000 | 0.200000   | 0.200000 gap within the grace, 1; -0.200000 past due, 1; 0.200000 every change counted, 1
            baremetrics | gross_churn_rate    | 0.477834 | 0.159278   | 0.238917 gap within the grace, 1; -0.185824 past due, 1; 0.106185 every change counted, 1
            baremetrics | net_churn_rate      | 0.477834 | 0.159278   | 0.238917 gap within the grace, 1; -0.185824 past due, 1; 0.106185 every change counted, 1
            baremetrics | net_retention       | 0.522166 | -0.159278  | -0.238917 gap within the grace, 1; 0.185824 past due, 1; -0.106185 every change counted, 1
            baremetrics | quick_ratio         | 0.222222 | 0.222222   | 0.222222 every change counted, 1
            chartmogul  | customer_churn_rate | 0.400000 | 0.000000   | 0.200000 gap within the grace, 1; -0.200000 free plan after a paid one, 1
            chartmogul  | gross_churn_rate    | 0.663834 | 0.345278   | 0.238980 gap within the grace, 1; 0.106213 every change counted, 1; 0.000085 rounded per subscription, 1
            chartmogul  | net_churn_rate      | 0.663834 | 0.345278   | 0.238980 gap within the grace, 1; 0.106213 every change counted, 1; 0.000085 rounded per subscription, 1
            chartmogul  | net_retention       | 0.336166 | -0.345278  | -0.238980 gap within the grace, 1; -0.106213 every change counted, 1; -0.000085 rounded per subscription, 1
            stripe      | customer_churn_rate | 0.666667 | 0.266667   | 0.166667 gap within the grace, 1; 0.100000 every change counted, 1
            """);
  }
}
