package clientele.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import clientele.catalogue.Check;
import clientele.catalogue.Table;
import clientele.catalogue.Tables;
import clientele.settings.Dimension;
import clientele.testing.SparkExtension;
import clientele.testing.TableAssert;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On random spells, every cell is what the definitions say, taken literally. */
@ExtendWith(SparkExtension.class)
final class SurvivalPropertiesTest {
  private static final LocalDate START = LocalDate.of(2021, 11, 28);
  private static final double Z = 1.959963984540054;

  private final SparkSession spark;

  SurvivalPropertiesTest(SparkSession spark) {
    this.spark = spark;
  }

  /** A stretch of payment; end is the first day without service, null if it runs on. */
  private record Spell(LocalDate paidFrom, LocalDate end, String reason) {
    boolean failed() {
      return end != null && "payment_failed".equals(reason);
    }
  }

  private record Customer(String id, String region, LocalDate signedUpOn, List<Spell> spells) {
    Spell first() {
      return spells.get(0);
    }

    Map<String, String> values() {
      return Map.of("all", "all", "region", region == null ? "unknown" : region);
    }
  }

  /** A customer's time on a curve: entry (-1: none), exit, and 0 censored or the cause. */
  private record Time(Customer customer, int entry, int exit, int cause) {}

  static Stream<Arguments> worlds() {
    return Stream.of(
        Arguments.of(1L, "2024-02-29", null),
        Arguments.of(2L, "2024-03-30", "2022-03-31"),
        Arguments.of(3L, "2023-11-28", "2023-02-01"),
        Arguments.of(4L, "2022-02-28", null),
        Arguments.of(5L, "2022-03-01", "2022-03-01"));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyCellIsWhatTheDefinitionsSay(long seed, LocalDate asOf, LocalDate historyStartsOn) {
    List<Customer> customers = random(seed, asOf);
    Survival survival = survival(customers, asOf, historyStartsOn, 1);
    List<Time> tenures = tenures(customers, asOf, historyStartsOn);
    List<Time> recoveries = recoveries(customers, asOf, historyStartsOn);
    check(Tables.SUBSCRIPTION_SURVIVAL, survival.subscriptionSurvival(), survivalRows(tenures));
    check(Tables.PAYMENT_RECOVERY, survival.paymentRecovery(), recoveryRows(recoveries));
  }

  @Test
  void partitionsDoNotMatter() {
    LocalDate asOf = LocalDate.of(2023, 5, 31);
    List<Customer> customers = random(6, asOf);
    Survival one = survival(customers, asOf, LocalDate.of(2022, 5, 31), 1);
    Survival seven = survival(customers, asOf, LocalDate.of(2022, 5, 31), 7);
    assertThat(seven.subscriptionSurvival().collectAsList())
        .containsExactlyInAnyOrderElementsOf(one.subscriptionSurvival().collectAsList());
  }

  private static List<Customer> random(long seed, LocalDate asOf) {
    Random random = new Random(seed);
    int days = (int) ChronoUnit.DAYS.between(START, asOf);
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      LocalDate day = START.plusDays(random.nextInt(days + 1));
      LocalDate signedUpOn = random.nextBoolean() ? null : day.minusDays(random.nextInt(300));
      List<Spell> spells = new ArrayList<>();
      while (!day.isAfter(asOf)) {
        LocalDate end =
            random.nextBoolean()
                ? day.plusMonths(random.nextInt(14)).plusDays(random.nextInt(3))
                : day.plusDays(1 + random.nextInt(400));
        end = end.isAfter(day) && !end.isAfter(asOf) ? end : null;
        String reason = List.of("cancelled", "payment_failed", "none").get(random.nextInt(3));
        boolean isTold = end != null && !reason.equals("none");
        spells.add(new Spell(day, end, isTold ? reason : null));
        day = end == null ? LocalDate.MAX : end.plusDays(1 + random.nextInt(80));
      }
      String region = List.of("North", "South", "").get(random.nextInt(3));
      customers.add(
          new Customer("c" + i, region.isEmpty() ? null : region, signedUpOn, List.copyOf(spells)));
    }
    return customers;
  }

  /** The greatest t for which t months after the day are not after the other. */
  private static int months(LocalDate from, LocalDate to) {
    int t = 0;
    while (!from.plusMonths(t + 1).isAfter(to)) {
      t++;
    }
    return t;
  }

  private static List<Time> tenures(List<Customer> customers, LocalDate asOf, LocalDate start) {
    List<Time> times = new ArrayList<>();
    for (Customer customer : customers) {
      Spell first = customer.first();
      LocalDate signedUpOn = customer.signedUpOn();
      boolean isBefore = start != null && first.paidFrom().isBefore(start);
      boolean isOlder = start != null && signedUpOn != null && signedUpOn.isBefore(start);
      if (isOlder && !isBefore) {
        continue;
      }
      LocalDate last = first.end() == null ? asOf.plusDays(1) : first.end();
      int entry = isBefore ? months(first.paidFrom(), start) : -1;
      int cause = first.end() == null ? 0 : first.failed() ? 2 : 1;
      times.add(new Time(customer, entry, months(first.paidFrom(), last), cause));
    }
    return times;
  }

  private static List<Time> recoveries(List<Customer> customers, LocalDate asOf, LocalDate start) {
    List<Time> times = new ArrayList<>();
    for (Customer customer : customers) {
      List<Spell> spells = customer.spells();
      for (int i = 0; i < spells.size(); i++) {
        if (spells.get(i).failed()) {
          LocalDate failedOn = spells.get(i).end();
          int followed = months(failedOn, asOf.plusDays(1));
          int k = 0;
          while (i + 1 < spells.size()
              && !spells.get(i + 1).paidFrom().isBefore(failedOn.plusMonths(k))) {
            k++;
          }
          boolean isBack = k > 0 && k <= followed;
          if (start == null || !failedOn.isBefore(start)) {
            times.add(new Time(customer, -1, isBack ? k : followed, isBack ? 1 : 0));
          }
          break;
        }
      }
    }
    return times;
  }

  private static List<Row> survivalRows(List<Time> times) {
    List<Row> rows = new ArrayList<>();
    curves(times)
        .forEach(
            (key, points) -> {
              Integer median =
                  points.stream()
                      .filter(p -> p.survival < 0.5 + 1e-12)
                      .map(p -> p.t)
                      .findFirst()
                      .orElse(null);
              for (Point p : points) {
                rows.add(
                    RowFactory.create(
                        key.get(0),
                        key.get(1),
                        p.t,
                        p.atRisk,
                        p.one + p.two,
                        p.two,
                        p.censored,
                        p.survival,
                        p.bound(Z),
                        p.bound(-Z),
                        p.incidenceOne,
                        p.incidenceTwo,
                        p.area,
                        median));
              }
            });
    return rows;
  }

  private static List<Row> recoveryRows(List<Time> times) {
    List<Row> rows = new ArrayList<>();
    curves(times)
        .forEach(
            (key, points) -> {
              for (Point p : points) {
                rows.add(
                    RowFactory.create(
                        key.get(0),
                        key.get(1),
                        p.t,
                        p.atRisk,
                        p.one,
                        p.censored,
                        p.incidenceOne,
                        1 - p.bound(-Z),
                        1 - p.bound(Z)));
              }
            });
    return rows;
  }

  private record Point(
      int t,
      long atRisk,
      long one,
      long two,
      long censored,
      double survival,
      double incidenceOne,
      double incidenceTwo,
      double greenwood,
      double area) {
    double bound(double z) {
      double logarithm = Math.log(survival);
      return survival == 0 || survival == 1
          ? survival
          : Math.pow(survival, Math.exp(z * Math.sqrt(greenwood) / Math.abs(logarithm)));
    }
  }

  /** By (dimension, value), each time counted over all customers anew. */
  private static Map<List<String>, List<Point>> curves(List<Time> times) {
    Map<List<String>, List<Time>> groups = new HashMap<>();
    for (Time time : times) {
      if (time.exit() > time.entry()) {
        time.customer()
            .values()
            .forEach(
                (d, v) -> groups.computeIfAbsent(List.of(d, v), g -> new ArrayList<>()).add(time));
      }
    }
    Map<List<String>, List<Point>> curves = new HashMap<>();
    groups.forEach((key, group) -> curves.put(key, curve(group)));
    return curves;
  }

  private static List<Point> curve(List<Time> group) {
    List<Point> points = new ArrayList<>();
    double survival = 1;
    double one = 0;
    double two = 0;
    double greenwood = 0;
    double area = 0;
    int last = group.stream().mapToInt(Time::exit).max().orElseThrow();
    for (int t = 0; t <= last; t++) {
      int now = t;
      area += t == 0 ? 0 : survival;
      long n = group.stream().filter(x -> x.entry() < now && now <= x.exit()).count();
      IntUnaryOperator ended =
          cause -> (int) group.stream().filter(x -> x.exit() == now && x.cause() == cause).count();
      int d1 = ended.applyAsInt(1);
      int d2 = ended.applyAsInt(2);
      if (d1 + d2 > 0) {
        one += survival * d1 / n;
        two += survival * d2 / n;
        survival *= 1 - (d1 + d2) / (double) n;
        greenwood += (d1 + d2) / ((double) n * (n - d1 - d2));
      }
      points.add(new Point(t, n, d1, d2, ended.applyAsInt(0), survival, one, two, greenwood, area));
    }
    return points;
  }

  private Survival survival(
      List<Customer> customers, LocalDate asOf, LocalDate historyStartsOn, int partitions) {
    List<Row> spells = new ArrayList<>();
    List<Row> attributes = new ArrayList<>();
    for (Customer customer : customers) {
      int number = 1;
      for (Spell spell : customer.spells()) {
        spells.add(
            RowFactory.create(
                customer.id(), number, date(spell.paidFrom()), date(spell.end()), spell.reason()));
        number++;
      }
      attributes.add(
          RowFactory.create(customer.id(), customer.region(), date(customer.signedUpOn())));
    }
    return new Survival(
        dataset(
                spells,
                "customer_id STRING, spell INT, paid_from DATE, ended_on DATE, end_reason STRING")
            .repartition(partitions),
        dataset(attributes, "customer_id STRING, region STRING, signed_up_on DATE"),
        List.of(new Dimension("region")),
        List.of(),
        Optional.ofNullable(historyStartsOn),
        asOf);
  }

  private Dataset<Row> dataset(List<Row> rows, String ddl) {
    return spark.createDataFrame(rows, StructType.fromDDL(ddl));
  }

  private static Date date(LocalDate day) {
    return day == null ? null : Date.valueOf(day);
  }

  private void check(Table table, Dataset<Row> computed, List<Row> expected) {
    Dataset<Row> actual = spark.createDataFrame(computed.collectAsList(), computed.schema());
    TableAssert.assertThat(actual)
        .hasSameContentAs(spark.createDataFrame(expected, actual.schema()));
    Column[] violations = table.checks().stream().map(Check::violations).toArray(Column[]::new);
    Row counts = actual.select(violations).first();
    for (int i = 0; i < violations.length; i++) {
      assertThat(counts.getLong(i)).as(table.checks().get(i).name()).isZero();
    }
  }
}
